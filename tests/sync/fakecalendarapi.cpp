#include "sync/fakecalendarapi.h"

#include "calendar/instanceid.h"
#include "calendar/patch.h"
#include "calendar/recurrence.h"
#include "google/googleerror.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>

#include <QRegularExpression>
#include <QTimer>

namespace aria::test {

using calendar::Event;
using google::Write;

namespace {

template <class T> using Answer = Expected<T>;

QString nameOf(Write::Kind kind)
{
    return kind == Write::Kind::Insert ? QStringLiteral("insert")
        : kind == Write::Kind::Patch   ? QStringLiteral("patch")
                                       : QStringLiteral("delete");
}

const QJsonObject me{ { QStringLiteral("email"), QStringLiteral("me@example.com") },
    { QStringLiteral("self"), true } };

} // namespace

Error googleError(ErrorCategory category, const QString &code, int httpStatus)
{
    Error error;
    error.category = category;
    error.code = code;
    error.message = QStringLiteral("Google says: ") + code;
    error.httpStatus = httpStatus;
    return error;
}

static Error notFound(int httpStatus = 404)
{
    return googleError(ErrorCategory::NotFound, QStringLiteral("notFound"), httpStatus);
}

void FakeCalendarApi::store(Event event)
{
    ++m_change;
    if (!deletionsKeepEtags || !event.isCancelled())
        event.set(QStringLiteral("etag"), QStringLiteral("\"%1\"").arg(m_change));
    event.set(QStringLiteral("updated"), toRfc3339(m_clock.nowUtc().addMSecs(offset.count())));
    for (const auto &member : { QStringLiteral("creator"), QStringLiteral("organizer") }) {
        if (!event.json().contains(member))
            event.set(member, me);
    }
    if (!event.json().contains(QStringLiteral("iCalUID")))
        event.set(QStringLiteral("iCalUID"), event.id() + QStringLiteral("@google.com"));
    if (!event.json().contains(QStringLiteral("status")))
        event.set(QStringLiteral("status"), QStringLiteral("confirmed"));
    m_events[event.id()] = { event, m_change };
}

Event FakeCalendarApi::put(QJsonObject json)
{
    if (!json.contains(QStringLiteral("id")))
        json.insert(QStringLiteral("id"), QStringLiteral("g%1").arg(++m_names));
    const Event event(json);
    store(event);
    return at(event.id());
}

void FakeCalendarApi::edit(const QString &id, const QJsonObject &change)
{
    const auto event = find(id);
    Q_ASSERT(event);
    store(calendar::applyPatch(*event, change));
}

void FakeCalendarApi::remove(const QString &id)
{
    edit(id, { { QStringLiteral("status"), QStringLiteral("cancelled") } });
    QStringList exceptions;
    for (const auto &[other, stored] : m_events) {
        if (stored.event.recurringEventId() == id)
            exceptions << other;
    }
    for (const QString &exception : exceptions)
        edit(exception, { { QStringLiteral("status"), QStringLiteral("cancelled") } });
}

void FakeCalendarApi::purge(const QString &id)
{
    ++m_change;
    m_events.erase(id);
}

Event FakeCalendarApi::at(const QString &id) const
{
    const auto it = m_events.find(id);
    return it == m_events.end() ? Event() : it->second.event;
}

int FakeCalendarApi::living() const
{
    return static_cast<int>(std::count_if(m_events.begin(), m_events.end(),
        [](const auto &entry) { return !entry.second.event.isCancelled(); }));
}

void FakeCalendarApi::failNext(const QString &call, Fault fault)
{
    m_faults[call].append(std::move(fault));
}

void FakeCalendarApi::failNext(const QString &call, const Error &error)
{
    failNext(call, Fault{ error, Fault::When::Before });
}

std::optional<FakeCalendarApi::Fault> FakeCalendarApi::takeFault(const QString &call)
{
    auto &faults = m_faults[call];
    return faults.isEmpty() ? std::nullopt : std::optional(faults.takeFirst());
}

void FakeCalendarApi::expireTokens()
{
    m_oldestToken = ++m_change;
}

void FakeCalendarApi::release(const QString &call)
{
    const auto gate = m_gates.find(call);
    Q_ASSERT(gate != m_gates.end());
    auto promise = std::move(gate->second);
    m_gates.erase(gate);
    promise.finish();
}

// Every answer comes later, as from a network.
QCoro::Task<void> FakeCalendarApi::pass(QString call)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(0);
    co_await timer;
    const auto gate = m_gates.find(call);
    if (gate == m_gates.end())
        co_return;
    const QFuture<void> opened = gate->second.future();
    ++m_waiting[call];
    co_await opened;
    --m_waiting[call];
}

int FakeCalendarApi::count(const QString &name) const
{
    return static_cast<int>(
        std::count_if(calls.begin(), calls.end(), [&](const Call &call) { return call.name == name; }));
}

QList<Write> FakeCalendarApi::writes() const
{
    QList<Write> list;
    for (const Call &call : calls) {
        if (call.name == QLatin1String("insert") || call.name == QLatin1String("patch")
            || call.name == QLatin1String("delete"))
            list.append(call.write);
    }
    return list;
}

QString FakeCalendarApi::instanceId(const QString &masterId, const calendar::EventTime &originalStart)
{
    const QString ours = calendar::instanceIdOf(masterId, originalStart);
    if (!opaqueInstanceIds)
        return ours;
    for (auto it = m_opaque.cbegin(); it != m_opaque.cend(); ++it) {
        if (it->second == ours)
            return it.key();
    }
    const QString id = QStringLiteral("%1_opaque%2x").arg(masterId).arg(++m_names);
    m_opaque.insert(id, { masterId, ours });
    return id;
}

std::optional<Event> FakeCalendarApi::find(const QString &id)
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
    occurrence.set(QStringLiteral("id"), id);
    occurrence.set(QStringLiteral("etag"), master->second.event.etag());
    return occurrence;
}

google::Result<google::EventPage> FakeCalendarApi::list(google::ListQuery query)
{
    calls.append({ QStringLiteral("list"), {}, query.syncToken });
    co_await pass(QStringLiteral("list"));
    if (const auto fault = takeFault(QStringLiteral("list")))
        co_return Answer<google::EventPage>(tl::unexpected(fault->error));
    if (query.calendarId != calendarId || away)
        co_return Answer<google::EventPage>(
            tl::unexpected(google::calendarAway(query.calendarId, notFound())));
    const qint64 since = query.syncToken.isEmpty() ? -1 : query.syncToken.mid(6).toLongLong();
    if (since >= 0 && since < m_oldestToken) {
        co_return Answer<google::EventPage>(
            tl::unexpected(googleError(ErrorCategory::Gone, QStringLiteral("fullSyncRequired"), 410)));
    }
    QList<Event> listed;
    QStringList unread;
    for (const auto &[id, stored] : m_events) {
        const bool hole = stored.event.isCancelled() && stored.event.isException()
            && !at(stored.event.recurringEventId()).isCancelled();
        const bool shown = since >= 0 ? stored.change > since : hole || !stored.event.isCancelled();
        if (!shown || leftOut.contains(id) || (since < 0 && emptyLists))
            continue;
        Event item = stored.event;
        if (item.isCancelled() && bareTombstones && !item.isException()) {
            item = Event(QJsonObject{
                { QStringLiteral("id"), id }, { QStringLiteral("status"), QStringLiteral("cancelled") } });
        } else if (item.isCancelled() && item.isException()) {
            for (const auto &member :
                { QStringLiteral("start"), QStringLiteral("end"), QStringLiteral("summary") })
                item.set(member, {});
        }
        if (unreadable.contains(id))
            unread.append(id);
        else
            listed.append(item);
    }
    const QStringList place = query.pageToken.split(QLatin1Char('|'));
    const qsizetype from = query.pageToken.isEmpty() ? 0 : place.at(0).toLongLong();
    const qint64 begun = query.pageToken.isEmpty() ? m_change : place.at(1).toLongLong();
    google::EventPage page;
    page.items = listed.mid(from, pageSize);
    page.timeZone = timeZone;
    page.accessRole = google::accessRoleFromString(accessRole);
    page.defaultReminders = defaultReminders;
    if (from + pageSize < listed.size())
        page.nextPageToken = QStringLiteral("%1|%2").arg(from + pageSize).arg(begun);
    else
        page.nextSyncToken = QStringLiteral("token-%1").arg(begun);
    if (page.nextPageToken.isEmpty()) {
        page.unreadable = unread;
        page.unreadable.resize(unread.size() + nameless);
    }
    if (nextPage) {
        page.nextPageToken = nextPage(query);
        page.nextSyncToken.clear();
    }
    if (afterList)
        afterList(query);
    co_await pass(QStringLiteral("listed"));
    co_return Answer<google::EventPage>(page);
}

google::Result<Event> FakeCalendarApi::get(QString calendar, QString eventId)
{
    calls.append({ QStringLiteral("get"), {}, eventId });
    co_await pass(QStringLiteral("get"));
    if (const auto fault = takeFault(QStringLiteral("get")))
        co_return Answer<Event>(tl::unexpected(fault->error));
    const auto event = calendar == calendarId && !away ? find(eventId) : std::nullopt;
    co_await pass(QStringLiteral("got"));
    if (!event)
        co_return Answer<Event>(tl::unexpected(notFound()));
    if (unreadable.contains(eventId)) {
        co_return Answer<Event>(
            tl::unexpected(googleError(ErrorCategory::Unavailable, QStringLiteral("unreadable_event"))));
    }
    co_return Answer<Event>(*event);
}

google::Result<bool> FakeCalendarApi::probe(QString calendar)
{
    calls.append({ QStringLiteral("probe"), {}, calendar });
    co_await pass(QStringLiteral("probe"));
    if (const auto fault = takeFault(QStringLiteral("probe")))
        co_return Answer<bool>(tl::unexpected(fault->error));
    if (calendar != calendarId || away)
        co_return Answer<bool>(tl::unexpected(google::calendarAway(calendar, notFound())));
    co_return Answer<bool>(true);
}

google::Result<Event> FakeCalendarApi::instance(
    QString calendar, QString masterId, calendar::EventTime originalStart)
{
    calls.append({ QStringLiteral("instance"), {}, masterId });
    co_await pass(QStringLiteral("instance"));
    if (const auto fault = takeFault(QStringLiteral("instance")))
        co_return Answer<Event>(tl::unexpected(fault->error));
    std::optional<Event> found;
    for (const auto &[id, stored] : m_events) {
        const bool same = stored.event.recurringEventId() == masterId && !stored.event.isCancelled()
            && stored.event.originalStart().instant(QTimeZone::utc())
                == originalStart.instant(QTimeZone::utc());
        if (same)
            found = stored.event;
    }
    const QString name = instanceId(masterId, originalStart);
    if (calendar != calendarId || away || !m_events.count(masterId))
        co_return Answer<Event>(tl::unexpected(notFound()));
    if (!found && !m_events.contains(name))
        found = find(name);
    if (!found)
        co_return Answer<Event>(tl::unexpected(notFound(0)));
    co_return Answer<Event>(*found);
}

void FakeCalendarApi::check(const Write &write)
{
    static const QStringList serverOwned{ QStringLiteral("etag"), QStringLiteral("updated"),
        QStringLiteral("created"), QStringLiteral("htmlLink"), QStringLiteral("iCalUID"),
        QStringLiteral("organizer"), QStringLiteral("creator"), QStringLiteral("kind"),
        QStringLiteral("hangoutLink"), QStringLiteral("recurringEventId"),
        QStringLiteral("originalStartTime") };
    for (const QString &member : serverOwned) {
        if (write.body.contains(member))
            violations << QStringLiteral("%1 of %2 names %3").arg(nameOf(write.kind), write.eventId, member);
    }
    if (write.body.contains(QStringLiteral("conferenceData")) != write.conferenceData)
        violations << QStringLiteral("conferenceData without conferenceDataVersion");
    if (write.kind == Write::Kind::Patch && write.body.isEmpty())
        violations << QStringLiteral("an empty patch");
    static const QRegularExpression legal(QStringLiteral("^[a-v0-9]{5,1024}$"));
    if (write.kind == Write::Kind::Insert
        && !legal.match(write.body.value(QStringLiteral("id")).toString()).hasMatch())
        violations << QStringLiteral("insert with an illegal id");
}

Expected<Event> FakeCalendarApi::insert(const Write &write)
{
    const QString id = write.body.value(QStringLiteral("id")).toString();
    if (m_events.contains(id))
        return tl::unexpected(googleError(ErrorCategory::Conflict, QStringLiteral("duplicate"), 409));
    Event event(write.body);
    if (write.conferenceData) {
        event.set(QStringLiteral("conferenceData"), QJsonObject{ { QStringLiteral("conferenceId"), id } });
        event.set(QStringLiteral("hangoutLink"), QStringLiteral("https://meet.google.com/") + id);
    }
    store(event);
    return at(id);
}

Expected<Event> FakeCalendarApi::patch(const Write &write)
{
    const auto event = find(write.eventId);
    if (!event)
        return tl::unexpected(googleError(ErrorCategory::NotFound, QStringLiteral("notFound"), 404));
    if (!write.etag.isEmpty() && write.etag != event->etag())
        return tl::unexpected(googleError(ErrorCategory::Stale, QStringLiteral("conditionNotMet"), 412));
    const bool alive = write.body.value(QStringLiteral("status")).toString() == QLatin1String("confirmed");
    if (event->isCancelled() && !(restoresDeleted && alive))
        return tl::unexpected(googleError(ErrorCategory::Forbidden, QStringLiteral("forbidden"), 403));
    QJsonObject body = write.body;
    body.remove(QStringLiteral("conferenceData"));
    Event patched = calendar::applyPatch(*event, body);
    if (write.conferenceData && patched.meetingLink().isEmpty()) {
        patched.set(QStringLiteral("conferenceData"),
            QJsonObject{ { QStringLiteral("conferenceId"), write.eventId } });
        patched.set(
            QStringLiteral("hangoutLink"), QStringLiteral("https://meet.google.com/") + write.eventId);
    }
    store(patched);
    return at(write.eventId);
}

Expected<Event> FakeCalendarApi::erase(const Write &write)
{
    const auto event = find(write.eventId);
    if (!event)
        return tl::unexpected(googleError(ErrorCategory::NotFound, QStringLiteral("notFound"), 404));
    if (event->isCancelled())
        return tl::unexpected(googleError(ErrorCategory::Gone, QStringLiteral("deleted"), 410));
    if (!write.etag.isEmpty() && write.etag != event->etag())
        return tl::unexpected(googleError(ErrorCategory::Stale, QStringLiteral("conditionNotMet"), 412));
    remove(write.eventId);
    return Event();
}

Expected<Event> FakeCalendarApi::apply(const Write &write)
{
    if (write.calendarId != calendarId || away)
        return tl::unexpected(googleError(ErrorCategory::NotFound, QStringLiteral("notFound"), 404));
    if (m_refused.count(write.body.value(QStringLiteral("summary")).toString()) > 0)
        return tl::unexpected(googleError(ErrorCategory::Refused, QStringLiteral("invalid"), 400));
    switch (write.kind) {
    case Write::Kind::Insert:
        return insert(write);
    case Write::Kind::Patch:
        return patch(write);
    case Write::Kind::Delete:
        break;
    }
    return erase(write);
}

google::Result<Event> FakeCalendarApi::write(Write write)
{
    const QString name = nameOf(write.kind);
    const QString id =
        write.kind == Write::Kind::Insert ? write.body.value(QStringLiteral("id")).toString() : write.eventId;
    calls.append({ name, write, id });
    check(write);
    mostAtOnce = std::max(mostAtOnce, ++m_inFlight[id]);
    co_await pass(name);
    const auto fault = takeFault(name);
    Answer<Event> answer = tl::unexpected(fault ? fault->error : Error());
    if (!fault || fault->when == Fault::When::After) {
        auto applied = apply(write);
        if (!fault)
            answer = applied;
        if (afterWrite)
            afterWrite(write);
    }
    co_await pass(name + QStringLiteral("-answer"));
    --m_inFlight[id];
    co_return answer;
}

QCoro::Task<QList<Expected<Event>>> FakeCalendarApi::writeAll(QList<Write> writes)
{
    if (writes.size() > 50)
        violations << QStringLiteral("a batch of %1").arg(writes.size());
    QList<Expected<Event>> answers;
    for (const Write &one : std::as_const(writes)) {
        auto answer = co_await write(one);
        answers.append(answer);
    }
    co_return answers;
}

google::Result<google::Channel> FakeCalendarApi::watch(
    QString, QString channelId, QString token, QUrl address, std::chrono::seconds ttl)
{
    calls.append({ QStringLiteral("watch"), {}, channelId });
    co_await pass(QStringLiteral("watch"));
    if (const auto fault = takeFault(QStringLiteral("watch")))
        co_return Answer<google::Channel>(tl::unexpected(fault->error));
    google::Channel channel;
    channel.id = channelId;
    channel.token = token;
    channel.resourceId = QStringLiteral("resource");
    channel.address = address.toString();
    channel.expiration = m_clock.nowUtc().addSecs((channelLife.count() > 0 ? channelLife : ttl).count());
    channels.append(channel);
    co_return Answer<google::Channel>(channel);
}

google::Result<bool> FakeCalendarApi::stop(QString channelId, QString)
{
    calls.append({ QStringLiteral("stop"), {}, channelId });
    co_await pass(QStringLiteral("stop"));
    if (const auto fault = takeFault(QStringLiteral("stop")))
        co_return Answer<bool>(tl::unexpected(fault->error));
    channels.removeIf([&](const google::Channel &channel) { return channel.id == channelId; });
    co_return Answer<bool>(true);
}

google::Result<QList<google::CalendarInfo>> FakeCalendarApi::calendarList()
{
    auto info = co_await calendarInfo(calendarId);
    if (!info)
        co_return Answer<QList<google::CalendarInfo>>(tl::unexpected(info.error()));
    QList<google::CalendarInfo> list;
    list.append(*info);
    co_return Answer<QList<google::CalendarInfo>>(list);
}

google::Result<google::CalendarInfo> FakeCalendarApi::calendarInfo(QString calendar)
{
    calls.append({ QStringLiteral("info"), {}, calendar });
    co_await pass(QStringLiteral("info"));
    if (const auto fault = takeFault(QStringLiteral("info")))
        co_return Answer<google::CalendarInfo>(tl::unexpected(fault->error));
    if (infoError)
        co_return Answer<google::CalendarInfo>(tl::unexpected(*infoError));
    google::CalendarInfo info;
    info.id = calendar == QLatin1String("primary") ? realCalendarId : calendar;
    info.timeZone = timeZone;
    info.accessRole = google::accessRoleFromString(accessRole);
    co_return Answer<google::CalendarInfo>(info);
}

} // namespace aria::test
