// Start and end of an event in conflict, typed by the person.
#pragma once

#include "conflicts/fieldeditor.h"

class QDateTimeEdit;
class QHBoxLayout;

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
    QDateTimeEdit *addEdit(QHBoxLayout *layout, const QString &label);
    void show(const calendar::EventTime &start, const calendar::EventTime &end);
    calendar::EventTime timeOf(const QDateTimeEdit *edit, const QByteArray &tzid) const;

    diff::Viewer m_viewer;
    bool m_allDay;
    QByteArray m_startZone;
    QByteArray m_endZone;
    QDateTimeEdit *m_start;
    QDateTimeEdit *m_end;
};

} // namespace aria::conflicts
