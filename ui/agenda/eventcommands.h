// The agenda's commands on events; each can be undone.
#pragma once

#include "uicommon/servicelink.h"

namespace aria::agenda {

// How to undo an edit. A value.
struct Undoable
{
    enum class Kind { Created, Updated, Deleted, UpdatedFollowing, DeletedFollowing, Moved, Answered };
    Kind kind = Kind::Updated;
    QString title;
    service::EventView before; // of Deleted: what was there; in the calendar of the edit
    QString googleEventId;
    qint64 localId = 0;
    QString movedFrom = {}; // of Moved: the calendar where it was
    bool isChangedToo = false; // of Moved: with new content, in one act
    bool isInConflict = false; // with what Google has: a person decides

    service::EventKey key() const { return { googleEventId, before.calendarId }; }
};

// Lives on the UI thread.
class EventCommands : public QObject
{
    Q_OBJECT
public:
    explicit EventCommands(uicommon::ServiceLink &link, QObject *parent = nullptr);

    // line: the words it was made of; they come back with notCreated().
    void create(const service::CreateRequest &request, const QString &line);
    // event: the view's own, or its series. following: with all that follow in its series.
    void remove(const service::EventView &view, const service::EventKey &event, bool following = false);
    // To another calendar; of an occurrence, its whole series.
    void move(const service::EventView &view, const QString &calendarId);
    // Another time, unless somebody else has changed the event since it was shown. May be called again before it is
    // answered: then for the last of these times.
    void reschedule(
        const service::EventView &view, const calendar::EventTime &start, const calendar::EventTime &end);
    // Uses the newest history entry about the edit; an event that is not in the history is made again.
    void undo(const Undoable &edit);

Q_SIGNALS:
    void done(const aria::agenda::Undoable &edit, bool pushed);
    void removed(const aria::service::EventKey &event, bool success); // the answer to remove()
    void undone(const aria::agenda::Undoable &edit);
    void notCreated(const QString &line, const QString &message);
    void failed(const QString &message);

private:
    service::CalendarService *serviceOrSay(); // null: there is none, and failed() said so
    void undoFromHistory(const Undoable &edit, const service::HistoryPage &page);
    void moveBack(const Undoable &edit);
    struct Times
    {
        calendar::EventTime start;
        calendar::EventTime end;
    };
    void send(const service::EventView &view, const Times &times, const QString &etag);
    void rescheduled(
        const service::EventView &view, const QString &etag, const service::WriteOutcome &outcome);
    template <class T> void finish(const service::Reply<T> &reply, const Undoable &edit);

    // Versions that reschedule() itself replaced, which the window may still show, and the one that is there now.
    // Kept until the window shows that one, or somebody else's.
    struct OwnVersions
    {
        QStringList replaced;
        QString etag;
    };

    uicommon::ServiceLink &m_link;
    QHash<service::EventKey, std::optional<Times>> m_underWay; // and what was wanted meanwhile
    QHash<service::EventKey, OwnVersions> m_own;
};

} // namespace aria::agenda
