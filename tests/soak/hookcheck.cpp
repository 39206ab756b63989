#include "soak/hookcheck.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace aria::soak {

using namespace Qt::StringLiterals;

QStringList hookFaults(Bed &bed)
{
    bed.receiver().isReliable = true;
    // A message that failed often waits for hours, and longer where a clock was set back; what has just happened is not even
    // among those that wait.
    const auto waiting = [&bed] {
        return !bed.database()
                    .rows(
                        u"SELECT id FROM aria_calendar_hook_waiting UNION ALL SELECT l.id FROM aria_calendar_event_log l"
                        u" JOIN aria_calendar_hook h ON l.id > h.position"_s)
                    .isEmpty();
    };
    const auto allCame = [&waiting] { return !waiting(); };
    // An attempt must not meet a long step, in which its time would run out before its answer is there.
    for (int hours = 0; hours < 80 && !bed.waitUntil(allCame, std::chrono::seconds(30)); ++hours)
        bed.wait(std::chrono::hours(1));

    QStringList wrong;
    QMap<QByteArray, QByteArray> bodies;
    QMap<qint64, qint64> latest; // of each event
    QSet<qint64> came;
    for (const HookReceiver::Received &message : bed.receiver().received()) {
        if (bodies.value(message.id, message.body) != message.body)
            wrong << u"the hook changed "_s + QString::fromLatin1(message.id);
        bodies.insert(message.id, message.body);
        const auto data = QJsonDocument::fromJson(message.body).object()["data"_L1].toObject();
        const auto id = message.id.mid(message.id.lastIndexOf('_') + 1).toLongLong();
        qint64 &before = latest[data["local_event_id"_L1].toInteger()];
        if (id < before)
            wrong << u"the hook sent message %1 of an event after its message %2"_s.arg(id).arg(before);
        before = std::max(before, id);
        came.insert(id);
    }
    for (const QVariantMap &row : bed.database().rows(
             u"SELECT id, type FROM aria_calendar_event_log WHERE id IS NOT NULL ORDER BY id"_s)) {
        if (const auto id = row[u"id"_s].toLongLong(); !came.contains(id))
            wrong << u"the hook never sent message %1 (%2)"_s.arg(id).arg(row[u"type"_s].toString());
    }
    return wrong;
}

} // namespace aria::soak
