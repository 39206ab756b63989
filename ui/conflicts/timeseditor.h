// Start and end of an event in conflict, typed by the person.
#pragma once

#include "conflicts/fieldeditor.h"

namespace aria::when {
class DateField;
class TimeField;
} // namespace aria::when

namespace aria::conflicts {

// All-day events are edited as dates, with the last day included; others as wall time in the viewer's zone, and they
// keep the zone they were made in.
class TimesEditor final : public FieldEditor
{
    Q_OBJECT
public:
    TimesEditor(const calendar::Event &event, const diff::Viewer &viewer, QWidget *parent);

    bool apply(service::EventInput &input) const override;
    void restore(const service::EventInput &input) override;

private:
    struct Edit
    {
        when::DateField *date;
        when::TimeField *time; // null: of an all-day event
    };
    Edit addEdit(const QString &label);
    void show(const calendar::EventTime &start, const calendar::EventTime &end);
    calendar::EventTime timeOf(const Edit &edit, const QByteArray &tzid) const;
    static bool isClear(const Edit &edit);

    diff::Viewer m_viewer;
    bool m_allDay;
    QByteArray m_startZone;
    QByteArray m_endZone;
    Edit m_start;
    Edit m_end;
};

} // namespace aria::conflicts
