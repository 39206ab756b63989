#include "soak/verdict.h"

#include "soak/tablecheck.h"

#include "calendar/event.h"

#include <QJsonDocument>
#include <QSet>

namespace aria::soak {

using namespace Qt::StringLiterals;

namespace {

const QDateTime windowStart(QDate(2026, 1, 1), QTime(), Qt::UTC);
const QDateTime windowEnd(QDate(2027, 1, 1), QTime(), Qt::UTC);

bool isLiving(const QJsonObject &event)
{
    return event["status"_L1] != "cancelled"_L1;
}

QString ariaTime(const QVariant &value)
{
    QDateTime time = value.toDateTime();
    if (value.typeId() == QMetaType::QString)
        time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss"_s);
}

QString googleTime(const QJsonObject &time)
{
    return time.contains("date"_L1) ? time["date"_L1].toString()
                                    : QDateTime::fromString(time["dateTime"_L1].toString(), Qt::ISODate)
                                          .toUTC()
                                          .toString(u"yyyy-MM-ddTHH:mm:ss"_s);
}

QStringList linesOf(const QString &text)
{
    QStringList lines;
    const QJsonArray list = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue line : list)
        lines.append(line.toString());
    lines.sort();
    return lines;
}

// What both sides must agree on, in one line a living event.
QString ariaLine(const QVariantMap &row)
{
    const bool allDay = row[u"all_day"_s].toBool();
    const auto time = [&](const QString &name) {
        return allDay ? row[name + u"_day"_s].toString().left(10) : ariaTime(row[name + u"_time"_s]);
    };
    return QStringList{ row[u"google_event_id"_s].toString(), row[u"title"_s].toString(),
        row[u"location"_s].toString(), row[u"description"_s].toString(), time(u"start"_s), time(u"end"_s),
        linesOf(row[u"recurrence"_s].toString()).join(u' ') }
        .join(u" | "_s);
}

QString googleLine(const QJsonObject &event)
{
    QStringList lines;
    const QJsonArray recurrence = event["recurrence"_L1].toArray();
    for (const QJsonValue line : recurrence)
        lines.append(line.toString());
    lines.sort();
    return QStringList{ event["id"_L1].toString(), event["summary"_L1].toString(),
        event["location"_L1].toString(), event["description"_L1].toString(),
        googleTime(event["start"_L1].toObject()), googleTime(event["end"_L1].toObject()), lines.join(u' ') }
        .join(u" | "_s);
}

void compare(const QString &what, QStringList aria, QStringList google, QStringList &wrong)
{
    aria.sort();
    google.sort();
    if (aria == google)
        return;
    for (const QString &line : std::as_const(google)) {
        if (!aria.removeOne(line))
            wrong.append(u"%1 only at Google: %2"_s.arg(what, line));
    }
    for (const QString &line : std::as_const(aria))
        wrong.append(u"%1 only in ARIA: %2"_s.arg(what, line));
}

QString occurrenceLine(const calendar::Event &event)
{
    return QStringList{ event.json()["summary"_L1].toString(),
        googleTime(event.json()["start"_L1].toObject()), googleTime(event.json()["end"_L1].toObject()) }
        .join(u" | "_s);
}

QStringList googleAgenda(Bed &bed)
{
    const QString token = bed.google()
                              .oauth()
                              .signIn(u"123456789012-desktop.apps.googleusercontent.com"_s,
                                  { google::scopeCalendar })["access_token"_L1]
                              .toString();
    simulator::Request request;
    request.method = "GET";
    request.path = "/calendar/v3/calendars/primary/events";
    request.rawQuery =
        "singleEvents=true&maxResults=2500&timeMin=2026-01-01T00:00:00Z&timeMax=2027-01-01T00:00:00Z";
    request.headers.insert("authorization", "Bearer " + token.toLatin1());
    const int pageSize = std::exchange(bed.google().world().switches.pageSize, 0);
    const simulator::Outcome outcome = bed.google().handle(request);
    bed.google().world().switches.pageSize = pageSize;
    QStringList lines;
    const QJsonArray items = QJsonDocument::fromJson(outcome.response.body).object()["items"_L1].toArray();
    for (const QJsonValue item : items)
        lines.append(occurrenceLine(calendar::Event(item.toObject())));
    return lines;
}

QStringList ariaAgenda(Bed &bed)
{
    QStringList lines;
    const auto events =
        bed.answer(bed.live().eventsBetween(windowStart, windowEnd, 100'000), std::chrono::seconds(60));
    if (!events || !*events)
        return { u"the agenda cannot be read"_s };
    for (const service::EventView &view : **events)
        lines.append(occurrenceLine(view.event));
    return lines;
}

QString historyText(Bed &bed)
{
    QString text;
    const QString wanted = Database::isPostgres() ? u"before_event::text AS b, after_event::text AS a"_s
                                                  : u"before_event AS b, after_event AS a"_s;
    for (const QVariantMap &row :
        bed.database().rows(u"SELECT %1 FROM aria_calendar_sync_history"_s.arg(wanted)))
        text += row[u"b"_s].toString() + row[u"a"_s].toString();
    return text;
}

QStringList lostOrDoubled(const Ledger &ledger, const QList<QJsonObject> &google, const QString &history)
{
    QStringList wrong;
    QHash<QString, int> count;
    QString now;
    for (const QJsonObject &event : google) {
        now += QString::fromUtf8(QJsonDocument(event).toJson(QJsonDocument::Compact));
        if (isLiving(event) && !event.contains("recurringEventId"_L1))
            ++count[event["summary"_L1].toString().section(u' ', 0, 0)];
    }
    for (const Tracked &event : ledger.events()) {
        const int found = count.take(event.key);
        if (found > 1)
            wrong.append(u"%1 exists %2 times"_s.arg(event.key).arg(found));
        if (found == 0 && event.isMade && !event.mayBeGone)
            wrong.append(u"%1 is lost"_s.arg(event.key));
    }
    for (auto it = count.begin(); it != count.end(); ++it)
        wrong.append(u"nobody made %1"_s.arg(it.key()));
    for (const Mark &mark : ledger.newest()) {
        if (!now.contains(mark.text) && !history.contains(mark.text))
            wrong.append(u"the %1 '%2' of %3, written by %4, is lost without a trace"_s.arg(mark.field,
                mark.text, mark.eventId,
                QStringList{ u"the API"_s, u"SQL"_s, u"Google"_s }.at(static_cast<int>(mark.side))));
    }
    return wrong;
}

} // namespace

QStringList differences(Bed &bed)
{
    QStringList aria;
    QStringList google;
    const QString days = Database::isPostgres()
        ? u"e.start_date::text AS start_day, e.end_date::text AS end_day"_s
        : u"e.start_time AS start_day, e.end_time AS end_day"_s;
    for (const QVariantMap &row :
        bed.database().rows(u"SELECT s.google_event_id, e.title, e.location, e.description, e.all_day, "
                            u"e.start_time, e.end_time, "
                            "e.recurrence, %1 FROM aria_calendar_events e "
                            "LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id "
                            "LEFT JOIN aria_calendar_sync ms ON ms.google_event_id = e.recurring_event_id "
                            "LEFT JOIN aria_calendar_events m ON m.id = ms.local_event_id "
                            "WHERE e.deleted_at IS NULL AND e.status <> 'cancelled' AND m.deleted_at IS NULL "
                            "AND COALESCE(m.status, '') <> 'cancelled'"_s.arg(days)))
        aria.append(ariaLine(row));
    for (const QJsonObject &event : bed.googleEvents()) {
        if (isLiving(event))
            google.append(googleLine(event));
    }
    QStringList wrong;
    compare(u"event"_s, aria, google, wrong);
    compare(u"occurrence"_s, ariaAgenda(bed), googleAgenda(bed), wrong);
    return wrong;
}

QStringList brokenPromises(Bed &bed, const Ledger &ledger)
{
    QStringList wrong = differences(bed);
    wrong += tableFaultsAtRest(bed);
    wrong += lostOrDoubled(ledger, bed.googleEvents(), historyText(bed));

    if (const auto plan = bed.answer(bed.live().dryRun(), std::chrono::hours(1)); !plan || !*plan)
        wrong.append(u"a dry run fails"_s);
    else if (!(*plan)->writes.isEmpty())
        wrong.append(
            u"the dry run foretells %1 writes though both sides are equal"_s.arg((*plan)->writes.size()));
    const int writes = bed.googleWrites();
    const QString count = u"SELECT count(*) AS n, max(id) AS last FROM aria_calendar_sync_history"_s;
    const auto history = bed.database().rows(count);
    bed.sync();
    if (bed.googleWrites() != writes)
        wrong.append(u"one more sync writes to Google"_s);
    if (bed.database().rows(count) != history)
        wrong.append(u"one more sync writes history"_s);
    if (!bed.google().world().mails.isEmpty())
        wrong.append(u"somebody got mail"_s);
    const QJsonObject updates = bed.google().log().counters()["sendUpdates"_L1].toObject();
    for (auto it = updates.begin(); it != updates.end(); ++it) {
        if (it.key() != "none"_L1)
            wrong.append(u"%1 writes with sendUpdates %2"_s.arg(it.value().toInt()).arg(it.key()));
    }
    const QJsonArray refused = bed.google().log().refused();
    for (const QJsonValue request : refused)
        wrong.append(u"Google would refuse: "_s
            + QString::fromUtf8(QJsonDocument(request.toObject()).toJson(QJsonDocument::Compact)));
    return wrong;
}

} // namespace aria::soak
