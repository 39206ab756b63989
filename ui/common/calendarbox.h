// Chooses one of the calendars that can be written, each with its colour.
#pragma once

#include "uicommon/calendarbook.h"

#include <QComboBox>

namespace aria::uicommon {

class CalendarBox : public QComboBox
{
    Q_OBJECT
public:
    explicit CalendarBox(QWidget *parent = nullptr);

    void setBook(const CalendarBook &book); // outlives it
    // Also one that cannot be written, where an event already is. Empty: none is
    // chosen yet, and the book's target shown.
    void setCalendar(const QString &id);
    QString calendar() const { return m_wanted; } // as in the settings; empty: none is chosen yet
    QString shown() const { return currentData().toString(); } // empty: no calendar is known
    bool isAChoice() const { return count() > 1; }
    void showPopup() override;

Q_SIGNALS:
    void choicesChanged();

protected:
    void initStyleOption(QStyleOptionComboBox *option) const override;

private:
    void fill();

    const CalendarBook *m_book = nullptr;
    QString m_wanted;
};

} // namespace aria::uicommon
