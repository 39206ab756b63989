#include "eventwriter.h"

#include "maillog.h"

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

bool isLegalId(const QString &id)
{
    if (id.size() < 5 || id.size() > 1024)
        return false;
    return std::all_of(
        id.begin(), id.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'v'); });
}

QJsonObject without(QJsonObject json, const QStringList &names)
{
    for (const QString &name : names)
        json.remove(name);
    return json;
}

// Members that keep their value whatever a request says.
const QStringList &serverOwned()
{
    static const QStringList names{ u"id"_s, u"iCalUID"_s, u"created"_s, u"creator"_s, u"organizer"_s,
        u"locked"_s, u"recurringEventId"_s, u"originalStartTime"_s, u"privateCopy"_s };
    return names;
}

} // namespace

Result<void> EventWriter::checkWritable(const CalendarData &calendar) const
{
    const QString role = calendar.entry.value("accessRole"_L1).toString();
    if (m.person || role == "owner"_L1 || role == "writer"_L1)
        return {};
    return fail(ApiError{ .status = 403,
        .reason = u"requiredAccessLevel"_s,
        .message = u"You need to have writer access to this calendar."_s,
        .domain = u"calendar"_s });
}

Result<EventTarget> EventWriter::open(const QString &eventId) const
{
    if (const auto writable = checkWritable(m.calendar); !writable)
        return fail(writable.error());
    auto target = findTarget(m.world, m.calendar, eventId);
    if (!target)
        return notFound();
    if (!m.ifMatch.isEmpty() && m.ifMatch != "*" && m.ifMatch != m.world.etag(target->change).toLatin1()) {
        return fail(ApiError{ .status = 412,
            .reason = u"conditionNotMet"_s,
            .message = u"Precondition Failed"_s,
            .locationType = u"header"_s,
            .location = u"If-Match"_s });
    }
    return *target;
}

QJsonObject EventWriter::person() const
{
    if (m.calendar.entry.value("primary"_L1).toBool())
        return { { "email"_L1, m.world.accountEmail }, { "displayName"_L1, m.world.accountName },
            { "self"_L1, true } };
    return { { "email"_L1, m.calendar.id() }, { "displayName"_L1, m.calendar.entry.value("summary"_L1) },
        { "self"_L1, true } };
}

Result<Written> EventWriter::insert(const QJsonObject &body)
{
    return create(m.person ? body : without(body, readOnlyMembers()));
}

Result<Written> EventWriter::create(QJsonObject event)
{
    if (const auto writable = checkWritable(m.calendar); !writable)
        return fail(writable.error());
    for (auto it = event.begin(); it != event.end();)
        it = it.value().isNull() ? event.erase(it) : it + 1;
    QString id = event.value("id"_L1).toString();
    if (event.contains("id"_L1) && !isLegalId(id) && !m.person)
        return invalid(u"Invalid resource id value."_s);
    if (id.isEmpty())
        id = aria::newGoogleEventId(m.world.random);
    if (m.calendar.find(id) != nullptr) // also when it is deleted
        return fail(409, u"duplicate"_s, u"The requested identifier already exists."_s);
    event["id"_L1] = id;
    if (!event.contains("iCalUID"_L1))
        event["iCalUID"_L1] = QString(id + u"@google.com"_s);
    if (!event.contains("creator"_L1))
        event["creator"_L1] = QJsonObject{ { "email"_L1, m.world.accountEmail }, { "self"_L1, true } };
    if (!event.contains("organizer"_L1))
        event["organizer"_L1] = person();
    if (!event.contains("sequence"_L1))
        event["sequence"_L1] = 0;
    if (!m.supportsAttachments && !m.person)
        event.remove("attachments"_L1);
    auto normal = normalizeEvent(m, event, {});
    if (!normal)
        return fail(normal.error());
    (*normal)["created"_L1] = m.world.nowText();
    const Written written = store(*normal);
    if (m.world.switches.touchAfterInsert)
        m.calendar.put(m.calendar.find(id)->json); // Google sometimes touches a new event once more
    logMail(written.json);
    return written;
}

Result<Written> EventWriter::import(const QJsonObject &body)
{
    QJsonObject event = without(body, readOnlyMembers());
    if (body.contains("organizer"_L1)) {
        QJsonObject organizer = body["organizer"_L1].toObject();
        organizer.remove("self"_L1);
        if (organizer.value("email"_L1).toString() == m.calendar.id())
            organizer["self"_L1] = true;
        event["organizer"_L1] = organizer;
    }
    const QString uid = event.value("iCalUID"_L1).toString();
    if (uid.isEmpty())
        return fail(400, u"required"_s, u"Missing iCalUID."_s);
    if (event.value("eventType"_L1).toString(u"default"_s) != "default"_L1)
        return fail(ApiError{ .status = 400,
            .reason = u"eventTypeRestriction"_s,
            .message = u"Only default events can be imported."_s,
            .domain = u"calendar"_s });
    if (const StoredEvent *known = m.calendar.findByICalUid(uid))
        return update(known->id(), event);
    event.remove("id"_L1);
    return create(event);
}

Result<Written> EventWriter::update(const QString &eventId, const QJsonObject &body)
{
    const auto target = open(eventId);
    if (!target)
        return fail(target.error());
    QJsonObject event = without(body, m.person ? QStringList() : readOnlyMembers());
    for (auto it = event.begin(); it != event.end();)
        it = it.value().isNull() ? event.erase(it) : it + 1;
    if (!m.supportsAttachments) {
        event.remove("attachments"_L1);
        if (target->json.contains("attachments"_L1))
            event["attachments"_L1] = target->json.value("attachments"_L1);
    }
    if (!event.contains("sequence"_L1))
        event["sequence"_L1] = target->json.value("sequence"_L1);
    return replace(*target, event);
}

Result<Written> EventWriter::patch(const QString &eventId, const QJsonObject &body)
{
    const auto target = open(eventId);
    if (!target)
        return fail(target.error());
    QJsonObject changes = without(body, m.person ? QStringList() : readOnlyMembers());
    if (!m.supportsAttachments && !m.person)
        changes.remove("attachments"_L1);
    if (!m.conferenceVersion1 && !m.person)
        changes.remove("conferenceData"_L1);
    return replace(*target, mergePatch(target->json, changes));
}

// `event` is complete except for what the server owns.
Result<Written> EventWriter::replace(const EventTarget &target, const QJsonObject &given)
{
    const QJsonObject &old = target.json;
    QJsonObject event = given;
    if (target.isInstance() && !event.value("recurrence"_L1).toArray().isEmpty())
        return badRequest(u"Cannot turn an instance of a recurring event into a recurring event itself."_s);
    if (old.value("locked"_L1).toBool() && !m.person) {
        for (const QLatin1String name :
            { "summary"_L1, "description"_L1, "location"_L1, "start"_L1, "end"_L1 }) {
            if (event.value(name) != old.value(name))
                return fail(403, u"forbidden"_s, u"The event is locked."_s);
        }
    }
    for (const QString &name : serverOwned()) {
        if (m.person && event.contains(name) && name != "id"_L1)
            continue;
        event.remove(name);
        if (old.contains(name))
            event[name] = old.value(name);
    }
    event.remove("updated"_L1);
    const auto normal = normalizeEvent(m, event, old);
    if (!normal)
        return fail(normal.error());
    event = *normal;

    const auto differs = [&](QLatin1String name) { return event.value(name) != old.value(name); };
    const bool significant =
        differs("start"_L1) || differs("end"_L1) || differs("recurrence"_L1) || differs("status"_L1);
    if (significant && !differs("sequence"_L1))
        event["sequence"_L1] = old.value("sequence"_L1).toInt() + 1;
    const QStringList unseen{ u"updated"_s };
    if (without(event, unseen) == without(old, unseen) && target.stored != nullptr)
        return Written{ old, target.change }; // nothing changed, so the version stays
    const QStringList personal{ u"updated"_s, u"reminders"_s };
    const bool onlyReminders = without(event, personal) == without(old, personal);
    if (onlyReminders)
        event["updated"_L1] = old.value("updated"_L1);

    const QJsonObject before = old; // put() invalidates nothing, but target.json may alias it
    const Written written = store(event);
    if (event.contains("recurrence"_L1) || before.contains("recurrence"_L1))
        carryToExceptions(before, event);
    logMail(written.json);
    return written;
}

Result<void> EventWriter::remove(const QString &eventId)
{
    const auto target = open(eventId);
    if (!target)
        return fail(target.error());
    if (target->json.value("status"_L1) == "cancelled"_L1)
        return fail(410, u"deleted"_s, u"Resource has been deleted"_s);
    QJsonObject event = target->json;
    event["status"_L1] = u"cancelled"_s;
    event["sequence"_L1] = event.value("sequence"_L1).toInt() + 1;
    event.remove("updated"_L1);
    const Written written = store(event);
    logMail(written.json);
    return {};
}

Written EventWriter::store(QJsonObject event)
{
    if (!event.contains("updated"_L1))
        event["updated"_L1] = m.world.nowText();
    const StoredEvent &stored = m.calendar.put(event);
    m.world.eventsChanged(m.calendar.id());
    return { stored.json, stored.change };
}

void EventWriter::carryToExceptions(const QJsonObject &before, const QJsonObject &after)
{
    static const QStringList inherited{ u"summary"_s, u"description"_s, u"location"_s, u"colorId"_s,
        u"visibility"_s, u"transparency"_s, u"attendees"_s, u"conferenceData"_s, u"hangoutLink"_s,
        u"extendedProperties"_s };
    const Series series = Series::fromStored(after);
    const bool moved = !series.sameTimes(Series::fromStored(before));
    const auto exceptions = m.calendar.exceptionsOf(after["id"_L1].toString());
    for (auto it = exceptions.begin(); it != exceptions.end(); ++it) {
        const StoredEvent *exception = m.calendar.find(it.value());
        if (exception == nullptr || exception->isCancelled())
            continue;
        QJsonObject json = exception->json;
        if (moved && !findOccurrence(series, it.key()))
            json["status"_L1] = u"cancelled"_s; // its occurrence is gone
        for (const QString &name : inherited) {
            // An exception keeps only what it changed itself.
            if (json.value(name) != before[name] || before[name] == after[name])
                continue;
            if (after.contains(name))
                json[name] = after[name];
            else
                json.remove(name);
        }
        if (json != exception->json) {
            json["updated"_L1] = m.world.nowText();
            m.calendar.put(json);
        }
    }
}

Result<Written> EventWriter::move(const QString &eventId, CalendarData &destination)
{
    const auto target = open(eventId);
    if (!target)
        return fail(target.error());
    if (const auto writable = checkWritable(destination); !writable)
        return fail(writable.error());
    if (target->isInstance())
        return fail(ApiError{ .status = 400,
            .reason = u"cannotChangeOrganizerOfInstance"_s,
            .message = u"Cannot change the organizer of an instance."_s,
            .domain = u"calendar"_s });
    if (target->json.value("eventType"_L1) != "default"_L1)
        return fail(ApiError{ .status = 400,
            .reason = u"eventTypeRestriction"_s,
            .message = u"Only default events can be moved."_s,
            .domain = u"calendar"_s });
    if (target->json.value("status"_L1) == "cancelled"_L1)
        return notFound();
    const StoredEvent *there = destination.find(eventId);
    if (there != nullptr && !there->isCancelled())
        return fail(409, u"duplicate"_s, u"The requested identifier already exists."_s);

    EventWriter other({ .world = m.world, .calendar = destination });
    QJsonObject event = target->json;
    event["organizer"_L1] = other.person();
    event.remove("updated"_L1);
    const Written written = other.store(event);
    const auto exceptions = m.calendar.exceptionsOf(eventId);
    for (const QString &id : exceptions) {
        QJsonObject exception = m.calendar.find(id)->json;
        exception["organizer"_L1] = event.value("organizer"_L1);
        other.store(exception);
    }
    QJsonObject stub = target->json;
    stub["status"_L1] = u"cancelled"_s;
    stub.remove("updated"_L1);
    store(stub);
    logMail(written.json);
    return written;
}

Result<Written> EventWriter::split(const QString &instance, const QJsonObject &changes)
{
    const auto target = findTarget(m.world, m.calendar, instance);
    if (!target || !target->isInstance())
        return notFound();
    const EventTime original = EventTime::fromStored(target->json.value("originalStartTime"_L1).toObject());
    const QJsonObject series = target->series->json;
    const QStringList lines = Series::fromStored(series).lines;
    QJsonObject first;
    first["recurrence"_L1] = QJsonArray::fromStringList(endBefore(lines, original));
    QJsonObject second = mergePatch(instanceJson(*target->series, original, false), changes);
    for (const QLatin1String name :
        { "recurringEventId"_L1, "originalStartTime"_L1, "created"_L1, "updated"_L1 })
        second.remove(name);
    second["id"_L1] = QString(
        series.value("id"_L1).toString() + u"_R"_s + original.key().chopped(original.isAllDay() ? 0 : 1));
    second["iCalUID"_L1] = QString(second.value("id"_L1).toString() + u"@google.com"_s);
    if (!second.contains("recurrence"_L1))
        second["recurrence"_L1] = series.value("recurrence"_L1);
    if (const auto patched = patch(series.value("id"_L1).toString(), first); !patched)
        return fail(patched.error());
    return create(second);
}

void EventWriter::logMail(const QJsonObject &event) const
{
    recordMail(m.world, m.calendar, event, m.sendUpdates, m.method);
}

} // namespace simulator
