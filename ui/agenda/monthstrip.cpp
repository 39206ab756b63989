#include "agenda/monthstrip.h"

#include "agenda/agendarows.h"
#include "base/whenfinished.h"
#include "uicommon/calendarlook.h"

#include <QPainter>
#include <QTextCharFormat>

using namespace Qt::StringLiterals;

namespace aria::agenda {

namespace {

constexpr int daysShown = 42; // six weeks, with days of the months before and after
constexpr int mostMarked = 5000;
constexpr std::chrono::milliseconds soon{ 120 }; // changes come in swarms

} // namespace

QHash<QDate, int> eventsByDay(
    const QList<service::EventView> &views, QDate first, QDate end, const uicommon::UiFormat &format)
{
    QHash<QDate, int> days;
    for (const service::EventView &view : views) {
        const calendar::Event &event = view.event;
        if (event.start().isNull() || isDeclined(event))
            continue;
        QDate from = event.start().isDate()
            ? event.start().date()
            : event.start().instant(format.zone).toTimeZone(format.zone).date();
        QDate to = from; // the last day
        if (event.start().isDate() && event.end().isDate()) {
            to = event.end().date().addDays(-1);
        } else if (event.end().isTimed()) {
            const QDateTime until = event.end().instant(format.zone);
            const bool hasLength = until > event.start().instant(format.zone);
            to = until.addMSecs(hasLength ? -1 : 0).toTimeZone(format.zone).date();
        }
        from = std::max(from, first);
        to = std::min(to, end.addDays(-1));
        for (QDate day = from; day <= to; day = day.addDays(1))
            ++days[day];
    }
    return days;
}

MonthStrip::MonthStrip(uicommon::ServiceLink &link, const uicommon::UiFormat &format, QWidget *parent)
    : QCalendarWidget(parent)
    , m_link(link)
    , m_format(format)
{
    uicommon::dress(*this, format.locale);
    setHorizontalHeaderFormat(ShortDayNames);
    setAccessibleName(tr("Month"));
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &MonthStrip::load);
    const auto loadSoon = [this] {
        if (!m_soon.isActive())
            m_soon.start(soon);
    };
    connect(&link, &uicommon::ServiceLink::eventsChanged, this, loadSoon);
    connect(&link, &uicommon::ServiceLink::serviceChanged, this, loadSoon);
    connect(this, &QCalendarWidget::currentPageChanged, this, &MonthStrip::load);
    connect(this, &QCalendarWidget::clicked, this, &MonthStrip::dayChosen);
    connect(this, &QCalendarWidget::activated, this, &MonthStrip::dayChosen);
}

void MonthStrip::setHiddenCalendars(const QSet<QString> &ids)
{
    if (ids == m_hidden)
        return;
    m_hidden = ids;
    load();
}

void MonthStrip::follow(QDate day)
{
    if (!day.isValid() || day == selectedDate())
        return;
    const bool isOtherMonth = day.month() != monthShown() || day.year() != yearShown();
    const QSignalBlocker quiet(this);
    setSelectedDate(day);
    if (isOtherMonth)
        load();
}

void MonthStrip::load()
{
    auto *service = m_link.service();
    if (!service || !isVisible())
        return;
    const QDate month(yearShown(), monthShown(), 1);
    const QDate first = month.addDays(-7);
    const QDate end = first.addDays(daysShown + 7);
    const int generation = ++m_generation;
    // A day more on both sides: the service places all-day events by the calendar's zone, we by the person's.
    whenFinished(service->eventsBetween(first.addDays(-1).startOfDay(m_format.zone),
                     end.addDays(1).startOfDay(m_format.zone), mostMarked),
        this, [this, generation, first, end](const QFuture<Expected<service::AgendaView>> &future) {
            if (generation != m_generation || future.resultCount() == 0 || !future.result())
                return;
            QList<service::EventView> views = *future.result();
            views.removeIf(
                [this](const service::EventView &view) { return m_hidden.contains(view.calendarId); });
            mark(eventsByDay(views, first, end, m_format));
        });
}

// A mark to see, and words to hear.
void MonthStrip::mark(const QHash<QDate, int> &marks)
{
    for (auto it = m_marks.constBegin(); it != m_marks.constEnd(); ++it)
        setDateTextFormat(it.key(), {});
    m_marks = marks;
    for (auto it = m_marks.constBegin(); it != m_marks.constEnd(); ++it) {
        QTextCharFormat format;
        format.setFontWeight(QFont::Bold);
        format.setToolTip(tr("%n event(s)", nullptr, it.value()));
        setDateTextFormat(it.key(), format);
    }
    updateCells();
}

void MonthStrip::paintCell(QPainter *painter, const QRect &rect, QDate date) const
{
    QCalendarWidget::paintCell(painter, rect, date);
    const int count = eventsOn(date);
    if (count == 0)
        return;
    // One dot, two, or three for more, below the number.
    const int radius = std::max(1, rect.height() / 14);
    const int dots = std::min(count, 3);
    const bool isSelected = date == selectedDate();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(palette().color(isSelected ? QPalette::HighlightedText : QPalette::Link));
    const int step = 3 * radius;
    int x = rect.center().x() - step * (dots - 1) / 2;
    for (int i = 0; i < dots; ++i, x += step)
        painter->drawEllipse(QPoint(x, rect.bottom() - 2 * radius), radius, radius);
    painter->restore();
}

// From light to dark while the program runs.
void MonthStrip::changeEvent(QEvent *event)
{
    QCalendarWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        uicommon::dress(*this, m_format.locale);
}

void MonthStrip::showEvent(QShowEvent *event)
{
    QCalendarWidget::showEvent(event);
    load();
}

} // namespace aria::agenda
