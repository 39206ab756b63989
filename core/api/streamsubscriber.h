// One reader of the event stream: what it is sent next.
#pragma once

#include "api/streamhub.h"

#include <QElapsedTimer>
#include <QPointer>

namespace aria::api {

class StreamSubscriber final : public BodySource
{
    Q_OBJECT
public:
    StreamSubscriber(StreamHub &hub, QByteArray opening, qint64 after, QSet<QString> types);
    ~StreamSubscriber() override;

    QByteArray read() override;
    void nudge() override;

private:
    friend class StreamHub;

    bool wants(const QString &type) const { return m_types.isEmpty() || m_types.contains(type); }
    QByteArray takeFromWindow();
    qint64 behind() const { return m_isLive ? m_hub->m_bytes - m_takenTo : 0; }
    bool isStuck() const; // has not taken anything for a moment, though there is something
    bool hasGivenUp() const; // the same for longer
    void cut();

    QPointer<StreamHub> m_hub; // null: the server is ending
    const QSet<QString> m_types;
    QByteArray m_own; // goes before everything else: the opening, a page of its own, a comment
    qint64 m_position; // the id up to which everything was taken
    bool m_isLive = false; // takes from the window
    bool m_isLagging = false; // was too far behind to be live
    bool m_isFetching = false;
    bool m_isCut = false;
    qint64 m_next = 0; // index of the next frame, live
    qint64 m_takenTo = 0; // bytes, as StreamFrame::end
    QElapsedTimer m_sinceTaken;
};

} // namespace aria::api
