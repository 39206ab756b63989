#include "dayview/alldaystrip.h"

#include "dayview/dayblocks.h"
#include "uicommon/calendarbook.h"
#include "uicommon/eventcolors.h"

#include <QKeyEvent>

#include <algorithm>

namespace aria::dayview {

namespace {

constexpr int mostLines = 3; // what is more is scrolled to

} // namespace

AllDayStrip::AllDayStrip(QWidget *parent)
    : QListWidget(parent)
{
    setAccessibleName(tr("All-day events"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    connect(this, &QListWidget::itemActivated, this, [this] {
        if (const service::EventView *view = chosen())
            Q_EMIT opened(*view);
    });
    hide();
}

void AllDayStrip::setColors(const QHash<QString, QColor> &colors)
{
    m_colors = colors;
    fill();
}

void AllDayStrip::setEvents(const QList<service::EventView> &views)
{
    m_views = views;
    fill();
}

void AllDayStrip::fill()
{
    const service::EventView *before = chosen();
    const service::EventKey kept = before ? before->key() : service::EventKey();
    clear();
    for (const service::EventView &view : std::as_const(m_views)) {
        const QColor color = uicommon::colorOf(
            view.event, m_colors.value(view.calendarId, palette().color(QPalette::Highlight)));
        auto *item = new QListWidgetItem(uicommon::swatch(color), uicommon::titleOf(view.event), this);
        item->setToolTip(item->text());
        if (!isDeclined(view.event))
            continue;
        QFont font = this->font();
        font.setStrikeOut(true);
        item->setFont(font);
        item->setForeground(palette().brush(QPalette::PlaceholderText));
        item->setData(Qt::AccessibleTextRole, tr("%1, declined", "an event").arg(item->text()));
    }
    choose(kept);
    updateGeometry();
    setVisible(count() > 0);
}

const service::EventView *AllDayStrip::chosen() const
{
    const int row = currentRow();
    return row >= 0 && row < m_views.size() && row < count() ? &m_views.at(row) : nullptr;
}

void AllDayStrip::choose(const service::EventKey &event)
{
    const auto found = std::find_if(m_views.begin(), m_views.end(),
        [&event](const service::EventView &view) { return !event.isEmpty() && view.key() == event; });
    if (found != m_views.end())
        setCurrentRow(int(found - m_views.begin()));
}

QSize AllDayStrip::sizeHint() const
{
    const int line = count() > 0 ? sizeHintForRow(0) : fontMetrics().height();
    return { 100, std::clamp(count(), 1, mostLines) * line + 2 * frameWidth() };
}

void AllDayStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Left && event->key() != Qt::Key_Right)
        return QListWidget::keyPressEvent(event);
    Q_EMIT sideWanted((event->key() == Qt::Key_Right) == (layoutDirection() == Qt::LeftToRight));
}

} // namespace aria::dayview
