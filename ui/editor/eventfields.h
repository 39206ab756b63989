// The fields of an event: they show a draft, and give the one that was typed.
#pragma once

#include "base/clock.h"
#include "editor/eventdraft.h"
#include "uicommon/servicelink.h"
#include "uicommon/uiformat.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace aria::freebusy {
class BusyLine;
}
namespace aria::uicommon {
class CalendarBook;
class CalendarBox;
} // namespace aria::uicommon

namespace aria::editor {

class GuestList;
class ReminderList;
class RepeatEditor;
class SpanFields;

// Lives on the UI thread; the references outlive it.
class EventFields : public QWidget
{
    Q_OBJECT
public:
    EventFields(uicommon::ServiceLink &link, Clock &clock, const uicommon::UiFormat &format,
        QWidget *parent = nullptr);

    void setCalendars(const uicommon::CalendarBook &calendars);
    // What it is the fields of: decides what may be changed, and whom to ask for free times. Empty: a new event.
    void setEvent(const service::EventView &view, bool isFollowing);
    bool mayChange() const; // false: somebody else decides, or the calendar is only read
    bool isReadOnly() const; // its calendar is only read
    void showDraft(const EventDraft &draft, const QJsonArray &guests); // says changed() once
    EventDraft draft() const; // what stands in the fields
    void offerMail(bool isOffered);
    bool wantsMail() const;
    QString calendarForNew() const; // where a new event goes; empty: no calendar is known

    QStringList problems() const; // what stands in a field and says nothing that could be saved
    void mark(const QSet<Field> &wrong);
    void finish(); // as leaving every field
    void focusTitle();

Q_SIGNALS:
    void changed(); // what is checked again
    void edited(); // all else
    void saveWanted(); // Enter in the title

private:
    void buildLayout();
    void connectFields();
    void lock(); // where others decide
    void follow();
    void showCalendar();
    void showLinks();
    void showBusy();
    void openZone();
    void take(const QDateTime &start, const QDateTime &end);

    Clock &m_clock;
    uicommon::UiFormat m_format;
    const uicommon::CalendarBook *m_calendars = nullptr;
    service::EventView m_view;
    bool m_isFollowing = false;
    bool m_isZoneOpen = false; // the person wants to see it
    bool m_isFilling = true;
    QString m_givenNotes; // as the event has them; shown as text

    QFormLayout *m_form = nullptr;
    QLineEdit *m_title;
    SpanFields *m_times;
    QComboBox *m_zone;
    RepeatEditor *m_repeat;
    uicommon::CalendarBox *m_calendar;
    QLineEdit *m_place;
    GuestList *m_guests;
    QCheckBox *m_mail;
    freebusy::BusyLine *m_busy;
    ReminderList *m_reminders;
    QComboBox *m_color;
    QPlainTextEdit *m_notes;
    QLabel *m_links; // in place and notes
};

} // namespace aria::editor
