// A window that shows one event: when in whose zone, where, who comes, notes and attachments, and what can be done.
#pragma once

#include "base/clock.h"
#include "uicommon/servicelink.h"
#include "uicommon/uiformat.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace aria::invitation {
class AnswerBar;
}
namespace aria::uicommon {
class CalendarBook;
}

namespace aria::card {

// Lives on the UI thread; the references outlive it. Follows its event while it is open.
class EventCard : public QDialog
{
    Q_OBJECT
    Q_PROPERTY(bool isUnsaved READ isUnsaved)
public:
    EventCard(uicommon::ServiceLink &link, const Clock &clock, const uicommon::UiFormat &format,
        QWidget *parent = nullptr);

    void setCalendars(uicommon::CalendarBook &calendars); // their names and colours; outlives the card
    void setEvent(const service::EventView &view); // this one instead of any earlier
    const service::EventView &view() const { return m_view; }
    bool isUnsaved() const; // a note to an answer is typed and not sent
    void discard(); // that note
    void reject() override; // asks if it would be lost

Q_SIGNALS:
    void joinWanted(const QUrl &meeting);
    void editWanted(const aria::service::EventView &view);
    void duplicateWanted(const aria::service::EventView &view);
    void pageWanted(const QUrl &page); // in Google Calendar
    void answered(const aria::service::WriteOutcome &outcome);

private:
    void buildLayout();
    QWidget *makeFacts();
    QWidget *makeButtons();
    QLabel *makeText(const QString &name, Qt::TextFormat format);
    void showFacts();
    void showCalendar();
    void follow(const QList<service::EventChange> &changes);
    void readAgain();
    void readSeries(); // how often it repeats stands there
    void copyLink();
    void say(const QString &text);

    uicommon::ServiceLink &m_link;
    const Clock &m_clock;
    uicommon::UiFormat m_format;
    uicommon::CalendarBook *m_calendars = nullptr;
    service::EventView m_view;
    QStringList m_rule; // of its series
    bool m_isGone = false;

    QLabel *m_title = nullptr;
    QLabel *m_times = nullptr;
    QLabel *m_repeats = nullptr;
    QLabel *m_place = nullptr;
    QLabel *m_calendar = nullptr;
    QLabel *m_guestsTitle = nullptr;
    QLabel *m_guests = nullptr;
    QLabel *m_notes = nullptr;
    QLabel *m_attachments = nullptr;
    QLabel *m_sync = nullptr; // why it is not in step
    QLabel *m_said = nullptr;
    invitation::AnswerBar *m_answer = nullptr;
    QPushButton *m_join = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_duplicate = nullptr;
    QPushButton *m_page = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace aria::card
