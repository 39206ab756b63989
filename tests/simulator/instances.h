// Occurrences of series: their ids in both of Google's forms, and their content while they are no exceptions.
#pragma once

#include "world.h"

namespace simulator {

struct InstanceName
{
    QString seriesId;
    QString key; // EventTime::key() of the original start
};

QString instanceId(const QString &seriesId, const QString &key, bool opaque);
// Reads both forms: ids given out earlier stay valid when the form changes.
std::optional<InstanceName> parseInstanceId(const QString &id);

// The content of an occurrence that was never changed.
QJsonObject instanceJson(const StoredEvent &series, const EventTime &originalStart, bool opaque);

// What an event id means: a stored event, or an occurrence of a series that is not stored on its own.
struct EventTarget
{
    const StoredEvent *stored = nullptr;
    const StoredEvent *series = nullptr; // of an occurrence or exception
    QJsonObject json;
    quint64 change = 0;

    bool isInstance() const { return series != nullptr; }
};

// Nothing where Google would answer 404.
std::optional<EventTarget> findTarget(
    const World &world, const CalendarData &calendar, const QString &eventId);

} // namespace simulator
