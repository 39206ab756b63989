#include "conflicts/timeseditor.h"

#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>

namespace aria::conflicts {

using calendar::EventTime;
using calendar::ZonedTime;

TimesEditor::TimesEditor(const calendar::Event &event, const diff::Viewer &viewer, QWidget *parent)
    : FieldEditor(parent)
    , m_viewer(viewer)
    , m_allDay(event.isAllDay())
    , m_startZone(event.start().zoned().tzid)
    , m_endZone(event.end().zoned().tzid)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_start = addEdit(layout, tr("From", "start of an event"));
    m_end = addEdit(
        layout, m_allDay ? tr("Until and with", "last day of an event") : tr("Until", "end of an event"));
    layout->addStretch();
    setFocusProxy(m_start);
    show(event.start(), event.end());
}

QDateTimeEdit *TimesEditor::addEdit(QHBoxLayout *layout, const QString &label)
{
    auto *edit = new QDateTimeEdit(this);
    edit->setTimeSpec(Qt::UTC); // only the figures on the clock count; gaps of the local zone do not matter
    edit->setLocale(m_viewer.locale);
    edit->setCalendarPopup(true);
    // Set before the format: Qt reverses the parts of a right-to-left time, even if digits are read the other way.
    if (!m_allDay)
        edit->setLayoutDirection(Qt::LeftToRight);
    const QString date = m_viewer.locale.dateFormat(QLocale::ShortFormat);
    edit->setDisplayFormat(
        m_allDay ? date : date + QLatin1Char(' ') + m_viewer.locale.timeFormat(QLocale::ShortFormat));
    edit->setAccessibleName(label);
    auto *text = new QLabel(label, this);
    text->setBuddy(edit);
    layout->addWidget(text);
    layout->addWidget(edit);
    connect(edit, &QDateTimeEdit::dateTimeChanged, this, &FieldEditor::edited);
    return edit;
}

void TimesEditor::show(const EventTime &start, const EventTime &end)
{
    if (m_allDay) {
        m_start->setDate(start.date());
        m_end->setDate(end.date().addDays(-1));
        return;
    }
    const auto wall = [this](const EventTime &time) {
        const QDateTime local = time.zoned().utc.toTimeZone(m_viewer.zone);
        return QDateTime(local.date(), local.time(), Qt::UTC);
    };
    m_start->setDateTime(wall(start));
    m_end->setDateTime(wall(end));
}

EventTime TimesEditor::timeOf(const QDateTimeEdit *edit, const QByteArray &tzid) const
{
    const QDateTime instant(edit->date(), edit->time(), m_viewer.zone);
    return EventTime(ZonedTime{ instant.toUTC(), tzid });
}

bool TimesEditor::apply(service::EventInput &input) const
{
    if (m_allDay) {
        if (m_end->date() < m_start->date())
            return false;
        input.start = EventTime(m_start->date());
        input.end = EventTime(m_end->date().addDays(1));
        return true;
    }
    const EventTime start = timeOf(m_start, m_startZone);
    const EventTime end = timeOf(m_end, m_endZone);
    if (end.zoned().utc < start.zoned().utc)
        return false;
    input.start = start;
    input.end = end;
    return true;
}

void TimesEditor::restore(const service::EventInput &input)
{
    if (input.start && input.end)
        show(*input.start, *input.end);
}

} // namespace aria::conflicts
