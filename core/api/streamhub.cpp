#include "api/streamhub.h"

#include "api/streamsubscriber.h"
#include "base/logging.h"
#include "base/whenfinished.h"

#include <algorithm>

namespace aria::api {

namespace {

using namespace std::chrono_literals;

constexpr auto pace = 50ms;
constexpr auto watch = 250ms;
constexpr auto retry = 1s; // where the database is away

} // namespace

StreamHub::StreamHub(service::CalendarService &service, std::chrono::milliseconds heartbeat, QObject *parent)
    : QObject(parent)
    , m_service(service)
{
    connect(&service, &service::CalendarService::messagesLogged, this, [this](qint64 last) {
        m_known = std::max(m_known, last);
        look();
    });
    m_pace.setSingleShot(true);
    connect(&m_pace, &QTimer::timeout, this, &StreamHub::look);
    m_watch.setInterval(watch);
    connect(&m_watch, &QTimer::timeout, this, &StreamHub::cutStuck);
    m_heartbeat.setInterval(heartbeat);
    connect(&m_heartbeat, &QTimer::timeout, this, [this] {
        const auto all = m_subscribers.values();
        for (StreamSubscriber *subscriber : all) {
            if (m_subscribers.contains(subscriber))
                subscriber->nudge();
        }
    });
}

StreamHub::~StreamHub() = default;

QByteArray StreamHub::idText(qint64 id)
{
    return QByteArray::number(id).rightJustified(16, '0');
}

QByteArray StreamHub::frameOf(qint64 id, const QString &type, const QByteArray &data)
{
    return "id: " + idText(id) + "\nevent: " + type.toLatin1() + "\ndata: " + data + "\n\n";
}

std::shared_ptr<BodySource> StreamHub::subscribe(
    QByteArray opening, qint64 after, qint64 last, QSet<QString> types)
{
    const auto subscriber =
        std::make_shared<StreamSubscriber>(*this, std::move(opening), after, std::move(types));
    m_subscribers.insert(subscriber.get());
    m_known = std::max(m_known, last);
    if (after >= last)
        join(subscriber.get());
    if (!m_heartbeat.isActive())
        m_heartbeat.start();
    look();
    return subscriber;
}

void StreamHub::leave(StreamSubscriber *subscriber)
{
    m_subscribers.remove(subscriber);
    if (m_subscribers.isEmpty())
        m_heartbeat.stop();
    trim();
    if (m_isWaiting)
        look();
}

bool StreamHub::hasLive() const
{
    return std::any_of(m_subscribers.cbegin(), m_subscribers.cend(),
        [](const StreamSubscriber *subscriber) { return subscriber->m_isLive; });
}

bool StreamHub::join(StreamSubscriber *subscriber)
{
    if (!hasLive() && !m_isReading) { // the window begins with the first
        m_firstIndex += static_cast<qint64>(m_window.size());
        m_window.clear();
        m_droppedTo = m_readTo = subscriber->m_position;
    }
    if (subscriber->m_position < m_droppedTo)
        return false;
    const auto first = std::find_if(m_window.cbegin(), m_window.cend(),
        [subscriber](const StreamFrame &frame) { return frame.id > subscriber->m_position; });
    subscriber->m_next = m_firstIndex + (first - m_window.cbegin());
    subscriber->m_takenTo = first == m_window.cend() ? m_bytes : first->end - first->bytes.size();
    subscriber->m_isLive = true;
    subscriber->m_isLagging = false;
    return true;
}

QList<StreamFrame> StreamHub::framesOf(const store::EventMessages &messages)
{
    QList<StreamFrame> frames;
    frames.reserve(messages.list.size());
    for (const auto &message : messages.list)
        frames.append({ message.id, message.type, frameOf(message.id, message.type, message.data), 0 });
    return frames;
}

bool StreamHub::mayAdmit() const
{
    return std::all_of(m_subscribers.cbegin(), m_subscribers.cend(), [](const StreamSubscriber *subscriber) {
        return subscriber->behind() <= mostBehind / 2 || subscriber->isStuck();
    });
}

void StreamHub::look()
{
    m_isWaiting = false;
    if (m_isReading || m_known <= m_readTo || !hasLive())
        return;
    if (!mayAdmit()) {
        m_isWaiting = true;
        m_pace.start(pace);
        return;
    }
    m_isReading = true;
    whenFinished(m_service.messagesAfter(m_readTo, pageBytes), this,
        [this, known = m_known](const QFuture<Expected<store::EventMessages>> &reading) {
            m_isReading = false;
            if (reading.resultCount() == 0)
                return; // the service is ending
            const auto messages = reading.result();
            if (!messages) {
                m_pace.start(retry);
                return;
            }
            if (messages->isEnd && known == m_known)
                m_known = messages->upTo; // the database may be another one now
            admit(*messages);
        });
}

void StreamHub::admit(const store::EventMessages &messages)
{
    for (StreamFrame &frame : framesOf(messages)) {
        m_bytes += frame.bytes.size();
        frame.end = m_bytes;
        m_window.push_back(std::move(frame));
    }
    m_readTo = std::max(m_readTo, messages.upTo);
    const auto all = m_subscribers.values();
    for (StreamSubscriber *subscriber : all) {
        if (!m_subscribers.contains(subscriber))
            continue;
        if (subscriber->behind() > mostBehind)
            lag(subscriber);
        else if (subscriber->m_isLive && !messages.list.isEmpty())
            Q_EMIT subscriber->readyRead();
    }
    trim();
    look();
}

// The window does not wait for it. One that still takes something goes on by itself, the others are cut off.
void StreamHub::lag(StreamSubscriber *subscriber)
{
    subscriber->m_isLive = false;
    subscriber->m_isLagging = true;
    if (!m_watch.isActive())
        m_watch.start();
    cutStuck();
}

void StreamHub::cutStuck()
{
    bool anyLags = false;
    const auto all = m_subscribers.values();
    for (StreamSubscriber *subscriber : all) {
        if (!m_subscribers.contains(subscriber) || !subscriber->m_isLagging)
            continue;
        if (subscriber->hasGivenUp()) {
            qCInfo(lcApi) << "a reader of the event stream is too far behind, takes nothing, and is cut off";
            subscriber->cut();
        } else {
            anyLags = true;
        }
    }
    if (!anyLags)
        m_watch.stop();
}

// What all have taken is needed no more.
void StreamHub::trim()
{
    qint64 needed = m_firstIndex + static_cast<qint64>(m_window.size());
    for (const StreamSubscriber *subscriber : std::as_const(m_subscribers)) {
        if (subscriber->m_isLive)
            needed = std::min(needed, subscriber->m_next);
    }
    while (m_firstIndex < needed) {
        m_droppedTo = m_window.front().id;
        m_window.pop_front();
        ++m_firstIndex;
    }
    if (m_window.empty())
        m_droppedTo = m_readTo;
}

// Reads for this one alone what was before the window. The next page only when it has taken the last.
void StreamHub::catchUp(StreamSubscriber *subscriber)
{
    if (subscriber->m_isFetching)
        return;
    subscriber->m_isFetching = true;
    const QPointer<StreamSubscriber> waiting(subscriber);
    whenFinished(m_service.messagesAfter(subscriber->m_position, pageBytes), this,
        [this, waiting](const QFuture<Expected<store::EventMessages>> &reading) {
            if (!waiting || reading.resultCount() == 0)
                return;
            waiting->m_isFetching = false;
            if (const auto messages = reading.result()) {
                caughtUp(waiting, *messages);
            } else {
                QTimer::singleShot(retry, this, [waiting] {
                    if (waiting)
                        Q_EMIT waiting->readyRead();
                });
            }
        });
}

void StreamHub::caughtUp(StreamSubscriber *subscriber, const store::EventMessages &messages)
{
    const auto frames = framesOf(messages);
    for (const StreamFrame &frame : frames) {
        if (subscriber->wants(frame.type))
            subscriber->m_own += frame.bytes;
    }
    subscriber->m_position = std::max(subscriber->m_position, messages.upTo);
    // At the end of the log, or where the window of the others goes on.
    if (messages.isEnd || hasLive())
        join(subscriber);
    Q_EMIT subscriber->readyRead();
    look();
}

} // namespace aria::api
