// A form for one event: a new one, an existing one, or a whole series.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "editor/drafts.h"
#include "uicommon/calendarbook.h"
#include "uicommon/servicelink.h"
#include "uicommon/uiformat.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;

namespace aria::invitation {
class AnswerBar;
}

namespace aria::editor {

class EventFields;
class EventSaver;
class NewsLine;

// Lives on the UI thread; the references outlive it. Stays open, with everything that was typed, until the service
// has accepted it or the person gives it up.
class EventEditor : public QDialog
{
    Q_OBJECT
    Q_PROPERTY(bool isUnsaved READ hasNote) // of what is typed, only this is in no draft
public:
    EventEditor(uicommon::ServiceLink &link, Clock &clock, RandomSource &random,
        const uicommon::UiFormat &format, QWidget *parent = nullptr);
    ~EventEditor() override;

    // Before one of those below. Without it the calendar cannot be chosen. Outlives the editor.
    void setCalendars(uicommon::CalendarBook &calendars);

    // Exactly one of these, once.
    void startNew(QDate day); // invalid: today
    void startNew(const EventDraft &draft);
    void startEdit(const service::EventView &view); // a single event, one occurrence, or a master: all of it
    // An occurrence and all that follow it; if it is the first, the whole series.
    void startFollowing(const service::FollowingView &view);
    bool isFollowing() const { return m_following.has_value(); }
    QString movedFrom() const; // by saving: the calendar it was in; empty: it stays where it is
    bool isContentSaved() const; // by saving: not only moved
    EventDraft draft() const; // what stands in the fields
    bool isUnsaved() const; // something would be lost
    bool hasNote() const; // to an answer, typed and not sent
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
    void addKeys();
    void connectSaver();
    void fill(const EventDraft &draft, const calendar::Event &event);
    void setEvent(const service::EventView &view); // the version that is being edited
    void showScope();
    void showProblem(const QString &text);

    // What happens to the event meanwhile.
    void hear(const QList<service::EventChange> &changes);
    void lookAgain(bool thenSave);
    void learn(const service::EventView &view, bool thenSave);
    void takeOver(const service::EventView &view, const QStringList &fields);
    void decide(bool isMine);
    void makeItNew();
    void follow(); // a field changed
    bool isChanged() const { return draft() != m_before; }

    uicommon::ServiceLink &m_link;
    Clock &m_clock;
    uicommon::UiFormat m_format;
    uicommon::CalendarBook *m_calendars = nullptr;
    QString m_idempotencyKey; // the same for every try to save a new event, so that it is made once
    service::EventView m_view; // the version that is being edited; empty: a new event
    std::optional<service::EventView> m_newest; // another one, about which nobody has decided yet
    std::optional<service::FollowingView> m_following; // set: the later part of its series
    EventDraft m_before;
    bool m_isEtagChecked = true;
    int m_attempts = 0; // to save, since the person pressed the button

    QWidget *m_content;
    QLabel *m_scope; // "All events of this series"
    invitation::AnswerBar *m_answer;
    EventFields *m_fields;
    EventSaver *m_saver;
    QLabel *m_loss; // what saving would undo
    NewsLine *m_news;
    QLabel *m_problem;
    QDialogButtonBox *m_buttons;
};

} // namespace aria::editor
