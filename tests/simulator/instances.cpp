#include "instances.h"

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

const QString opaquePrefix = u"_8"_s;

bool isKey(const QString &text)
{
    if (text.size() == 8)
        return QDate::fromString(text, u"yyyyMMdd"_s).isValid();
    return text.size() == 16 && text[8] == u'T' && text[15] == u'Z'
        && QDateTime::fromString(text.left(15), u"yyyyMMdd'T'HHmmss"_s).isValid();
}

std::optional<InstanceName> splitName(const QString &text, QChar separator)
{
    const qsizetype at = text.lastIndexOf(separator);
    if (at <= 0 || !isKey(text.mid(at + 1)))
        return std::nullopt;
    return InstanceName{ text.left(at), text.mid(at + 1) };
}

} // namespace

QString instanceId(const QString &seriesId, const QString &key, bool opaque)
{
    if (!opaque)
        return seriesId + u'_' + key;
    return opaquePrefix + QString::fromLatin1((seriesId + u'/' + key).toUtf8().toHex());
}

std::optional<InstanceName> parseInstanceId(const QString &id)
{
    if (id.startsWith(opaquePrefix))
        return splitName(
            QString::fromUtf8(QByteArray::fromHex(id.mid(opaquePrefix.size()).toLatin1())), u'/');
    return splitName(id, u'_');
}

QJsonObject instanceJson(const StoredEvent &series, const EventTime &originalStart, bool opaque)
{
    QJsonObject json = series.json;
    json.remove("recurrence"_L1);
    json["id"_L1] = instanceId(series.id(), originalStart.key(), opaque);
    json["recurringEventId"_L1] = series.id();
    json["originalStartTime"_L1] = originalStart.toStored();
    json["start"_L1] = originalStart.toStored();
    json["end"_L1] = Series::fromStored(series.json).endOf(originalStart).toStored();
    return json;
}

std::optional<EventTarget> findTarget(
    const World &world, const CalendarData &calendar, const QString &eventId)
{
    const StoredEvent *stored = calendar.find(eventId);
    const auto name = stored == nullptr ? parseInstanceId(eventId) : std::nullopt;
    if (name)
        stored = calendar.exceptionAt(name->seriesId, name->key);
    if (stored != nullptr) {
        if (world.switches.forgetTombstones && calendar.isGone(*stored) && !stored->isException())
            return std::nullopt;
        EventTarget target{ stored, nullptr, stored->json, stored->change };
        if (stored->isException()) {
            target.series = calendar.find(stored->seriesId());
            if (calendar.isGone(*stored))
                target.json["status"_L1] = u"cancelled"_s;
        }
        return target;
    }
    if (!name)
        return std::nullopt;
    const StoredEvent *series = calendar.find(name->seriesId);
    if (series == nullptr || !series->isSeries())
        return std::nullopt;
    const auto occurrence = findOccurrence(Series::fromStored(series->json), name->key);
    if (!occurrence)
        return std::nullopt;
    return EventTarget{ nullptr, series, instanceJson(*series, *occurrence, world.switches.opaqueInstanceIds),
        series->change };
}

} // namespace simulator
