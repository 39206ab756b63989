#include "api/streamsubscriber.h"

namespace aria::api {

namespace {

constexpr qsizetype pieceBytes = 32LL * 1024;
constexpr qint64 stuckAfter = 250; // ms
constexpr qint64 goneAfter = 2000; // ms
const QByteArray comment = ":\n\n";

} // namespace

StreamSubscriber::StreamSubscriber(StreamHub &hub, QByteArray opening, qint64 after, QSet<QString> types)
    : m_hub(&hub)
    , m_types(std::move(types))
    , m_own(std::move(opening))
    , m_position(after)
{
    m_sinceTaken.start();
}

StreamSubscriber::~StreamSubscriber()
{
    if (m_hub)
        m_hub->leave(this);
}

QByteArray StreamSubscriber::read()
{
    if (!m_hub || m_isCut)
        return {};
    m_sinceTaken.start();
    if (!m_own.isEmpty())
        return std::exchange(m_own, {});
    if (m_isLive)
        return takeFromWindow();
    m_hub->catchUp(this);
    return {};
}

QByteArray StreamSubscriber::takeFromWindow()
{
    QByteArray piece;
    const qint64 end = m_hub->m_firstIndex + static_cast<qint64>(m_hub->m_window.size());
    while (m_next < end && piece.size() < pieceBytes) {
        const StreamFrame &frame = m_hub->m_window[static_cast<size_t>(m_next - m_hub->m_firstIndex)];
        ++m_next;
        m_takenTo = frame.end;
        if (frame.id <= m_position)
            continue; // it was in a page of its own
        m_position = frame.id;
        if (wants(frame.type))
            piece += frame.bytes;
    }
    if (m_hub->m_isWaiting)
        QMetaObject::invokeMethod(
            m_hub.data(), [hub = m_hub] { hub->look(); }, Qt::QueuedConnection);
    return piece;
}

void StreamSubscriber::nudge()
{
    if (!m_own.isEmpty() || m_isCut)
        return; // there is something on the way
    m_own = comment;
    Q_EMIT readyRead();
}

bool StreamSubscriber::isStuck() const
{
    return behind() > 0 && m_sinceTaken.elapsed() > stuckAfter;
}

bool StreamSubscriber::hasGivenUp() const
{
    return m_sinceTaken.elapsed() > goneAfter;
}

void StreamSubscriber::cut()
{
    m_isCut = true;
    m_isLagging = false;
    m_isLive = false;
    Q_EMIT ended();
}

} // namespace aria::api
