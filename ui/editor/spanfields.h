// When an event starts and ends, as a person writes it.
#pragma once

#include "editor/eventdraft.h"

#include <QObject>

class QCheckBox;
class QFormLayout;
class QToolButton;

namespace aria::when {
class DateField;
class TimeField;
} // namespace aria::when

namespace aria::editor {

// The end goes along if the start moves.
class SpanFields : public QObject
{
    Q_OBJECT
public:
    // form: the widget of the form that the fields stand in.
    SpanFields(const QLocale &locale, QWidget *form);

    void addTo(QFormLayout *form); // a row for the start and one for the end

    void setToday(QDate today);
    void setTimes(const EventDraft &draft); // its days, times and isAllDay
    void writeTo(EventDraft &draft) const; // what is typed counts, whether it was left or not
    QStringList problems() const; // one sentence for each field that says no day or time
    void finish(); // as leaving every field
    // Marks days and times that do not fit each other.
    void markWrong(bool isWrong);
    void offerZone(bool isOffered); // a button for zoneWanted()
    void setEnabled(bool isEnabled);

Q_SIGNALS:
    void changed();
    void zoneWanted();

private:
    void follow();
    void startMoved();
    bool endsNextDay() const;
    void endDay(when::DateField *date);

    when::DateField *m_startDate;
    when::TimeField *m_startTime;
    when::DateField *m_endDate;
    when::TimeField *m_endTime;
    QCheckBox *m_allDay;
    QToolButton *m_zone;
    EventDraft m_last; // the times after the last field that was left
    bool m_isFilling = false;
};

} // namespace aria::editor
