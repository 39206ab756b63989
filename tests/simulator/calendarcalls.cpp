// calendarList, calendars and colors.
#include "calendarapi.h"

namespace simulator {

using namespace Qt::StringLiterals;

QJsonObject CalendarApi::renderEntry(const CalendarData &calendar) const
{
    QJsonObject entry = calendar.entry;
    entry["kind"_L1] = u"calendar#calendarListEntry"_s;
    entry["etag"_L1] = m_world.etag(calendar.entryChange);
    return entry;
}

CalendarApi::Answer CalendarApi::calendarCall(const Call &call)
{
    CalendarData &calendar = *m_world.calendar(call.matched.path(u"calendarId"_s));
    const QString &id = call.matched.method->id;
    if (id == "calendar.calendarList.get"_L1)
        return renderEntry(calendar);
    QJsonObject own{ { "kind"_L1, u"calendar#calendar"_s },
        { "etag"_L1, m_world.etag(calendar.entryChange) } };
    for (const QLatin1String name :
        { "id"_L1, "summary"_L1, "description"_L1, "location"_L1, "timeZone"_L1 }) {
        if (calendar.entry.contains(name))
            own[name] = calendar.entry.value(name);
    }
    if (id == "calendar.calendars.get"_L1)
        return own;
    if (id == "calendar.calendars.delete"_L1) {
        if (calendar.entry.value("primary"_L1).toBool())
            return fail(403, u"forbidden"_s, u"The primary calendar cannot be deleted."_s);
        m_world.removeCalendar(calendar.id());
        return Answer(std::nullopt);
    }
    return fail(501, u"notImplemented"_s, u"The simulator does not implement %1."_s.arg(id));
}

CalendarApi::Answer CalendarApi::listCalendars(const Call &call)
{
    constexpr int defaultPage = 100;
    constexpr int maximalPage = 250;
    const MatchedCall &query = call.matched;
    const QString listId = u"users/me/calendarList"_s;
    quint64 since = 0;
    QString position;
    const auto wrongToken = [](const QString &name) {
        return fail(ApiError{ .status = 400,
            .reason = u"invalid"_s,
            .message = u"Invalid %1 token value."_s.arg(name),
            .locationType = u"parameter"_s,
            .location = QString(name + u"Token"_s) });
    };
    if (query.has(u"syncToken"_s)) {
        const auto token = m_tokens.read(query.value(u"syncToken"_s), u"sync"_s);
        if (!token || token->calendarId != listId)
            return wrongToken(u"sync"_s);
        if (query.has(u"minAccessRole"_s) || query.value(u"showDeleted"_s) == "false"_L1
            || query.value(u"showHidden"_s) == "false"_L1)
            return badRequest(u"Sync token cannot be used with other request restrictions"_s);
        if (m_tokens.isExpired(*token))
            return fail(ApiError{ .status = 410,
                .reason = u"fullSyncRequired"_s,
                .message = u"Sync token is no longer valid, a full sync is required."_s,
                .domain = u"calendar"_s,
                .locationType = u"parameter"_s,
                .location = u"syncToken"_s });
        since = token->snapshot;
    }
    if (query.has(u"pageToken"_s)) {
        const auto token = m_tokens.read(query.value(u"pageToken"_s), u"page"_s);
        if (!token || token->calendarId != listId)
            return wrongToken(u"page"_s);
        position = token->position;
    }
    static const QStringList roles{ u"freeBusyReader"_s, u"reader"_s, u"writer"_s, u"owner"_s };
    const qsizetype minimum = roles.indexOf(query.value(u"minAccessRole"_s));
    int limit = query.has(u"maxResults"_s) ? query.value(u"maxResults"_s).toInt() : defaultPage;
    limit = std::min(limit, maximalPage);
    if (m_world.switches.pageSize > 0)
        limit = std::min(limit, m_world.switches.pageSize);
    QJsonArray items;
    QString last;
    bool more = false;
    for (const auto &[id, calendar] : m_world.calendars()) {
        if (id <= position || calendar->entryChange <= since
            || roles.indexOf(calendar->entry.value("accessRole"_L1).toString()) < minimum)
            continue;
        more = items.size() == limit;
        if (more)
            break;
        items.append(renderEntry(*calendar));
        last = id;
    }
    QJsonObject result{ { "kind"_L1, u"calendar#calendarList"_s },
        { "etag"_L1, m_world.etag(m_world.lastChange()) }, { "items"_L1, items } };
    if (more)
        result["nextPageToken"_L1] =
            m_tokens.issue({ .kind = u"page"_s, .calendarId = listId, .fingerprint = {}, .position = last });
    else
        result["nextSyncToken"_L1] = m_tokens.issue(
            { .kind = u"sync"_s, .calendarId = listId, .fingerprint = {}, .snapshot = m_world.lastChange() });
    return result;
}

QJsonObject eventColors()
{
    static const QList<QByteArray> backgrounds{ "#a4bdfc", "#7ae7bf", "#dbadff", "#ff887c", "#fbd75b",
        "#ffb878", "#46d6db", "#e1e1e1", "#5484ed", "#51b749", "#dc2127" };
    QJsonObject event;
    for (qsizetype i = 0; i < backgrounds.size(); ++i)
        event[QString::number(i + 1)] = QJsonObject{ { "background"_L1, QString::fromLatin1(backgrounds[i]) },
            { "foreground"_L1, u"#1d1d1d"_s } };
    const QJsonObject calendar{
        { "7"_L1, QJsonObject{ { "background"_L1, u"#42d692"_s }, { "foreground"_L1, u"#1d1d1d"_s } } },
        { "14"_L1, QJsonObject{ { "background"_L1, u"#9fe1e7"_s }, { "foreground"_L1, u"#1d1d1d"_s } } }
    };
    return { { "kind"_L1, u"calendar#colors"_s }, { "updated"_L1, u"2012-02-14T00:00:00.000Z"_s },
        { "event"_L1, event }, { "calendar"_L1, calendar } };
}

} // namespace simulator
