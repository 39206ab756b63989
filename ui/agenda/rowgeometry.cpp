#include "agenda/rowgeometry.h"

#include <QStyle>

namespace aria::agenda {

int rowHeight(const QFontMetrics &metrics)
{
    return 2 * metrics.height() + metrics.height() * 2 / 3;
}

int dayHeight(const QFontMetrics &metrics)
{
    return metrics.height() * 9 / 5;
}

RowGeometry rowGeometry(
    const QRect &row, const QFontMetrics &metrics, Qt::LayoutDirection direction, const RowContent &content)
{
    const int line = metrics.height();
    const int gap = line / 2;
    const int top = row.top() + (row.height() - 2 * line) / 2;
    const auto placed = [&](int left, int y, int width, int height) {
        return QStyle::visualRect(direction, row, QRect(left, y, std::max(0, width), height));
    };
    RowGeometry geometry;
    const int barWidth = std::max(4, line / 4);
    int left = row.left() + gap;
    geometry.bar = placed(left, row.top() + gap / 2, barWidth, row.height() - gap);
    left += barWidth + gap;
    geometry.time = placed(left, top, content.timeWidth, 2 * line);
    left += content.timeWidth + gap;

    int right = row.right() - gap;
    if (content.joinWidth > 0) {
        const int height = std::min(row.height() - gap / 2, line * 7 / 4);
        geometry.join = placed(
            right - content.joinWidth, row.top() + (row.height() - height) / 2, content.joinWidth, height);
        right -= content.joinWidth + gap;
    }
    const int titleTop = content.hasSecondLine ? top : row.top() + (row.height() - line) / 2;
    if (content.hasSecondLine)
        geometry.secondLine = placed(left, top + line, right - left, line);
    // On a very narrow row the title has priority.
    for (int i = 0; i < content.marks && right - line > left + 2 * line; ++i) {
        geometry.marks.append(placed(right - line, titleTop, line, line));
        right -= line + gap / 2;
    }
    geometry.title = placed(left, titleTop, right - left, line);
    return geometry;
}

} // namespace aria::agenda
