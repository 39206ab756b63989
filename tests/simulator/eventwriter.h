// Insert, update, patch, delete, move and import of events and of single occurrences.
#pragma once

#include "eventrules.h"

namespace simulator {

// A written event: what is kept now, and its version.
struct Written
{
    QJsonObject json;
    quint64 change = 0;
};

class EventWriter
{
public:
    explicit EventWriter(const WriteContext &context)
        : m(context)
    {
    }

    Result<Written> insert(const QJsonObject &body);
    Result<Written> import(const QJsonObject &body);
    Result<Written> update(const QString &eventId, const QJsonObject &body);
    Result<Written> patch(const QString &eventId, const QJsonObject &body);
    Result<void> remove(const QString &eventId);
    Result<Written> move(const QString &eventId, CalendarData &destination);
    // "This and following" from the occurrence on, as Google's web page does it: the new series.
    Result<Written> split(const QString &instanceId, const QJsonObject &changes);

private:
    Result<void> checkWritable(const CalendarData &calendar) const;
    Result<EventTarget> open(const QString &eventId) const;
    Result<Written> create(QJsonObject event);
    Result<Written> replace(const EventTarget &target, const QJsonObject &event);
    Written store(QJsonObject event);
    void carryToExceptions(const QJsonObject &before, const QJsonObject &after);
    void logMail(const QJsonObject &event) const;
    QJsonObject person() const;

    WriteContext m;
};

} // namespace simulator
