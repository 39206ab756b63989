// The readers of the event stream, and what is read for all of them together (contract: How others learn of changes).
#pragma once

#include "api/bodysource.h"
#include "service/calendarservice.h"

#include <QSet>
#include <QTimer>

#include <deque>

namespace aria::api {

class StreamSubscriber;

// A message as it is sent.
struct StreamFrame
{
    qint64 id = 0;
    QString type;
    QByteArray bytes;
    qint64 end = 0; // of it, counted in bytes since the hub began
};

// Reads each message of the log once, and keeps the last ones for all subscribers together: what a subscriber has not
// taken yet costs a place here, but no copy. A subscriber that is further behind reads by itself, and is cut off if it
// takes nothing. Lives on the server's thread.
class StreamHub final : public QObject
{
    Q_OBJECT
public:
    StreamHub(
        service::CalendarService &service, std::chrono::milliseconds heartbeat, QObject *parent = nullptr);
    ~StreamHub() override;

    static constexpr qint64 mostBehind = 1024LL * 1024; // bytes

    // `opening` is sent first, then the messages after the id `after`. `last`: the last id in the log. `types`: empty
    // means all.
    std::shared_ptr<BodySource> subscribe(QByteArray opening, qint64 after, qint64 last, QSet<QString> types);
    int subscribers() const { return static_cast<int>(m_subscribers.size()); }

    static QByteArray frameOf(qint64 id, const QString &type, const QByteArray &data);
    static QByteArray idText(qint64 id); // grows as a number and as a text

private:
    friend class StreamSubscriber;
    static constexpr qint64 pageBytes = 128LL * 1024;

    QList<StreamFrame> framesOf(const store::EventMessages &messages);
    void look(); // for something new, if there is anybody to take it
    void admit(const store::EventMessages &messages);
    bool hasLive() const;
    bool mayAdmit() const;
    void trim();
    void lag(StreamSubscriber *subscriber); // it is too far behind
    void cutStuck();
    void catchUp(StreamSubscriber *subscriber);
    void caughtUp(StreamSubscriber *subscriber, const store::EventMessages &messages);
    bool join(StreamSubscriber *subscriber); // false: what it needs next is not in the window any more
    void leave(StreamSubscriber *subscriber);

    service::CalendarService &m_service;
    QSet<StreamSubscriber *> m_subscribers;
    std::deque<StreamFrame> m_window;
    qint64 m_firstIndex = 0; // of the window's first frame, counted since the hub began
    qint64 m_droppedTo = 0; // the id up to which messages are in the window no more
    qint64 m_readTo = 0; // the id up to which they were read
    qint64 m_known = 0; // the id that the log is known to reach to
    qint64 m_bytes = 0; // of all frames since the hub began
    bool m_isReading = false;
    bool m_isWaiting = false; // for readers who are behind
    QTimer m_pace; // for those who take nothing, nobody waits long
    QTimer m_heartbeat;
    QTimer m_watch; // for those who lag
};

} // namespace aria::api
