// Two synced calendars and a third one, and events that go from one to another.
#pragma once

#include "e2e/rig.h"

#include <QTest>

namespace aria::e2e {

using namespace Qt::StringLiterals;

inline const QString mine = u"primary"_s;
inline const QString team = u"team@group.calendar.google.com"_s;
inline const QString unsynced = u"other@group.calendar.google.com"_s;

// What a person does with them at Google and through the API.
struct MoveBed
{
    bool begin(const QString &strategy = u"google_wins"_s);
    QString put(const QString &title, const QString &recurrence = {});
    bool move(const QString &id, const QString &from, const QString &to)
    {
        const Answer moved = rig->control(
            "POST", u"calendars/%1/events/%2/move"_s.arg(from, id), toBytes({ { u"destination"_s, to } }));
        if (moved.status != 200)
            qWarning("%s", moved.shown().constData());
        return moved.status == 200;
    }
    Answer request(const QString &id, const QString &to)
    {
        return rig->api("POST", u"/events/move"_s,
            toBytes({ { u"google_event_id"_s, id }, { u"to_calendar_id"_s, to } }));
    }
    bool holdUp(const QString &calendar); // its next list fails
    QJsonObject here(const QString &id) { return rig->api("GET", u"/events/"_s + id)["event"].toObject(); }
    Answer edit(const QString &id, const QString &name, const QString &value)
    {
        return rig->api(
            "POST", u"/events/update"_s, toBytes({ { u"google_event_id"_s, id }, { name, value } }));
    }
    QStringList titlesAt(const QString &calendar); // living ones, sorted
    QStringList upcoming(); // "DAY TITLE CALENDAR"
    QString occurrence(const QString &series, int day)
    {
        return series + u'_' + first.addDays(day).toString(u"yyyyMMdd"_s) + u"T090000Z"_s;
    }
    std::unique_ptr<Rig> rig;
    QDate first;
};

inline bool MoveBed::begin(const QString &strategy)
{
    rig = std::make_unique<Rig>();
    first = QDateTime::currentDateTimeUtc().date().addDays(1);
    if (!rig->startGoogle(
            { u"--write-client-secrets"_s, rig->credentials(), u"--write-token"_s, rig->credentials() }))
        return false;
    for (const QString &id : { team, unsynced }) {
        const Answer made = rig->control("POST", u"calendars"_s,
            toBytes({ { u"id"_s, id }, { u"summary"_s, id }, { u"timeZone"_s, u"Europe/Berlin"_s },
                { u"accessRole"_s, u"writer"_s } }));
        if (made.status != 200)
            return false;
    }
    rig->environment.insert(u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"%1,%2"_s.arg(mine, team));
    rig->environment.insert(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, strategy);
    return rig->startService() && rig->syncNow().status == 200;
}

inline QString MoveBed::put(const QString &title, const QString &recurrence)
{
    const auto at = [this](int hour) {
        return QJsonObject{ { u"dateTime"_s,
                                QDateTime(first, QTime(hour, 0), Qt::UTC).toString(Qt::ISODate) },
            { u"timeZone"_s, u"UTC"_s } };
    };
    QJsonObject event{ { u"summary"_s, title }, { u"start"_s, at(9) }, { u"end"_s, at(10) } };
    if (!recurrence.isEmpty())
        event[u"recurrence"_s] = QJsonArray{ recurrence };
    return rig->control("POST", u"calendars/primary/events"_s, toBytes(event)).text("id");
}

inline bool MoveBed::holdUp(const QString &calendar)
{
    rig->fault(("[{'match':{'method':'GET','path':'/calendars/" + calendar.section(u'@', 0, 0).toUtf8()
        + "[^/]*/events[?]'},'kind':'status','status':403,'reason':'forbidden','times':1}]")
                   .constData());
    return rig->faultsAccepted();
}

inline QStringList MoveBed::titlesAt(const QString &calendar)
{
    QStringList titles;
    const QJsonArray events = rig->control("GET", u"calendars/"_s + calendar)["events"].toArray();
    for (const QJsonValue event : events) {
        if (event[u"status"_s] != u"cancelled"_s)
            titles.append(event[u"summary"_s].toString());
    }
    titles.sort();
    return titles;
}

inline QStringList MoveBed::upcoming()
{
    QStringList found;
    const QJsonArray events = rig->api("GET", u"/events/upcoming?days=30&tz=UTC"_s)["events"].toArray();
    for (const QJsonValue event : events) {
        const QDate day = QDate::fromString(event[u"start_time"_s].toString().left(10), Qt::ISODate);
        found.append(u"%1 %2 %3"_s.arg(first.daysTo(day))
                         .arg(event[u"title"_s].toString(), event[u"calendar_id"_s].toString()));
    }
    return found;
}

} // namespace aria::e2e
