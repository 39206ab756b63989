#include "sync/fakeevents.h"

#include "calendar/instanceid.h"
#include "calendar/ownanswer.h"
#include "calendar/recurrence.h"
#include "support/applypatch.h"

using namespace Qt::StringLiterals;

namespace aria::test {

using calendar::Event;
using google::Write;

namespace {

const QJsonObject me{ { u"email"_s, u"me@example.com"_s }, { u"self"_s, true } };

} // namespace

Error googleError(ErrorCategory category, const QString &code, int httpStatus)
{
    Error error;
    error.category = category;
    error.code = code;
    error.message = u"Google says: "_s + code;
    error.httpStatus = httpStatus;
    return error;
}

void FakeEvents::store(Event event)
{
    ++m_change;
    if (!deletionsKeepEtags || !event.isCancelled())
        event.set(u"etag"_s, u"\"%1\""_s.arg(m_change));
    event.set(u"updated"_s, toRfc3339(m_clock.nowUtc().addMSecs(offset.count())));
    for (const auto &member : { u"creator"_s, u"organizer"_s }) {
        if (!event.json().contains(member))
            event.set(member, me);
    }
    if (!event.json().contains(u"iCalUID"_s))
        event.set(u"iCalUID"_s, event.id() + u"@google.com"_s);
    if (!event.json().contains(u"status"_s))
        event.set(u"status"_s, u"confirmed"_s);
    m_events[event.id()] = { event, m_change };
}

Event FakeEvents::put(QJsonObject json)
{
    if (!json.contains(u"id"_s))
        json.insert(u"id"_s, u"g%1"_s.arg(++m_names));
    const Event event(json);
    store(event);
    return at(event.id());
}

void FakeEvents::edit(const QString &id, const QJsonObject &change)
{
    const auto event = find(id);
    Q_ASSERT(event);
    store(testing::applyPatch(*event, change));
}

void FakeEvents::remove(const QString &id)
{
    edit(id, { { u"status"_s, u"cancelled"_s } });
    QStringList exceptions;
    for (const auto &[other, stored] : m_events) {
        if (stored.event.recurringEventId() == id)
            exceptions << other;
    }
    for (const QString &exception : exceptions)
        edit(exception, { { u"status"_s, u"cancelled"_s } });
}

void FakeEvents::purge(const QString &id)
{
    ++m_change;
    m_events.erase(id);
}

Event FakeEvents::at(const QString &id) const
{
    const auto it = m_events.find(id);
    return it == m_events.end() ? Event() : it->second.event;
}

int FakeEvents::living() const
{
    return static_cast<int>(std::count_if(m_events.begin(), m_events.end(),
        [](const auto &entry) { return !entry.second.event.isCancelled(); }));
}

QString FakeEvents::instanceId(const QString &masterId, const calendar::EventTime &originalStart)
{
    const QString ours = calendar::instanceIdOf(masterId, originalStart);
    if (!opaqueInstanceIds)
        return ours;
    for (auto it = m_opaque.cbegin(); it != m_opaque.cend(); ++it) {
        if (it->second == ours)
            return it.key();
    }
    const QString name = u"opaque%1x"_s.arg(++m_names);
    const QString id = namesTellNoSeries ? name : masterId + u'_' + name;
    m_opaque.insert(id, { masterId, ours });
    return id;
}

std::optional<Event> FakeEvents::find(const QString &id)
{
    if (const auto it = m_events.find(id); it != m_events.end())
        return it->second.event;
    const auto named = calendar::parseInstanceId(m_opaque.contains(id) ? m_opaque.value(id).second : id);
    if (!named)
        return std::nullopt;
    const auto master = m_events.find(named->masterId);
    if (master == m_events.end() || master->second.event.isCancelled())
        return std::nullopt;
    if (!calendar::hasOccurrence(master->second.event, named->originalStart, QTimeZone::utc()))
        return std::nullopt;
    Event occurrence = calendar::occurrenceOf(master->second.event, named->originalStart);
    occurrence.set(u"id"_s, id);
    occurrence.set(u"etag"_s, master->second.event.etag());
    occurrence.set(u"htmlLink"_s, u"https://calendar.example/"_s + id); // each has its own
    return occurrence;
}

Expected<Event> FakeEvents::insert(const Write &write)
{
    const QString id = write.body.value(u"id"_s).toString();
    if (m_events.contains(id))
        return Unexpected(googleError(ErrorCategory::Conflict, u"duplicate"_s, 409));
    Event event(write.body);
    const QJsonObject conference = write.body.value(u"conferenceData"_s).toObject();
    // A copy of a known one, or a new one.
    const QString meeting = conference.value(u"conferenceId"_s).toString(id);
    if (write.conferenceData) {
        event.set(u"conferenceData"_s, QJsonObject{ { u"conferenceId"_s, meeting } });
        event.set(u"hangoutLink"_s, u"https://meet.google.com/"_s + meeting);
    }
    if (ownDoing)
        ownDoing(event);
    event.set(u"created"_s, toRfc3339(m_clock.nowUtc().addMSecs(offset.count())));
    store(event);
    return at(id);
}

Expected<Event> FakeEvents::patch(const Write &write)
{
    const auto event = find(write.eventId);
    if (!event)
        return Unexpected(notFoundError());
    if (!write.etag.isEmpty() && write.etag != event->etag())
        return Unexpected(googleError(ErrorCategory::Stale, u"conditionNotMet"_s, 412));
    const bool alive = write.body.value(u"status"_s).toString() == "confirmed"_L1;
    if (event->isCancelled() && !(restoresDeleted && alive))
        return Unexpected(googleError(ErrorCategory::Forbidden, u"forbidden"_s, 403));
    QJsonObject body = write.body;
    body.remove(u"conferenceData"_s);
    if (body.take(u"attendeesOmitted"_s).toBool()) {
        const QJsonObject answer = body.take(u"attendees"_s).toArray().first().toObject();
        body[u"attendees"_s] = calendar::withOwnAnswer(
            *event, answer.value(u"responseStatus"_s).toString(), answer.value(u"comment"_s).toString())
                                   .attendees();
    }
    Event patched = testing::applyPatch(*event, body);
    if (write.conferenceData && patched.meetingLink().isEmpty()) {
        patched.set(u"conferenceData"_s, QJsonObject{ { u"conferenceId"_s, write.eventId } });
        patched.set(u"hangoutLink"_s, u"https://meet.google.com/"_s + write.eventId);
    }
    if (ownDoing)
        ownDoing(patched);
    store(patched);
    return at(write.eventId);
}

Expected<Event> FakeEvents::erase(const Write &write)
{
    const auto event = find(write.eventId);
    if (!event)
        return Unexpected(notFoundError());
    if (event->isCancelled())
        return Unexpected(googleError(ErrorCategory::Gone, u"deleted"_s, 410));
    if (!write.etag.isEmpty() && write.etag != event->etag())
        return Unexpected(googleError(ErrorCategory::Stale, u"conditionNotMet"_s, 412));
    remove(write.eventId);
    return Event();
}

std::optional<Event> FakeEvents::occurrence(const QString &masterId, const calendar::EventTime &originalStart)
{
    std::optional<Event> changed;
    for (const auto &[id, stored] : m_events) {
        const bool same = stored.event.recurringEventId() == masterId && !stored.event.isCancelled()
            && stored.event.originalStart().instant(QTimeZone::utc())
                == originalStart.instant(QTimeZone::utc());
        if (same)
            changed = stored.event;
    }
    const QString name = instanceId(masterId, originalStart);
    return changed || m_events.contains(name) ? changed : find(name);
}

} // namespace aria::test
