// The events of one calendar as Google keeps them: etags, tombstones, occurrences that have names before they have rows, and
// what a write makes of them. Each change has a number, which sync tokens count by.
#pragma once

#include "base/clock.h"
#include "google/calendarapi.h"

#include <QHash>

#include <functional>
#include <map>

namespace aria::test {

class FakeEvents
{
public:
    explicit FakeEvents(const Clock &clock)
        : m_clock(clock)
    {
    }

    // -- as if a person did it in Google's web page ---------------------------------------------------------------
    calendar::Event put(QJsonObject json); // new, or replaced whole; gets id (if absent), etag, updated
    void edit(const QString &id, const QJsonObject &patch); // also an occurrence without a row of its own
    void remove(const QString &id); // a series with its exceptions
    void purge(const QString &id); // not even a tombstone is left
    calendar::Event at(const QString &id) const; // empty: unknown
    int living() const; // events that are not cancelled

    // -- how they behave ----------------------------------------------------------------------------------------------
    bool deletionsKeepEtags = false; // a deleted event has the etag it had before
    bool restoresDeleted = true; // a patch may bring a deleted event back
    bool opaqueInstanceIds = false;
    bool namesTellNoSeries = false; // opaque ones
    std::chrono::milliseconds offset{ 0 }; // of Google's clock
    std::function<void(calendar::Event &)> ownDoing; // what Google makes of what a client sends

protected:
    struct Stored
    {
        calendar::Event event;
        qint64 change = 0;
    };
    const std::map<QString, Stored> &all() const { return m_events; }
    std::optional<calendar::Event> find(const QString &id); // unfolds occurrences
    std::optional<calendar::Event> occurrence(
        const QString &masterId, const calendar::EventTime &originalStart);
    qint64 lastChange() const { return m_change; }
    qint64 nextChange() { return ++m_change; }

    // As events.insert, events.patch and events.delete of a calendar that may be written.
    Expected<calendar::Event> insert(const google::Write &write);
    Expected<calendar::Event> patch(const google::Write &write);
    Expected<calendar::Event> erase(const google::Write &write);

    const Clock &m_clock;

private:
    void store(calendar::Event event);
    QString instanceId(const QString &masterId, const calendar::EventTime &originalStart);

    std::map<QString, Stored> m_events;
    QHash<QString, QPair<QString, QString>> m_opaque; // id → master, our name of the occurrence
    qint64 m_change = 0;
    int m_names = 0;
};

// Errors as the transport reports them.
Error googleError(ErrorCategory category, const QString &code, int httpStatus = 0);
inline Error notFoundError(int httpStatus = 404)
{
    return googleError(ErrorCategory::NotFound, QStringLiteral("notFound"), httpStatus);
}

} // namespace aria::test
