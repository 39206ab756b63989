#include "soak/player.h"

#include "calendar/instanceid.h"
#include "calendar/recurrence.h"
#include "soak/content.h"

namespace aria::soak {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

Player::Player(Bed &bed)
    : m_bed(bed)
{
}

QStringList Player::play(const QList<Step> &steps)
{
    for (const Step &step : steps) {
        ++m_step;
        began(step);
        if (step.act == Act::Rest) {
            const QStringList wrong = bringToRest();
            if (!wrong.isEmpty())
                return wrong;
            continue;
        }
        perform(step);
        m_bed.pump();
        collect();
    }
    return {};
}

void Player::perform(const Step &step)
{
    switch (step.act) {
    case Act::ApiCreate:
        return apiCreate(step);
    case Act::ApiUpdate:
        if (const Tracked *event = pick(step.a))
            apiUpdate(step, event->id);
        return;
    case Act::ApiDelete:
        if (const Tracked *event = pick(step.a))
            apiDelete(event->id, false);
        return;
    case Act::ApiUpdateOccurrence:
        if (const QString id = occurrence(step); !id.isEmpty())
            apiUpdate(step, id);
        return;
    case Act::ApiDeleteOccurrence:
        if (const QString id = occurrence(step); !id.isEmpty())
            apiDelete(id, true);
        return;
    case Act::SqlInsert:
        return sqlInsert(step);
    case Act::SqlUpdate:
        return sqlUpdate(step);
    case Act::SqlDelete:
        return sqlDelete(step);
    case Act::GoogleCreate:
        return googleCreate(step);
    case Act::GoogleUpdate:
        if (const Tracked *event = pick(step.a))
            googleUpdate(step, event->id);
        return;
    case Act::GoogleDelete:
        if (const Tracked *event = pick(step.a))
            googleDelete(event->id, false);
        return;
    case Act::GoogleUpdateOccurrence:
        if (const QString id = occurrence(step); !id.isEmpty())
            googleUpdate(step, id);
        return;
    case Act::GoogleDeleteOccurrence:
        if (const QString id = occurrence(step); !id.isEmpty())
            googleDelete(id, true);
        return;
    case Act::GoogleSplit:
        return googleSplit(step);
    case Act::Resolve:
        return resolve(step);
    case Act::Undo:
        return undo(step);
    case Act::SyncNow:
        m_bed.live().syncNow();
        if (step.a % 2 == 0)
            m_bed.wait(milliseconds(step.b % 3000));
        return;
    case Act::Notify:
        return notify(step);
    case Act::Pass:
        return m_bed.wait(milliseconds(step.a % 1000));
    case Act::Sleep:
        return m_bed.wait(
            step.a % 4 == 0 ? std::chrono::hours(step.b % 30 + 1) : std::chrono::minutes(step.b % 60 + 1));
    case Act::SetClock:
        setClockError(
            step.a % 3 == 0 ? milliseconds(0) : std::chrono::minutes(static_cast<int>(step.b % 600) - 300));
        return;
    case Act::Unplug:
        m_bed.network().isUnplugged = !m_bed.network().isUnplugged;
        return;
    case Act::Fault:
        return fault(step);
    case Act::ExpireAccessTokens:
        return m_bed.google().oauth().expireAccessTokens();
    case Act::ExpireSyncTokens:
        return m_bed.google().tokens().expireAll();
    case Act::BreakDatabase:
        return m_bed.database().breakConnections();
    case Act::Restart:
        m_bed.stop();
        forgetAnswers();
        return m_bed.start();
    case Act::Kill:
        m_bed.wait(milliseconds(step.a % 400));
        m_bed.kill();
        forgetAnswers();
        return m_bed.start();
    case Act::Rest:
        return;
    }
}

void Player::collect()
{
    for (auto it = m_waiting.begin(); it != m_waiting.end();) {
        if (!it->reply.isFinished()) {
            ++it;
            continue;
        }
        it->then(it->reply.result());
        it = m_waiting.erase(it);
    }
}

Tracked *Player::pick(quint32 number, bool series)
{
    QList<QString> keys;
    for (const Tracked &event : m_ledger.events()) {
        if (!event.id.isEmpty() && (!series || event.isSeries))
            keys.append(event.key);
    }
    if (keys.isEmpty())
        return nullptr;
    return m_ledger.byKey(keys[number % keys.size()]);
}

QString Player::occurrence(const Step &step, qsizetype first)
{
    const Tracked *series = pick(step.a, true);
    if (!series)
        return {};
    const auto [status, master] = m_bed.person("GET", u"/events/"_s + series->id);
    if (status != 200)
        return {};
    const calendar::Event event(master);
    if (event.isCancelled() || event.recurrence().isEmpty())
        return {};
    const QList<calendar::EventTime> starts = calendar::nextStarts(
        event, QDateTime(QDate(2026, 1, 1), QTime(), Qt::UTC), 4, QTimeZone("Europe/Berlin"));
    if (starts.size() <= first)
        return {};
    return calendar::instanceIdOf(series->id, starts[first + step.b % (starts.size() - first)]);
}

QString Player::newKey()
{
    return u"E%1."_s.arg(++m_names);
}

QString Player::newText(const QString &field, const QString &key)
{
    const QString mark = u"%1%2;"_s.arg(field.at(0)).arg(++m_names);
    return field == "title"_L1 ? key + u' ' + mark : mark;
}

// -- ARIA's API ------------------------------------------------------------------------------------------------------

void Player::apiCreate(const Step &step)
{
    const QString key = newKey();
    const Shape shape = shapeOf(step);
    Tracked &event = m_ledger.add(key);
    event.isSeries = shape.isSeries;
    event.ariaEdit = m_step;
    service::CreateRequest request;
    request.content = inputFor(shape, key);
    if (step.b % 4 == 0)
        request.content.attendees = QStringList{ u"guest@example.org"_s };
    if (step.b % 5 == 0)
        request.content.reminders =
            QJsonArray{ QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, 10 } } };
    m_waiting.push_back({ m_bed.live().createEvent(request), [this, key](const Outcome &outcome) {
                             if (!outcome)
                                 return;
                             Tracked *made = m_ledger.byKey(key);
                             made->id = outcome->view.googleEventId;
                             made->isMade = true;
                         } });
}

void Player::apiUpdate(const Step &step, const QString &id)
{
    Tracked *event = m_ledger.byId(id);
    event->ariaEdit = m_step;
    service::UpdateRequest request;
    request.googleEventId = id;
    Mark mark{ {}, id, u"title"_s, Side::Api };
    switch (step.b % 5) {
    case 0:
        request.content.title = mark.text = newText(mark.field, event->key);
        break;
    case 1:
        mark.field = u"location"_s;
        request.content.location = mark.text = newText(mark.field, event->key);
        break;
    case 2:
        mark.field = u"description"_s;
        request.content.description = mark.text = newText(mark.field, event->key);
        break;
    case 3:
        request.content.attendees =
            QStringList{ u"guest%1@example.org"_s.arg(step.a % 3), u"x@example.org"_s };
        break;
    default: {
        const auto [status, json] = m_bed.person("GET", u"/events/"_s + id);
        if (status != 200 || !json.contains(u"start"_s))
            return;
        const QJsonObject moved = movedTimes(json, step);
        const auto start = calendar::EventTime::fromGoogle(moved[u"start"_s].toObject());
        const auto end = calendar::EventTime::fromGoogle(moved[u"end"_s].toObject());
        if (!start || !end)
            return;
        request.content.start = *start;
        request.content.end = *end;
        break;
    }
    }
    m_waiting.push_back({ m_bed.live().updateEvent(request), [this, mark](const Outcome &outcome) {
                             if (outcome && !mark.text.isEmpty())
                                 m_ledger.mark(mark);
                         } });
}

void Player::apiDelete(const QString &id, bool isOccurrence)
{
    if (Tracked *event = m_ledger.byId(id)) {
        event->ariaEdit = m_step;
        event->mayBeGone = event->mayBeGone || !isOccurrence;
    }
    m_ledger.forget(id, Side::Sql);
    m_waiting.push_back({ m_bed.live().deleteEvent(id), [](const Outcome &) {} });
}

// -- ARIA's SQL ------------------------------------------------------------------------------------------------------

void Player::sqlInsert(const Step &step)
{
    const QString key = newKey();
    const Shape shape = shapeOf(step);
    const auto text = [](const QDateTime &time) { return time.toString(u"yyyy-MM-ddTHH:mm:ss'Z'"_s); };
    if (m_bed.database().exec(
            u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES (?, ?, ?, ?)"_s,
            { key, text(shape.start), text(shape.start.addSecs(1800)), QString::fromLatin1(shape.zone) })) {
        Tracked &event = m_ledger.add(key);
        event.isMade = true;
        event.ariaEdit = m_step;
    }
    if (step.a % 2 == 0)
        Q_EMIT m_bed.store().changedOutside(); // else the next sync finds it
}

QVariantMap Player::pickRow(quint32 number)
{
    const QList<QVariantMap> rows = m_bed.database().rows(
        u"SELECT e.id, e.title, s.google_event_id, e.recurring_event_id FROM aria_calendar_events e "
        "JOIN aria_calendar_sync s ON s.local_event_id = e.id "
        "WHERE e.deleted_at IS NULL AND e.status <> 'cancelled' ORDER BY e.id"_s);
    return rows.isEmpty() ? QVariantMap() : rows[number % rows.size()];
}

void Player::sqlUpdate(const Step &step)
{
    const QVariantMap row = pickRow(step.a);
    if (row.isEmpty())
        return;
    const QString id = row[u"google_event_id"_s].toString();
    const QString key = row[u"title"_s].toString().section(u' ', 0, 0);
    Tracked *event = m_ledger.byKey(key);
    if (!event)
        return;
    const bool isOccurrence = !row[u"recurring_event_id"_s].toString().isEmpty();
    event->ariaEdit = m_step;
    const QString field = QStringList{ u"title"_s, u"location"_s, u"description"_s }.at(step.b % 3);
    const QString text = newText(field, key);
    if (m_bed.database().exec(
            u"UPDATE aria_calendar_events SET %1 = ? WHERE id = ?"_s.arg(field), { text, row[u"id"_s] })
        && !isOccurrence)
        m_ledger.mark({ text, id, field, Side::Sql });
    if (step.a % 2 == 0)
        Q_EMIT m_bed.store().changedOutside();
}

void Player::sqlDelete(const Step &step)
{
    const QVariantMap row = pickRow(step.a);
    if (row.isEmpty())
        return;
    const QString key = row[u"title"_s].toString().section(u' ', 0, 0);
    if (Tracked *event = m_ledger.byKey(key)) {
        event->ariaEdit = m_step;
        event->mayBeGone = true;
    }
    m_ledger.forget(row[u"google_event_id"_s].toString(), Side::Sql);
    m_bed.database().exec(step.b % 2 == 0
            ? u"DELETE FROM aria_calendar_events WHERE id = ?"_s
            : u"UPDATE aria_calendar_events SET deleted_at = created_at WHERE id = ?"_s,
        { row[u"id"_s] });
    if (step.a % 2 == 0)
        Q_EMIT m_bed.store().changedOutside();
}

// -- a person at Google ------------------------------------------------------------------------------------------------

void Player::googleCreate(const Step &step)
{
    const QString key = newKey();
    const Shape shape = shapeOf(step);
    const auto [status, made] = m_bed.person("POST", u"/events"_s, googleJsonFor(shape, key));
    if (status != 200)
        return;
    Tracked &event = m_ledger.add(key);
    event.id = made[u"id"_s].toString();
    event.isSeries = shape.isSeries;
    event.isMade = true;
    event.googleEdit = m_step;
}

void Player::googleUpdate(const Step &step, const QString &id)
{
    Tracked *event = m_ledger.byId(id);
    const bool isOccurrence = id != event->id;
    const auto [found, json] = m_bed.person("GET", u"/events/"_s + id);
    if (found != 200 || json[u"status"_s] == "cancelled"_L1)
        return; // nobody sees what is deleted
    Mark mark{ {}, id, u"title"_s, Side::Google };
    QJsonObject change;
    switch (step.b % 4) {
    case 0:
        change[u"summary"_s] = mark.text = newText(mark.field, event->key);
        break;
    case 1:
        mark.field = u"location"_s;
        change[u"location"_s] = mark.text = newText(mark.field, event->key);
        break;
    case 2:
        mark.field = u"description"_s;
        change[u"description"_s] = mark.text = newText(mark.field, event->key);
        break;
    default:
        change = movedTimes(json, step);
        break;
    }
    const auto [status, changed] = m_bed.person("PATCH", u"/events/"_s + id, change);
    if (status != 200)
        return;
    event->googleEdit = m_step;
    // Google carries a change of the series over to its exceptions; what it overwrites there nobody else has seen.
    if (!isOccurrence)
        m_ledger.forgetOccurrences(id, Side::Google);
    if (!mark.text.isEmpty())
        m_ledger.mark(mark);
}

void Player::googleDelete(const QString &id, bool isOccurrence)
{
    const auto [status, gone] = m_bed.person("DELETE", u"/events/"_s + id);
    if (status != 200)
        return;
    if (Tracked *event = m_ledger.byId(id)) {
        event->googleEdit = m_step;
        event->mayBeGone = event->mayBeGone || !isOccurrence;
    }
    m_ledger.forget(id, Side::Google);
}

void Player::googleSplit(const Step &step)
{
    const QString id = occurrence(step, 1); // from the first one on it is no split
    if (id.isEmpty())
        return;
    const QString key = newKey();
    const auto [status, made] =
        m_bed.person("POST", u"/events/"_s + id + u"/split"_s, { { u"summary"_s, key } });
    if (status != 200)
        return;
    Tracked *series = m_ledger.byId(id);
    series->googleEdit = m_step;
    m_ledger.forgetOccurrences(series->id, Side::Google);
    Tracked &event = m_ledger.add(key);
    event.id = made[u"id"_s].toString();
    event.isSeries = true;
    event.isMade = true;
    event.googleEdit = m_step;
}

// -- decisions ------------------------------------------------------------------------------------------------------------

void Player::resolve(const Step &step)
{
    const auto conflicts = m_bed.answer(m_bed.live().conflicts(), std::chrono::seconds(30));
    if (!conflicts || !*conflicts || (*conflicts)->isEmpty())
        return;
    const service::ConflictView chosen = (*conflicts)->at(step.a % (*conflicts)->size());
    service::Resolution resolution;
    resolution.whole = step.b % 2 == 0 ? service::Resolution::Side::Google : service::Resolution::Side::Aria;
    if (Tracked *event = m_ledger.byId(chosen.record.googleEventId))
        event->mayBeGone = event->mayBeGone || chosen.fields.value(0).name == "event"_L1;
    m_bed.live().resolveConflict(chosen.record.googleEventId, resolution);
}

void Player::undo(const Step &step)
{
    const auto page = m_bed.answer(m_bed.live().history(40, {}, {}), std::chrono::seconds(30));
    if (!page || !*page || (*page)->records.isEmpty())
        return;
    const store::HistoryRecord chosen = (*page)->records.at(step.a % (*page)->records.size());
    const QString key =
        (chosen.before.isEmpty() ? chosen.after : chosen.before)[u"summary"_s].toString().section(u' ', 0, 0);
    if (Tracked *event = m_ledger.byKey(key)) {
        event->ariaEdit = m_step;
        event->mayBeGone = true;
    }
    m_ledger.forget(chosen.googleEventId, Side::Sql);
    m_waiting.push_back({ m_bed.live().undo(chosen.id), [](const Outcome &) {} });
}

// -- trouble ------------------------------------------------------------------------------------------------------------

void Player::notify(const Step &step)
{
    if (m_bed.network().channelId.isEmpty())
        return;
    const service::WebhookNotification notification{ m_bed.network().channelId, m_bed.network().channelToken,
        u"resource"_s, u"exists"_s };
    for (quint32 i = 0; i <= step.a % 2; ++i) // sometimes twice
        m_bed.live().notified(notification);
}

void Player::fault(const Step &step)
{
    const auto order = [&](const QString &method, const QString &path, QJsonObject rest) {
        rest[u"match"_s] = QJsonObject{ { u"method"_s, method }, { u"path"_s, path } };
        rest[u"after"_s] = static_cast<int>(step.b % 3);
        rest[u"times"_s] = static_cast<int>(step.b % 5 == 0 ? 6 : 1);
        m_bed.addFault(rest);
    };
    const auto status = [&](int code, const QString &reason, int retryAfter = -1) {
        QJsonObject fault{ { u"kind"_s, u"status"_s }, { u"status"_s, code }, { u"reason"_s, reason } };
        if (retryAfter >= 0)
            fault[u"retryAfter"_s] = retryAfter;
        return fault;
    };
    const QString any = u"/calendar/v3"_s;
    const QString event = u"/events/"_s;
    switch (step.a % 17) {
    case 0:
        return order({}, any, status(403, u"rateLimitExceeded"_s));
    case 1:
        return order({}, any, status(429, u"rateLimitExceeded"_s, static_cast<int>(step.b % 90)));
    case 2:
        return order({}, any, status(403, u"userRateLimitExceeded"_s, static_cast<int>(step.b % 30)));
    case 3:
        return order({}, any, status(500, u"backendError"_s));
    case 4:
        return order({}, any, status(503, u"backendError"_s, static_cast<int>(step.b % 40)));
    case 5:
        return order({}, any, { { u"kind"_s, u"drop_before"_s } });
    case 6:
    case 7:
        return order({}, any, { { u"kind"_s, u"drop_after"_s } });
    case 8:
        return order({}, any, { { u"kind"_s, u"truncate"_s } });
    case 9:
        return order({}, any, { { u"kind"_s, u"html"_s } });
    case 10:
        return order(
            {}, any, { { u"kind"_s, u"delay"_s }, { u"ms"_s, static_cast<int>(step.b * 5 % 45'000) } });
    case 11:
        return order({}, any, status(401, u"authError"_s));
    case 12:
        return order({}, u"/token"_s, status(503, u"backendError"_s));
    case 13:
        return order(u"GET"_s, u"syncToken="_s, status(410, u"fullSyncRequired"_s));
    case 14:
        return order(u"PATCH"_s, event, status(412, u"conditionNotMet"_s));
    case 15:
        return order(u"POST"_s, u"/events"_s, { { u"kind"_s, u"drop_after"_s } });
    default:
        return order(u"DELETE"_s, event, { { u"kind"_s, u"drop_after"_s } });
    }
}

// -- rest --------------------------------------------------------------------------------------------------------------------

QStringList Player::bringToRest()
{
    m_bed.google().faults().clear();
    m_bed.network().isUnplugged = false;
    int quietSyncs = 0;
    for (int round = 0; round < 40; ++round) {
        const int writes = m_bed.googleWrites();
        const auto ran = m_bed.sync();
        collect();
        if (!ran)
            return { u"a sync does not end"_s };
        // Conflicts are decided by the same coin each time, so that a run can be repeated.
        if (const auto conflicts = m_bed.answer(m_bed.live().conflicts(), std::chrono::seconds(60));
            round > 2 && conflicts && *conflicts && !(*conflicts)->isEmpty())
            resolve({ Act::Resolve, 0, static_cast<quint32>(round) });
        const bool waits =
            !m_bed.database()
                 .rows(u"SELECT id FROM aria_calendar_sync WHERE sync_status NOT IN ('synced', 'deleted')"_s)
                 .isEmpty();
        quietSyncs = *ran && !waits && m_bed.googleWrites() == writes ? quietSyncs + 1 : 0;
        if (quietSyncs == 2) {
            learnIds();
            return {};
        }
        // A wait that an earlier life stored before the clock was set back may be hours long.
        m_bed.wait(round < 20 ? std::chrono::minutes(2) : std::chrono::hours(1));
    }
    QStringList open;
    for (const QVariantMap &row :
        m_bed.database().rows(u"SELECT google_event_id, sync_status, error_message FROM aria_calendar_sync "
                              "WHERE sync_status NOT IN ('synced', 'deleted')"_s))
        open.append(row[u"google_event_id"_s].toString() + u' ' + row[u"sync_status"_s].toString() + u' '
            + row[u"error_message"_s].toString());
    return { u"the sync does not come to rest: "_s + open.join(u", "_s) };
}

// Events made with SQL get their Google id from the service; of creations that a kill cut off nobody heard.
void Player::learnIds()
{
    for (const QJsonObject &json : m_bed.googleEvents()) {
        if (json.contains(u"recurringEventId"_s) || json[u"status"_s] == "cancelled"_L1)
            continue;
        const QString key = json[u"summary"_s].toString().section(u' ', 0, 0);
        if (Tracked *event = m_ledger.byKey(key))
            event->id = json[u"id"_s].toString();
    }
}

} // namespace aria::soak
