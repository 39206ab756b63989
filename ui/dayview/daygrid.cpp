#include "dayview/daygrid.h"

#include "base/whenfinished.h"
#include "diff/direction.h"
#include "invitation/invitation.h"
#include "uicommon/errorwords.h"
#include "uicommon/eventcolors.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::dayview {

namespace {

constexpr int mostEvents = 1000;
constexpr int edge = 6; // pixels of a block's lower edge by which it is lengthened
constexpr double dimmed = 0.45; // declined, as in the agenda
constexpr std::chrono::milliseconds settle{ 80 }; // changes come in swarms

int snapped(int minutes)
{
    return (minutes >= 0 ? minutes + dayview::step / 2 : minutes - dayview::step / 2) / dayview::step
        * dayview::step;
}

} // namespace

DayGrid::DayGrid(uicommon::ServiceLink &link, Clock &clock, const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_link(link)
    , m_clock(clock)
    , m_format(format)
    , m_day(format.today(clock.nowUtc()))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &DayGrid::load);
    const auto loadSoon = [this] {
        if (!m_soon.isActive())
            m_soon.start(settle);
    };
    connect(&link, &uicommon::ServiceLink::eventsChanged, this, loadSoon);
    connect(&link, &uicommon::ServiceLink::serviceChanged, this, loadSoon);
    describe();
}

int DayGrid::hourHeight() const
{
    return std::max(40, 5 * fontMetrics().height() / 2);
}

int DayGrid::labelWidth() const
{
    int widest = 0;
    for (const int hour : { 0, 10, 12, 22 }) { // before and after noon
        const QDateTime sample(QDate(2024, 1, 15), QTime(hour, 58), m_format.zone);
        widest = std::max(widest, fontMetrics().horizontalAdvance(m_format.time(sample)));
    }
    return widest + fontMetrics().height();
}

QSize DayGrid::sizeHint() const
{
    return { 4 * labelWidth(), 24 * hourHeight() + 1 };
}

void DayGrid::setDay(QDate day)
{
    if (!day.isValid() || day == m_day)
        return;
    m_day = day;
    m_views.clear();
    m_blocks.clear();
    m_chosen = {};
    describe();
    update();
    load();
}

void DayGrid::setHiddenCalendars(const QSet<QString> &ids)
{
    if (ids == m_hidden)
        return;
    m_hidden = ids;
    load();
}

void DayGrid::setColors(const QHash<QString, QColor> &colors)
{
    m_colors = colors;
    update();
}

void DayGrid::load()
{
    auto *service = m_link.service();
    if (!service || !isVisible())
        return;
    const int generation = ++m_generation;
    whenFinished(service->eventsBetween(
                     m_day.startOfDay(m_format.zone), m_day.addDays(1).startOfDay(m_format.zone), mostEvents),
        this, [this, generation](const QFuture<Expected<service::AgendaView>> &future) {
            if (generation != m_generation || future.resultCount() == 0 || !future.result() || m_isDragging)
                return;
            m_views = *future.result();
            m_views.removeIf(
                [this](const service::EventView &view) { return m_hidden.contains(view.calendarId); });
            m_blocks = blocksOf(m_views, m_day, m_format);
            describe();
            update();
            Q_EMIT loaded();
        });
}

QList<service::EventView> DayGrid::allDay() const
{
    QList<service::EventView> views = m_views;
    views.removeIf([](const service::EventView &view) { return view.event.start().isTimed(); });
    return views;
}

const service::EventView *DayGrid::chosenView() const
{
    const qsizetype index = chosen();
    return index < 0 ? nullptr : &m_blocks.at(index).view;
}

void DayGrid::leaveOut(const service::EventKey &event)
{
    m_views.removeIf([&event](const service::EventView &view) {
        return view.key() == event
            || event == service::EventKey(view.event.recurringEventId(), view.calendarId);
    });
    m_blocks = blocksOf(m_views, m_day, m_format);
    describe();
    update();
    Q_EMIT loaded();
}

qsizetype DayGrid::chosen() const
{
    const auto found = std::find_if(m_blocks.begin(), m_blocks.end(),
        [this](const Block &block) { return !m_chosen.isEmpty() && block.view.key() == m_chosen; });
    return found == m_blocks.end() ? -1 : found - m_blocks.begin();
}

void DayGrid::choose(const service::EventKey &event)
{
    m_chosen = event;
    describe();
    update();
    if (const qsizetype index = chosen(); index >= 0)
        Q_EMIT shown(yOf(m_blocks.at(index).start));
}

// For screen readers: the day, and the event that is chosen.
void DayGrid::describe()
{
    setAccessibleName(m_format.day(m_day, m_format.today(m_clock.nowUtc())));
    const qsizetype index = chosen();
    if (index < 0)
        return setAccessibleDescription(tr("%n event(s)", nullptr, int(m_blocks.size())));
    const calendar::Event &event = m_blocks.at(index).view.event;
    const QString said = tr("%1, %2", "title and time of an event")
                             .arg(uicommon::titleOf(event),
                                 m_format.span(event.start(), event.end(), m_format.today(m_clock.nowUtc())));
    setAccessibleDescription(isDeclined(event) ? tr("%1, declined", "an event").arg(said) : said);
}

QRect DayGrid::rectOf(const Block &block) const
{
    const int left = labelWidth();
    const int width = std::max(1, this->width() - left - 4) / std::max(1, block.columns);
    const QRect rect(left + block.column * width, yOf(block.start), width - 2,
        std::max(fontMetrics().height() + 2, yOf(block.end) - yOf(block.start) - 1));
    return QStyle::visualRect(layoutDirection(), this->rect(), rect);
}

DayGrid::Grip DayGrid::gripAt(const QPoint &position, qsizetype &block) const
{
    for (qsizetype i = m_blocks.size() - 1; i >= 0; --i) {
        const QRect rect = rectOf(m_blocks.at(i));
        if (!rect.contains(position))
            continue;
        block = i;
        const bool isAtEdge = position.y() > rect.bottom() - edge && !m_blocks.at(i).endsAfter;
        return isAtEdge ? Grip::Edge : Grip::Body;
    }
    block = -1;
    return Grip::None;
}

// As it would be if it were let go now.
Block DayGrid::dragged(const Block &block) const
{
    Block there = block;
    if (m_grip == Grip::Edge)
        there.end = std::clamp(block.end + m_draggedBy, block.start + dayview::step, minutesOfDay);
    else
        there.start = std::clamp(block.start + m_draggedBy, 0, minutesOfDay - dayview::step);
    if (m_grip == Grip::Body)
        there.end = std::min(minutesOfDay, there.start + block.end - block.start);
    return there;
}

void DayGrid::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    qsizetype block = -1;
    m_grip = gripAt(event->position().toPoint(), block);
    m_pressedAt = event->position().toPoint();
    m_draggedBy = 0;
    m_isDragging = false;
    chooseAt(m_pressedAt);
}

void DayGrid::chooseAt(const QPoint &position)
{
    qsizetype block = -1;
    gripAt(position, block);
    m_chosen = block >= 0 ? m_blocks.at(block).view.key() : service::EventKey();
    describe();
    update();
}

// By key it stands at the event that is chosen.
void DayGrid::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse)
        chooseAt(event->pos());
    const qsizetype index = chosen();
    if (index < 0)
        return;
    const bool isByMouse = event->reason() == QContextMenuEvent::Mouse;
    Q_EMIT menuWanted(isByMouse ? event->globalPos() : mapToGlobal(rectOf(m_blocks.at(index)).center()));
}

void DayGrid::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    qsizetype block = -1;
    if (m_grip == Grip::None || !(event->buttons() & Qt::LeftButton)) {
        const Grip grip = gripAt(position, block);
        setCursor(grip == Grip::Edge ? Qt::SizeVerCursor
                : grip == Grip::Body ? Qt::OpenHandCursor
                                     : Qt::ArrowCursor);
        return;
    }
    const int pixels = position.y() - m_pressedAt.y();
    m_isDragging = m_isDragging || std::abs(pixels) >= QApplication::startDragDistance();
    m_draggedBy = m_isDragging ? snapped(pixels * 60 / hourHeight()) : 0;
    Q_EMIT shown(position.y());
    update();
}

void DayGrid::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_grip == Grip::None)
        return QWidget::mouseReleaseEvent(event);
    const qsizetype index = chosen();
    const Grip grip = m_grip;
    const Block before = index >= 0 ? m_blocks.at(index) : Block();
    const Block after = index >= 0 ? dragged(before) : Block();
    m_grip = Grip::None;
    m_isDragging = false;
    m_draggedBy = 0;
    if (index >= 0 && grip == Grip::Edge)
        change(before, 0, after.end - before.end);
    else if (index >= 0)
        change(before, after.start - before.start, 0);
    update();
}

void DayGrid::mouseDoubleClickEvent(QMouseEvent *)
{
    if (const qsizetype index = chosen(); index >= 0)
        Q_EMIT opened(m_blocks.at(index).view);
}

// What would be refused does not move first; empty: it may be moved.
QString DayGrid::whyNot(const service::EventView &view) const
{
    if (m_readOnly.contains(view.calendarId))
        return uicommon::errorText({ ErrorCategory::Forbidden, u"read_only_calendar"_s, {} });
    if (!invitation::mayChange(view.event))
        return uicommon::errorText({ ErrorCategory::Forbidden, u"forbidden_for_non_organizer"_s, {} });
    return {};
}

void DayGrid::change(const Block &block, int moveBy, int lengthenBy)
{
    if (moveBy == 0 && lengthenBy == 0)
        return;
    const service::EventView view = block.view;
    if (const QString reason = whyNot(view); !reason.isEmpty()) {
        update();
        return Q_EMIT refused(reason);
    }
    const Times times =
        moveBy != 0 ? moved(view.event, moveBy, m_format) : lengthened(view.event, lengthenBy);
    if (times.end == view.event.end() && times.start == view.event.start())
        return;
    // Stands there at once, until the service says more.
    for (service::EventView &known : m_views) {
        if (known.key() == view.key())
            known.event.setTimes(times.start, times.end);
    }
    m_blocks = blocksOf(m_views, m_day, m_format);
    choose(view.key());
    Q_EMIT timesWanted(view, times.start, times.end);
}

void DayGrid::step(int direction)
{
    if (m_blocks.isEmpty())
        return;
    const qsizetype index = chosen();
    const qsizetype next = index < 0 ? (direction > 0 ? 0 : m_blocks.size() - 1)
                                     : std::clamp<qsizetype>(index + direction, 0, m_blocks.size() - 1);
    choose(m_blocks.at(next).view.key());
}

void DayGrid::keyPressEvent(QKeyEvent *event)
{
    const int direction = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    const qsizetype index = chosen();
    if (event->key() == Qt::Key_Escape && m_grip != Grip::None) {
        m_grip = Grip::None;
        m_isDragging = false;
        m_draggedBy = 0;
        return update();
    }
    if (direction != 0 && event->modifiers() == Qt::NoModifier)
        return step(direction);
    if (direction != 0 && index >= 0 && event->modifiers() == Qt::AltModifier)
        return change(m_blocks.at(index), direction * dayview::step, 0);
    if (direction != 0 && index >= 0 && event->modifiers() == (Qt::AltModifier | Qt::ShiftModifier))
        return change(m_blocks.at(index), 0, direction * dayview::step);
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && index >= 0)
        return Q_EMIT opened(m_blocks.at(index).view);
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        const bool isForward = (event->key() == Qt::Key_Right) == (layoutDirection() == Qt::LeftToRight);
        return Q_EMIT dayWanted(m_day.addDays(isForward ? 1 : -1));
    }
    QWidget::keyPressEvent(event);
}

void DayGrid::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    load();
}

bool DayGrid::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        qsizetype block = -1;
        if (gripAt(help->pos(), block) == Grip::None) {
            QToolTip::hideText();
        } else {
            const calendar::Event &shown = m_blocks.at(block).view.event;
            const QStringList lines{ uicommon::titleOf(shown),
                m_format.span(shown.start(), shown.end(), m_format.today(m_clock.nowUtc())),
                shown.location() };
            QToolTip::showText(help->globalPos(),
                u"<p style='white-space:pre-wrap'>%1</p>"_s.arg(lines.join(u'\n').trimmed().toHtmlEscaped()),
                this);
        }
        return true;
    }
    return QWidget::event(event);
}

void DayGrid::paintHours(QPainter &painter) const
{
    QColor faint = palette().color(QPalette::Text);
    faint.setAlphaF(0.15F);
    const int label = labelWidth();
    for (int hour = 0; hour < 24; ++hour) {
        const int y = yOf(hour * 60);
        painter.setPen(faint);
        painter.drawLine(QStyle::visualPos(layoutDirection(), rect(), QPoint(label - 4, y)),
            QStyle::visualPos(layoutDirection(), rect(), QPoint(width(), y)));
        painter.setPen(palette().color(QPalette::PlaceholderText));
        const QRect place = QStyle::visualRect(
            layoutDirection(), rect(), QRect(0, y + 1, label - 8, painter.fontMetrics().height()));
        painter.drawText(place,
            int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight | Qt::AlignTop)),
            m_format.time(QDateTime(m_day, QTime(hour, 0), m_format.zone)));
    }
    const QDateTime now = m_clock.nowUtc().toTimeZone(m_format.zone);
    if (now.date() != m_day)
        return;
    const int y = yOf(now.time().hour() * 60 + now.time().minute());
    painter.setPen(QPen(uicommon::eventColors().constLast().color, 2)); // red, as in the agenda
    painter.drawLine(QStyle::visualPos(layoutDirection(), rect(), QPoint(label - 4, y)),
        QStyle::visualPos(layoutDirection(), rect(), QPoint(width(), y)));
}

void DayGrid::paintBlock(QPainter &painter, const Block &block, bool isChosen) const
{
    const calendar::Event &event = block.view.event;
    const QColor color =
        uicommon::colorOf(event, m_colors.value(block.view.calendarId, palette().color(QPalette::Highlight)));
    const QRect rect = rectOf(block);
    const bool isOff = isDeclined(event);
    painter.setOpacity(isOff ? painter.opacity() * dimmed : painter.opacity());
    painter.setPen(isChosen ? QPen(palette().color(QPalette::Text), 2) : QPen(Qt::NoPen));
    painter.setBrush(color);
    painter.drawRoundedRect(rect, 4, 4);
    painter.setPen(qGray(color.rgb()) > 140 ? Qt::black : Qt::white);
    const QRect inside = rect.adjusted(6, 2, -4, -2);
    const QString title = uicommon::titleOf(event);
    const QDateTime start(m_day, QTime(0, 0).addSecs(60 * block.start), m_format.zone);
    const QDateTime end = start.addSecs(60 * (block.end - block.start));
    const int line = painter.fontMetrics().height();
    const QString time = m_format.range(start, end);
    const QString text = inside.height() < 2 * line
        ? tr("%1, %2", "title and time of an event").arg(diff::isolated(title, m_format), time)
        : title;
    QFont font = this->font();
    font.setStrikeOut(isOff);
    const auto write = [&](const QRect &where, const QString &words) {
        painter.setFont(font);
        painter.setLayoutDirection(words.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
        // Arabic letters come from another font and may be taller than this one's lines.
        painter.drawText(where,
            int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter))
                | Qt::TextDontClip,
            painter.fontMetrics().elidedText(words, Qt::ElideRight, where.width()));
    };
    const bool isLow = inside.height() < line; // a quarter of an hour: in its middle
    write(
        QRect(inside.left(), isLow ? rect.top() : inside.top(), inside.width(), isLow ? rect.height() : line),
        text);
    if (inside.height() >= 2 * line)
        write(QRect(inside.left(), inside.top() + line, inside.width(), line), time);
}

void DayGrid::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().base());
    paintHours(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    const qsizetype index = chosen();
    for (qsizetype i = 0; i < m_blocks.size(); ++i) {
        const bool isHeld = i == index && m_isDragging;
        painter.setOpacity(isHeld ? 0.35 : 1.0);
        paintBlock(painter, m_blocks.at(i), i == index && !isHeld);
    }
    painter.setOpacity(1.0);
    if (index >= 0 && m_isDragging)
        paintBlock(painter, dragged(m_blocks.at(index)), true);
    if (hasFocus() && index < 0) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = visibleRegion().boundingRect().adjusted(1, 1, -1, -1);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

} // namespace aria::dayview
