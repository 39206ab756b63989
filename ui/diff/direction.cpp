#include "diff/direction.h"

namespace aria::diff {

namespace {

// Unicode Standard Annex #9.
constexpr QChar firstStrongIsolate(0x2068);
constexpr QChar popIsolate(0x2069);
constexpr QChar leftToRightMark(0x200E);
constexpr QChar rightToLeftMark(0x200F);

bool isRightToLeft(const Viewer &viewer)
{
    return viewer.locale.textDirection() == Qt::RightToLeft;
}

} // namespace

QString isolated(const QString &text, const Viewer &viewer)
{
    if (text.isEmpty() || text.isRightToLeft() == isRightToLeft(viewer))
        return text;
    return firstStrongIsolate + text + popIsolate;
}

QString directed(const QString &line, const Viewer &viewer)
{
    if (line.isEmpty() || line.isRightToLeft() == isRightToLeft(viewer))
        return line;
    return (isRightToLeft(viewer) ? rightToLeftMark : leftToRightMark) + line;
}

} // namespace aria::diff
