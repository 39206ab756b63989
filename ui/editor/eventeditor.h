// A form for one event: a new one, an existing one, or a whole series.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "editor/drafts.h"
#include "uicommon/servicelink.h"
#include "uicommon/uiformat.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace aria::invitation {
class AnswerBar;
}
namespace aria::uicommon {
class CalendarBook;
class CalendarBox;
} // namespace aria::uicommon

namespace aria::editor {

class GuestList;
class NewsLine;
class ReminderList;
class RepeatEditor;
class SpanFields;

// Lives on the UI thread; the references outlive it. Stays open, with everything that was typed, until the service
// has accepted it or the person gives it up.
class EventEditor : public QDialog
{
    Q_OBJECT
public:
    EventEditor(uicommon::ServiceLink &link, Clock &clock, RandomSource &random,
        const uicommon::UiFormat &format, QWidget *parent = nullptr);
    ~EventEditor() override;

    // Before one of those below. Without it the calendar cannot be chosen. Outlives the editor.
    void setCalendars(uicommon::CalendarBook &calendars);

    // Exactly one of these, once.
    void startNew(QDate day); // invalid: today
    void startNew(const EventDraft &draft);
    void startEdit(
        const service::EventView &view); // a single event, one occurrence, or a master: all of the series

    // An occurrence and all that follow it; if it is the first, the whole series.
    void startFollowing(const service::FollowingView &view);
    bool isFollowing() const { return m_following.has_value(); }
    QString movedFrom() const { return m_movedFrom; } // the calendar it was in; empty: it stays where it is

    EventDraft draft() const; // what stands in the fields
    bool isUnsaved() const; // something would be lost
    KeptDraft kept() const;
    // After one of the above: goes on with what stood there in an earlier run.
    void resume(const EventDraft &draft, const QString &idempotencyKey = {});

    void accept() override; // saves
    void reject() override; // asks if something would be lost

Q_SIGNALS:
    void saved(const aria::service::WriteOutcome &outcome, bool isNew);
    void edited();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildLayout();
    void connectFields();
    void fill(const EventDraft &draft, const calendar::Event &event);
    void showDraft(const EventDraft &draft, const QJsonArray &guests);
    QJsonArray guestsOf(const EventDraft &draft) const;
    void showProblem(const QString &text);

    // What happens to the event meanwhile.
    void hear(const QList<service::EventChange> &changes);
    void lookAgain(bool thenSave);
    void learn(const service::EventView &view, bool thenSave);
    void showCalendar();
    void moveThen(const service::WriteOutcome &saved);
    void finishSaving(const service::WriteOutcome &saved);
    void takeOver(const service::EventView &view, const QStringList &fields);
    void decide(bool isMine);
    void makeItNew();
    EventDraft asFilled(EventDraft draft) const;
    QString newsText(const service::EventView &view, const QStringList &fields) const;

    void openZone();
    void follow(); // a field changed
    QStringList fieldProblems() const;
    void showLinks();
    void lockWhatOthersOwn();
    void setSaving(bool saving);
    void take(const Expected<service::WriteOutcome> &outcome);
    // Later ones whose own changes find no place in the series as it is filled in.
    int lostOccurrences() const;
    service::Reply<service::WriteOutcome> save(const service::EventInput &input);
    bool isChanged() const { return draft() != m_before; }

    uicommon::ServiceLink &m_link;
    Clock &m_clock;
    uicommon::UiFormat m_format;
    uicommon::CalendarBook *m_calendars = nullptr;
    QString m_idempotencyKey; // the same for every try to save a new event, so that it is made once
    service::EventView m_view; // the version that is being edited; empty: a new event
    std::optional<service::EventView> m_newest; // another one, about which nobody has decided yet
    bool m_isEtagChecked = true;
    int m_attempts = 0; // to save, since the person pressed the button
    std::optional<service::FollowingView> m_following; // set: the later part of its series
    EventDraft m_before;
    QString m_movedFrom;
    bool m_isZoneOpen = false; // the person wants to see it
    bool m_isFilling = true;
    bool m_isSaving = false;

    QWidget *m_fields;
    QFormLayout *m_form = nullptr;
    QLabel *m_scope; // "All events of this series"
    invitation::AnswerBar *m_answer;
    QLabel *m_loss; // what saving would undo
    QLineEdit *m_title;
    SpanFields *m_times;
    QComboBox *m_zone;
    RepeatEditor *m_repeat;
    uicommon::CalendarBox *m_calendar;
    QLineEdit *m_place;
    GuestList *m_guests;
    QCheckBox *m_mail;
    ReminderList *m_reminders;
    QComboBox *m_color;
    QPlainTextEdit *m_notes;
    QString m_givenNotes; // as the event has them; shown as text
    QLabel *m_links; // in place and notes
    NewsLine *m_news;
    QLabel *m_problem;
    QDialogButtonBox *m_buttons;
};

} // namespace aria::editor
