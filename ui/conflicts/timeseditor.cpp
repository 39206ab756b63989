#include "conflicts/timeseditor.h"

#include "when/datefield.h"
#include "when/timefield.h"

#include <QHBoxLayout>
#include <QLabel>

namespace aria::conflicts {

using calendar::EventTime;
using calendar::ZonedTime;
using when::DateField;
using when::TimeField;

TimesEditor::TimesEditor(const calendar::Event &event, const diff::Viewer &viewer, QWidget *parent)
    : FieldEditor(parent)
    , m_viewer(viewer)
    , m_allDay(event.isAllDay())
    , m_startZone(event.start().zoned().tzid)
    , m_endZone(event.end().zoned().tzid)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_start = addEdit(tr("From", "start of an event"));
    m_end = addEdit(m_allDay ? tr("Until and with", "last day of an event") : tr("Until", "end of an event"));
    layout->addStretch();
    setFocusProxy(m_start.date);
    show(event.start(), event.end());
}

TimesEditor::Edit TimesEditor::addEdit(const QString &label)
{
    Edit edit{ new DateField(m_viewer.locale, label, this), nullptr };
    auto *text = new QLabel(label, this);
    text->setBuddy(edit.date);
    layout()->addWidget(text);
    layout()->addWidget(edit.date);
    connect(edit.date, &DateField::dateChanged, this, &FieldEditor::edited);
    connect(edit.date, &DateField::typed, this, &FieldEditor::edited);
    if (m_allDay)
        return edit;
    edit.time = new TimeField(m_viewer.locale, label, this);
    layout()->addWidget(edit.time);
    connect(edit.time, &TimeField::timeChanged, this, &FieldEditor::edited);
    connect(edit.time, &TimeField::typed, this, &FieldEditor::edited);
    return edit;
}

void TimesEditor::show(const EventTime &start, const EventTime &end)
{
    if (m_allDay) {
        m_start.date->setDate(start.date());
        m_end.date->setDate(end.date().addDays(-1));
        return;
    }
    const auto fill = [this](const Edit &edit, const EventTime &time) {
        const QDateTime local = time.zoned().utc.toTimeZone(m_viewer.zone);
        edit.date->setDate(local.date());
        edit.time->setTime(local.time());
    };
    fill(m_start, start);
    fill(m_end, end);
}

EventTime TimesEditor::timeOf(const Edit &edit, const QByteArray &tzid) const
{
    const QDateTime instant(edit.date->date(), edit.time->time(), m_viewer.zone);
    return EventTime(ZonedTime{ instant.toUTC(), tzid });
}

bool TimesEditor::isClear(const Edit &edit)
{
    return edit.date->isClear() && (!edit.time || edit.time->isClear());
}

bool TimesEditor::apply(service::EventInput &input) const
{
    if (!isClear(m_start) || !isClear(m_end))
        return false;
    if (m_allDay) {
        if (m_end.date->date() < m_start.date->date())
            return false;
        input.start = EventTime(m_start.date->date());
        input.end = EventTime(m_end.date->date().addDays(1));
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
