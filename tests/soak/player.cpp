#include "soak/player.h"

#include "calendar/instanceid.h"
#include "calendar/recurrence.h"
#include "soak/content.h"
#include "soak/plancheck.h"
#include "soak/tablecheck.h"

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
        if (const QStringList wrong = tableFaults(m_bed); !wrong.isEmpty())
            return wrong;
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

QStringList Player::bringToRest()
{
    m_bed.google().faults().clear();
    m_bed.network().isUnplugged = false;
    int quietSyncs = 0;
    for (int round = 0; round < 40; ++round) {
        const int writes = m_bed.googleWrites();
        const auto [ran, wrong] = syncAsPlanned(m_bed);
        collect();
        if (!wrong.isEmpty())
            return wrong;
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
