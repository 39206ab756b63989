// What ARIA does: through the API, with SQL, with a person's decisions.
#include "soak/player.h"

#include "soak/content.h"

namespace aria::soak {

using namespace Qt::StringLiterals;

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

} // namespace aria::soak
