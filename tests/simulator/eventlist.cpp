#include "eventlist.h"

#include <QCryptographicHash>

#include <algorithm>

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype occurrencesPerSeries = 1000;
constexpr int horizonDays = 2 * 365; // how far Google expands endless series without timeMax

QString orderKey(quint64 value)
{
    return QString::number(value).rightJustified(20, u'0');
}

} // namespace

EventList::EventList(World &world, TokenBook &tokens, CalendarData &calendar, const MatchedCall &call)
    : m_world(world)
    , m_tokens(tokens)
    , m_calendar(calendar)
    , m_call(call)
    , m_timeMin(parseInstant(call.value(u"timeMin"_s)))
    , m_timeMax(parseInstant(call.value(u"timeMax"_s)))
    , m_updatedMin(parseInstant(call.value(u"updatedMin"_s)))
    , m_snapshot(world.lastChange())
    , m_single(call.flag(u"singleEvents"_s))
    , m_showDeleted(call.flag(u"showDeleted"_s))
{
    if (calendar.entry.value("accessRole"_L1) == "freeBusyReader"_L1)
        m_single = true;
}

static Result<void> fullSyncRequired()
{
    return fail(ApiError{ .status = 410,
        .reason = u"fullSyncRequired"_s,
        .message = u"Sync token is no longer valid, a full sync is required."_s,
        .domain = u"calendar"_s,
        .locationType = u"parameter"_s,
        .location = u"syncToken"_s });
}

Result<void> EventList::checkCombination() const
{
    if (m_call.has(u"syncToken"_s)) {
        for (const QString &name : { u"iCalUID"_s, u"orderBy"_s, u"privateExtendedProperty"_s, u"q"_s,
                 u"sharedExtendedProperty"_s, u"timeMin"_s, u"timeMax"_s, u"updatedMin"_s }) {
            if (m_call.has(name))
                return badRequest(u"Sync token cannot be used with other request restrictions"_s);
        }
        if (m_call.value(u"showDeleted"_s) == "false"_L1)
            return badRequest(u"Sync token cannot be used with showDeleted set to false"_s);
    }
    if (m_call.value(u"orderBy"_s) == "startTime"_L1 && !m_single)
        return badRequest(u"The requested ordering is not available for the particular query."_s);
    if (m_timeMin && m_timeMax && *m_timeMin >= *m_timeMax)
        return fail(ApiError{ .status = 400,
            .reason = u"timeRangeEmpty"_s,
            .message = u"The specified time range is empty."_s,
            .domain = u"calendar"_s,
            .locationType = u"parameter"_s,
            .location = u"timeMax"_s });
    if (m_updatedMin && *m_updatedMin < m_world.clock.nowUtc().addDays(-30))
        return fail(ApiError{ .status = 410,
            .reason = u"updatedMinTooLongAgo"_s,
            .message = u"The requested minimum modification time lies too far in the past."_s,
            .domain = u"calendar"_s,
            .locationType = u"parameter"_s,
            .location = u"updatedMin"_s });
    for (const QString &name : { u"privateExtendedProperty"_s, u"sharedExtendedProperty"_s }) {
        for (const QString &pair : m_call.query.values(name)) {
            if (!pair.contains(u'='))
                return badRequest(u"Invalid extended property constraint: %1"_s.arg(pair));
        }
    }
    return {};
}

QString EventList::pageFingerprint() const
{
    static const QStringList ignored{ u"pageToken"_s, u"maxResults"_s, u"fields"_s, u"prettyPrint"_s,
        u"alt"_s, u"key"_s, u"quotaUser"_s, u"userIp"_s, u"oauth_token"_s };
    QStringList parts{ m_call.method->id, m_call.path(u"eventId"_s) };
    for (auto it = m_call.query.begin(); it != m_call.query.end(); ++it) {
        if (!ignored.contains(it.key()))
            parts.append(it.key() + u'=' + it.value());
    }
    parts.sort();
    const QByteArray digest = QCryptographicHash::hash(parts.join(u'\n').toUtf8(), QCryptographicHash::Sha1);
    return QString::fromLatin1(digest.toHex().left(16));
}

QString EventList::syncFingerprint() const
{
    QStringList types = m_call.query.values(u"eventTypes"_s);
    types.sort();
    return u"%1|%2|%3|%4"_s.arg(m_single).arg(
        types.join(u','), m_call.value(u"showHiddenInvitations"_s), m_call.value(u"showDeleted"_s));
}

Result<void> EventList::readTokens()
{
    if (m_call.has(u"syncToken"_s)) {
        const auto token = m_tokens.read(m_call.value(u"syncToken"_s), u"sync"_s);
        if (!token || token->calendarId != m_calendar.id() || token->fingerprint != syncFingerprint())
            return fail(ApiError{ .status = 400,
                .reason = u"invalid"_s,
                .message = u"Invalid sync token value."_s,
                .locationType = u"parameter"_s,
                .location = u"syncToken"_s });
        if (m_tokens.isExpired(*token))
            return fullSyncRequired();
        m_since = token->snapshot;
    }
    if (m_call.has(u"pageToken"_s)) {
        const auto token = m_tokens.read(m_call.value(u"pageToken"_s), u"page"_s);
        if (!token || token->calendarId != m_calendar.id() || token->fingerprint != pageFingerprint())
            return fail(ApiError{ .status = 400,
                .reason = u"invalid"_s,
                .message = u"Invalid page token value."_s,
                .locationType = u"parameter"_s,
                .location = u"pageToken"_s });
        m_snapshot = token->snapshot;
        m_position = token->position;
        m_emptyPageGiven = token->emptyPageGiven;
    }
    return {};
}

int EventList::limit() const
{
    constexpr int maximum = 2500;
    const int asked = m_call.has(u"maxResults"_s) ? m_call.value(u"maxResults"_s).toInt() : 250;
    const int allowed = m_world.switches.pageSize > 0 ? m_world.switches.pageSize : maximum;
    return std::min({ asked, allowed, maximum });
}

bool EventList::inWindow(const EventTime &start, const EventTime &end) const
{
    const QTimeZone zone = m_calendar.zone();
    if (m_timeMax && start.toInstant(zone) >= *m_timeMax)
        return false;
    if (!m_timeMin)
        return true;
    const QDateTime last = end.toInstant(zone);
    return m_inclusiveStart ? last >= *m_timeMin : last > *m_timeMin;
}

static bool hasProperties(const QJsonObject &json, const QString &group, const QStringList &pairs)
{
    const QJsonObject properties = json.value("extendedProperties"_L1)[group].toObject();
    return std::all_of(pairs.begin(), pairs.end(),
        [&](const QString &pair) { return properties[pair.section(u'=', 0, 0)] == pair.section(u'=', 1); });
}

static bool containsText(const QJsonObject &json, const QString &text)
{
    QString all;
    for (const QLatin1String name : { "summary"_L1, "description"_L1, "location"_L1 })
        all += json.value(name).toString() + u'\n';
    const QJsonArray attendees = json.value("attendees"_L1).toArray();
    for (const QJsonValue person : attendees)
        all += person["email"_L1].toString() + u'\n' + person["displayName"_L1].toString() + u'\n';
    all += json.value("organizer"_L1)["email"_L1].toString() + u'\n'
        + json.value("organizer"_L1)["displayName"_L1].toString();
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
        [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

// The filters that look at content. Tombstones pass those that they cannot answer.
bool EventList::matches(const QJsonObject &json) const
{
    const QStringList types = m_call.query.values(u"eventTypes"_s);
    if (!types.isEmpty() && !types.contains(json.value("eventType"_L1).toString()))
        return false;
    if (m_call.has(u"iCalUID"_s) && json.value("iCalUID"_L1) != m_call.value(u"iCalUID"_s))
        return false;
    if (m_call.has(u"q"_s) && !containsText(json, m_call.value(u"q"_s)))
        return false;
    if (m_updatedMin
        && parseInstant(json.value("updated"_L1).toString()).value_or(QDateTime()) < *m_updatedMin)
        return false;
    return hasProperties(json, u"private"_s, m_call.query.values(u"privateExtendedProperty"_s))
        && hasProperties(json, u"shared"_s, m_call.query.values(u"sharedExtendedProperty"_s));
}

// Whether a list of series and exceptions (singleEvents=false) shows this event.
bool EventList::wanted(const StoredEvent &event) const
{
    if (!matches(event.json))
        return false;
    const bool gone = m_calendar.isGone(event);
    const StoredEvent *series = event.isException() ? m_calendar.find(event.seriesId()) : nullptr;
    const bool ofLiveSeries = series != nullptr && event.isCancelled() && !m_calendar.isGone(*series);
    if (gone && event.isException() && !ofLiveSeries)
        return m_showDeleted && !isIncremental(); // the series' own tombstone says it all
    if (gone && m_world.switches.forgetTombstones && !event.isException())
        return false;
    if (isIncremental() || m_updatedMin)
        return true;
    if (gone && !ofLiveSeries && !m_showDeleted)
        return false;
    if (!m_timeMin && !m_timeMax)
        return true;
    if (!event.isSeries())
        return inWindow(EventTime::fromStored(event.json.value("start"_L1).toObject()),
            EventTime::fromStored(event.json.value("end"_L1).toObject()));
    const Series rules = Series::fromStored(event.json);
    const QDateTime before =
        m_timeMax.value_or(std::max(*m_timeMin, m_world.clock.nowUtc()).addDays(5 * 366));
    const QList<EventTime> starts = expand(rules, before, 20'000);
    return std::any_of(starts.begin(), starts.end(),
        [&](const EventTime &start) { return inWindow(start, rules.endOf(start)); });
}

QList<EventList::Entry> EventList::collectStored() const
{
    const CalendarData::Index &index = isIncremental() ? m_calendar.byChange() : m_calendar.byOrder();
    const quint64 after = m_position.isEmpty() ? m_since.value_or(0) : m_position.toULongLong();
    const int wantedCount = limit() + 1;
    QList<Entry> entries;
    for (auto it = index.upper_bound(after); it != index.end() && entries.size() < wantedCount; ++it) {
        // What changes while pages are read comes with the next incremental sync.
        if (isIncremental() && it->first > m_snapshot)
            break;
        if (wanted(*it->second))
            entries.append({ it->second, std::nullopt, orderKey(it->first), m_calendar.isGone(*it->second) });
    }
    return entries;
}

void EventList::addOccurrences(const StoredEvent &series, QList<Entry> &into) const
{
    const bool gone = m_calendar.isGone(series);
    if (gone && !m_showDeleted && !isIncremental())
        return;
    const Series rules = Series::fromStored(series.json);
    const auto exceptions = m_calendar.exceptionsOf(series.id());
    if (gone && isIncremental()) { // they go with it; those that changed themselves are listed anyway
        for (const QString &id : exceptions) {
            const StoredEvent *exception = m_calendar.find(id);
            if (exception != nullptr && exception->change <= *m_since)
                addSingle(*exception, into);
        }
    }
    const QTimeZone zone = m_calendar.zone();
    const QDateTime from = std::max(m_world.clock.nowUtc(), rules.start.toInstant(zone));
    const QDateTime before = m_timeMax.value_or(from.addDays(horizonDays));
    qsizetype count = 0;
    const QList<EventTime> starts = expand(rules, before, 20'000);
    for (const EventTime &start : starts) {
        if (exceptions.contains(start.key()) || !inWindow(start, rules.endOf(start)))
            continue;
        if (++count > occurrencesPerSeries)
            return;
        into.append({ &series, start,
            start.toInstant(zone).toString(Qt::ISODate) + u' ' + series.id() + start.key(), gone });
    }
}

void EventList::addSingle(const StoredEvent &event, QList<Entry> &into) const
{
    const bool gone = m_calendar.isGone(event);
    if (gone && !m_showDeleted && !isIncremental() && !m_updatedMin)
        return;
    const EventTime start = EventTime::fromStored(event.json.value("start"_L1).toObject());
    if (!inWindow(start, EventTime::fromStored(event.json.value("end"_L1).toObject())))
        return;
    into.append({ &event, std::nullopt,
        start.toInstant(m_calendar.zone()).toString(Qt::ISODate) + u' ' + event.id(), gone });
}

QList<EventList::Entry> EventList::collectSorted() const
{
    QList<Entry> entries;
    for (const auto &[order, event] : m_calendar.byOrder()) {
        if (isIncremental() && (event->change <= *m_since || event->change > m_snapshot))
            continue;
        if (!m_single) {
            if (wanted(*event))
                entries.append(
                    { event, std::nullopt, event->json.value("updated"_L1).toString() + u' ' + event->id(),
                        m_calendar.isGone(*event) });
        } else if (matches(event->json)) {
            if (event->isSeries())
                addOccurrences(*event, entries);
            else
                addSingle(*event, entries);
        }
    }
    if (m_single && m_call.value(u"orderBy"_s) == "updated"_L1) {
        for (Entry &entry : entries)
            entry.position = entry.event->json.value("updated"_L1).toString() + u' ' + entry.position;
    }
    std::sort(entries.begin(), entries.end(),
        [](const Entry &a, const Entry &b) { return a.position < b.position; });
    entries.removeIf([&](const Entry &entry) { return entry.position <= m_position; });
    return entries;
}

QJsonObject EventList::render(const Entry &entry) const
{
    QJsonObject json = entry.event->json;
    if (entry.occurrence)
        json = instanceJson(*entry.event, *entry.occurrence, m_world.switches.opaqueInstanceIds);
    if (entry.gone)
        return renderTombstone(m_world, m_calendar, json, entry.event->change, m_options);
    return renderEvent(m_world, m_calendar, json, entry.event->change, m_options);
}

Result<QJsonObject> EventList::answer(const QList<Entry> &all)
{
    const bool emptyPage = m_world.switches.emptyPages && !m_emptyPageGiven && !all.isEmpty();
    const qsizetype count = emptyPage ? 0 : std::min<qsizetype>(limit(), all.size());
    QJsonArray items;
    for (qsizetype i = 0; i < count; ++i)
        items.append(render(all[i]));
    QJsonObject result{ { "kind"_L1, u"calendar#events"_s },
        { "etag"_L1, m_world.etag(m_world.lastChange()) },
        { "summary"_L1, m_calendar.entry.value("summary"_L1) }, { "updated"_L1, m_world.nowText() },
        { "timeZone"_L1, m_calendar.zoneId() }, { "accessRole"_L1, m_calendar.entry.value("accessRole"_L1) },
        { "defaultReminders"_L1, m_calendar.entry.value("defaultReminders"_L1) }, { "items"_L1, items } };
    if (m_calendar.entry.contains("description"_L1))
        result["description"_L1] = m_calendar.entry.value("description"_L1);
    if (all.size() > count) {
        result["nextPageToken"_L1] = m_tokens.issue({ .kind = u"page"_s,
            .calendarId = m_calendar.id(),
            .fingerprint = pageFingerprint(),
            .snapshot = m_snapshot,
            .position = count > 0 ? all[count - 1].position : m_position,
            .emptyPageGiven = emptyPage });
        return result;
    }
    bool restricted = m_call.method->id == "calendar.events.instances"_L1;
    for (const QString &name : { u"orderBy"_s, u"q"_s, u"iCalUID"_s, u"privateExtendedProperty"_s,
             u"sharedExtendedProperty"_s, u"updatedMin"_s })
        restricted |= m_call.has(name);
    if (!restricted)
        result["nextSyncToken"_L1] = m_tokens.issue({ .kind = u"sync"_s,
            .calendarId = m_calendar.id(),
            .fingerprint = syncFingerprint(),
            .snapshot = m_snapshot });
    return result;
}

Result<QJsonObject> EventList::list()
{
    if (const auto checked = checkCombination(); !checked)
        return fail(checked.error());
    if (const auto read = readTokens(); !read)
        return fail(read.error());
    const auto options =
        renderOptions(m_calendar, m_call.value(u"timeZone"_s), m_call.value(u"maxAttendees"_s));
    if (!options)
        return fail(options.error());
    m_options = *options;
    const bool sorted = m_single || m_call.has(u"orderBy"_s);
    return answer(sorted ? collectSorted() : collectStored());
}

Result<QJsonObject> EventList::instances()
{
    if (const auto read = readTokens(); !read)
        return fail(read.error());
    const auto options =
        renderOptions(m_calendar, m_call.value(u"timeZone"_s), m_call.value(u"maxAttendees"_s));
    if (!options)
        return fail(options.error());
    m_options = *options;
    m_single = true;
    m_inclusiveStart = true;
    const StoredEvent *series = m_calendar.find(m_call.path(u"eventId"_s));
    if (series == nullptr || series->isException() || (m_calendar.isGone(*series) && !m_showDeleted))
        return notFound();
    QList<Entry> entries;
    if (series->isSeries()) {
        addOccurrences(*series, entries);
        const auto exceptions = m_calendar.exceptionsOf(series->id());
        for (const QString &id : exceptions)
            addSingle(*m_calendar.find(id), entries);
    } else {
        addSingle(*series, entries);
    }
    const QString original = m_call.value(u"originalStart"_s);
    if (!original.isEmpty()) {
        const auto instant = parseInstant(original);
        const QDate date = parseDate(original);
        if (!instant && !date.isValid())
            return badRequest(u"Invalid value for 'originalStart': \"%1\""_s.arg(original));
        EventTime wanted{ date, instant.value_or(QDateTime()), {} };
        entries.removeIf([&](const Entry &entry) {
            const EventTime start = entry.occurrence ? *entry.occurrence : entry.event->originalStart();
            return start.key() != wanted.key();
        });
    }
    std::sort(entries.begin(), entries.end(),
        [](const Entry &a, const Entry &b) { return a.position < b.position; });
    entries.removeIf([&](const Entry &entry) { return entry.position <= m_position; });
    return answer(entries);
}

} // namespace simulator
