#include "sync/fakecalendarapi.h"

#include "google/googleerror.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>

#include <QRegularExpression>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace aria::test {

using calendar::Event;
using google::Write;

namespace {

template <class T> using Answer = Expected<T>;

QString nameOf(Write::Kind kind)
{
    return kind == Write::Kind::Insert ? u"insert"_s
        : kind == Write::Kind::Patch   ? u"patch"_s
        : kind == Write::Kind::Move    ? u"move"_s
                                       : u"delete"_s;
}

} // namespace

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
    m_oldestToken = nextChange();
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
        if (call.name == "insert"_L1 || call.name == "patch"_L1 || call.name == "delete"_L1)
            list.append(call.write);
    }
    return list;
}

google::Result<google::EventPage> FakeCalendarApi::list(google::ListQuery query)
{
    calls.append({ u"list"_s, {}, query.syncToken });
    co_await pass(u"list"_s);
    if (const auto fault = takeFault(u"list"_s))
        co_return Answer<google::EventPage>(Unexpected(fault->error));
    if (query.calendarId != calendarId || away)
        co_return Answer<google::EventPage>(
            Unexpected(google::calendarAway(query.calendarId, notFoundError())));
    const qint64 since = query.syncToken.isEmpty() ? -1 : query.syncToken.mid(6).toLongLong();
    if (since >= 0 && since < m_oldestToken) {
        co_return Answer<google::EventPage>(
            Unexpected(googleError(ErrorCategory::Gone, u"fullSyncRequired"_s, 410)));
    }
    QList<Event> listed;
    QStringList unread;
    for (const auto &[id, stored] : all()) {
        const bool hole = stored.event.isCancelled() && stored.event.isException()
            && !at(stored.event.recurringEventId()).isCancelled();
        const bool shown = since >= 0 ? stored.change > since : hole || !stored.event.isCancelled();
        if (!shown || leftOut.contains(id) || (since < 0 && emptyLists))
            continue;
        Event item = stored.event;
        if (item.isCancelled() && bareTombstones && !item.isException()) {
            item = Event(QJsonObject{ { u"id"_s, id }, { u"status"_s, u"cancelled"_s } });
        } else if (item.isCancelled() && item.isException()) {
            for (const auto &member : { u"start"_s, u"end"_s, u"summary"_s })
                item.set(member, {});
        }
        if (unreadable.contains(id))
            unread.append(id);
        else
            listed.append(item);
    }
    const QStringList place = query.pageToken.split(QLatin1Char('|'));
    const qsizetype from = query.pageToken.isEmpty() ? 0 : place.at(0).toLongLong();
    const qint64 begun = query.pageToken.isEmpty() ? lastChange() : place.at(1).toLongLong();
    google::EventPage page;
    page.items = listed.mid(from, pageSize);
    page.timeZone = timeZone;
    page.accessRole = google::accessRoleFromString(accessRole);
    page.defaultReminders = defaultReminders;
    if (from + pageSize < listed.size())
        page.nextPageToken = u"%1|%2"_s.arg(from + pageSize).arg(begun);
    else
        page.nextSyncToken = u"token-%1"_s.arg(begun);
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
    co_await pass(u"listed"_s);
    co_return Answer<google::EventPage>(page);
}

google::Result<Event> FakeCalendarApi::get(QString calendar, QString eventId)
{
    calls.append({ u"get"_s, {}, eventId });
    co_await pass(u"get"_s);
    if (const auto fault = takeFault(u"get"_s))
        co_return Answer<Event>(Unexpected(fault->error));
    const auto event = calendar == calendarId && !away ? find(eventId) : std::nullopt;
    co_await pass(u"got"_s);
    if (!event)
        co_return Answer<Event>(Unexpected(notFoundError()));
    if (unreadable.contains(eventId)) {
        co_return Answer<Event>(Unexpected(googleError(ErrorCategory::Unavailable, u"unreadable_event"_s)));
    }
    co_return Answer<Event>(*event);
}

google::Result<void> FakeCalendarApi::probe(QString calendar)
{
    calls.append({ u"probe"_s, {}, calendar });
    co_await pass(u"probe"_s);
    if (const auto fault = takeFault(u"probe"_s))
        co_return Answer<void>(Unexpected(fault->error));
    if (calendar != calendarId || away)
        co_return Answer<void>(Unexpected(google::calendarAway(calendar, notFoundError())));
    co_return Answer<void>();
}

google::Result<Event> FakeCalendarApi::instance(
    QString calendar, QString masterId, calendar::EventTime originalStart)
{
    calls.append({ u"instance"_s, {}, masterId });
    co_await pass(u"instance"_s);
    if (const auto fault = takeFault(u"instance"_s))
        co_return Answer<Event>(Unexpected(fault->error));
    if (calendar != calendarId || away || !all().contains(masterId))
        co_return Answer<Event>(Unexpected(notFoundError()));
    const auto found = occurrence(masterId, originalStart);
    if (!found)
        co_return Answer<Event>(Unexpected(notFoundError(0)));
    co_return Answer<Event>(*found);
}

void FakeCalendarApi::check(const Write &write)
{
    static const QStringList serverOwned{ u"etag"_s, u"updated"_s, u"created"_s, u"htmlLink"_s, u"iCalUID"_s,
        u"organizer"_s, u"creator"_s, u"kind"_s, u"hangoutLink"_s, u"recurringEventId"_s,
        u"originalStartTime"_s };
    for (const QString &member : serverOwned) {
        if (write.body.contains(member))
            violations << u"%1 of %2 names %3"_s.arg(nameOf(write.kind), write.eventId, member);
    }
    if (write.body.contains(u"conferenceData"_s) != write.conferenceData)
        violations << u"conferenceData without conferenceDataVersion"_s;
    if (write.kind == Write::Kind::Patch && write.body.isEmpty())
        violations << u"an empty patch"_s;
    static const QRegularExpression legal(u"^[a-v0-9]{5,1024}$"_s);
    if (write.kind == Write::Kind::Insert && !legal.match(write.body.value(u"id"_s).toString()).hasMatch())
        violations << u"insert with an illegal id"_s;
}

Expected<Event> FakeCalendarApi::apply(const Write &write)
{
    if (write.calendarId != calendarId || away)
        return Unexpected(notFoundError());
    const auto current = find(write.eventId);
    // That is told first.
    const bool isStale = !write.etag.isEmpty() && current && current->etag() != write.etag;
    if (!isStale && m_refused.count(write.body.value(u"summary"_s).toString()) > 0)
        return Unexpected(googleError(ErrorCategory::Refused, u"invalid"_s, 400));
    switch (write.kind) {
    case Write::Kind::Insert:
        return insert(write);
    case Write::Kind::Patch:
        return patch(write);
    case Write::Kind::Move: // there is no other calendar here
        return Unexpected(notFoundError());
    case Write::Kind::Delete:
        break;
    }
    return erase(write);
}

google::Result<Event> FakeCalendarApi::write(Write write)
{
    const QString name = nameOf(write.kind);
    const QString id =
        write.kind == Write::Kind::Insert ? write.body.value(u"id"_s).toString() : write.eventId;
    calls.append({ name, write, id });
    check(write);
    mostAtOnce = std::max(mostAtOnce, ++m_inFlight[id]);
    co_await pass(name);
    const auto fault = takeFault(name);
    Answer<Event> answer = Unexpected(fault ? fault->error : Error());
    if (!fault || fault->when == Fault::When::After) {
        auto applied = apply(write);
        if (!fault)
            answer = applied;
        if (afterWrite)
            afterWrite(write);
    }
    co_await pass(name + u"-answer"_s);
    --m_inFlight[id];
    co_return answer;
}

QCoro::Task<QList<Expected<Event>>> FakeCalendarApi::writeAll(QList<Write> writes)
{
    if (writes.size() > 50)
        violations << u"a batch of %1"_s.arg(writes.size());
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
    calls.append({ u"watch"_s, {}, channelId });
    co_await pass(u"watch"_s);
    if (const auto fault = takeFault(u"watch"_s))
        co_return Answer<google::Channel>(Unexpected(fault->error));
    google::Channel channel;
    channel.id = channelId;
    channel.token = token;
    channel.resourceId = u"resource"_s;
    channel.address = address.toString();
    channel.expiration = m_clock.nowUtc().addSecs((channelLife.count() > 0 ? channelLife : ttl).count());
    channels.append(channel);
    co_return Answer<google::Channel>(channel);
}

google::Result<void> FakeCalendarApi::stop(QString channelId, QString)
{
    calls.append({ u"stop"_s, {}, channelId });
    co_await pass(u"stop"_s);
    if (const auto fault = takeFault(u"stop"_s))
        co_return Answer<void>(Unexpected(fault->error));
    channels.removeIf([&](const google::Channel &channel) { return channel.id == channelId; });
    co_return Answer<void>();
}

google::Result<QList<google::CalendarInfo>> FakeCalendarApi::calendarList()
{
    auto info = co_await calendarInfo(calendarId);
    if (!info)
        co_return Answer<QList<google::CalendarInfo>>(Unexpected(info.error()));
    QList<google::CalendarInfo> list;
    list.append(*info);
    co_return Answer<QList<google::CalendarInfo>>(list);
}

// Nobody is busy; the sync never asks.
google::Result<QList<google::BusyTimes>> FakeCalendarApi::freeBusy(google::BusyQuery query)
{
    QList<google::BusyTimes> all;
    for (const QString &id : query.ids)
        all.append({ id, {}, {} });
    co_return Answer<QList<google::BusyTimes>>(all);
}

google::Result<google::CalendarInfo> FakeCalendarApi::calendarInfo(QString calendar)
{
    calls.append({ u"info"_s, {}, calendar });
    co_await pass(u"info"_s);
    if (const auto fault = takeFault(u"info"_s))
        co_return Answer<google::CalendarInfo>(Unexpected(fault->error));
    if (infoError)
        co_return Answer<google::CalendarInfo>(Unexpected(*infoError));
    google::CalendarInfo info;
    info.id = calendar == "primary"_L1 ? realCalendarId : calendar;
    info.timeZone = timeZone;
    info.accessRole = google::accessRoleFromString(accessRole);
    co_return Answer<google::CalendarInfo>(info);
}

} // namespace aria::test
