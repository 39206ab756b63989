#include "sync/upgrade/pythonupgrade.h"

#include "base/logging.h"
#include "calendar/instanceid.h"
#include "calendar/recurrence.h"
#include "google/pageguard.h"
#include "merge/eventversions.h"
#include "merge/historyentry.h"
#include "merge/recordstate.h"
#include "store/metadatakeys.h"
#include "sync/pull/notfound.h"
#include "sync/upgrade/pythonrows.h"
#include "sync/upgrade/rowmatcher.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::Session;

namespace {

constexpr int rowsAtOnce = 500;
constexpr int triesAllowed = 3;
const QString primary = u"primary"_s;
const QString matched = u"matched"_s;

using Loader = Expected<QList<EventRecord>> (store::PythonRows::*)(const QString &, qint64, int);

Expected<QList<EventRecord>> loadAll(Session &session, Loader load, const QString &calendarId)
{
    QList<EventRecord> all;
    while (true) {
        auto some =
            (session.pythonRows().*load)(calendarId, all.isEmpty() ? 0 : all.last().localId, rowsAtOnce);
        if (!some || some->isEmpty())
            return some ? Expected<QList<EventRecord>>(all) : some;
        all += *some;
    }
}

// What came through this service's API since is at Google under the id it was given.
Expected<QList<EventRecord>> loadLinked(Session &session, const QString &calendarId)
{
    auto rows = loadAll(session, &store::PythonRows::withoutBase, calendarId);
    if (rows) {
        rows->removeIf([](const EventRecord &row) {
            return !row.createFingerprint.isEmpty() || !row.attempted.isEmpty();
        });
    }
    return rows;
}

// An iCalUID where the id should be. Ids have no such sign.
bool isUid(const QString &id)
{
    return id.contains(u'@');
}

struct UpgradeRows
{
    QList<EventRecord> linked;
    QList<EventRecord> lost;

    QHash<qint64, qint64> revisions() const
    {
        QHash<qint64, qint64> result;
        for (const auto *rows : { &linked, &lost }) {
            for (const EventRecord &row : *rows)
                result.insert(row.localId, row.revision);
        }
        return result;
    }
};

Expected<UpgradeRows> loadRows(Session &session, const QString &calendarId, bool renamesPrimary)
{
    if (renamesPrimary) {
        if (auto renamed = session.pythonRows().renameCalendar(primary, calendarId); !renamed)
            return Unexpected(renamed.error());
    }
    auto linked = loadLinked(session, calendarId);
    if (!linked)
        return Unexpected(linked.error());
    auto lost = loadAll(session, &store::PythonRows::unmatched, calendarId);
    if (!lost)
        return Unexpected(lost.error());
    return UpgradeRows{ *linked, *lost };
}

store::HistoryRecord retiredHistory(const EventRecord &row, const QDateTime &now)
{
    const auto version = ariaVersion(row);
    return ariaChange(row, store::Operation::Delete, version ? contentOf(*version) : Event(), Event(),
        u"upgrade: another row stands for this event"_s, now);
}

} // namespace

struct PythonUpgrade::Rows : UpgradeRows
{
};

struct PythonUpgrade::Listing
{
    QHash<QString, Event> linked; // Google's version of linked rows, by id
    QHash<QString, Event> series; // that linked rows are occurrences of, by id
    QHash<QString, Event> occurrences; // unlisted, because their series stands for them
    RowMatcher lost{ {} };
    QTimeZone zone = QTimeZone::utc();
};

bool inheritsPrimary(const QStringList &calendarIds, const QString &calendarId)
{
    return calendarIds.value(0) == calendarId && !calendarIds.contains(primary);
}

Expected<bool> applyUpgrade(
    Session &session, const QString &calendarId, const UpgradePlan &plan, const QDateTime &now)
{
    const auto current = loadRows(session, calendarId, plan.renamesPrimary);
    if (!current)
        return Unexpected(current.error());
    if (current->revisions() != plan.revisions)
        return false;
    QList<EventRecord> records = plan.save;
    if (auto saved = session.events().save(records); !saved)
        return Unexpected(saved.error());
    QList<store::HistoryRecord> history;
    QList<qint64> retired;
    for (const EventRecord &row : plan.retire) {
        history.append(retiredHistory(row, now));
        retired.append(row.localId);
    }
    if (auto added = session.history().add(history); !added)
        return Unexpected(added.error());
    if (!retired.isEmpty()) {
        if (auto done = session.pythonRows().retire(retired, now); !done)
            return Unexpected(done.error());
    }
    if (auto released = session.pythonRows().releaseUnmatched(calendarId); !released)
        return Unexpected(released.error());
    if (auto noted = session.metadata().set(store::metadata::pythonUpgrade, calendarId, matched); !noted)
        return Unexpected(noted.error());
    return true;
}

PythonUpgrade::PythonUpgrade(google::CalendarApi &api, store::Store &store, const Clock &clock,
    RandomSource &random, QString calendarId, bool inheritsPrimary)
    : m_api(api)
    , m_store(store)
    , m_clock(clock)
    , m_random(random)
    , m_calendarId(std::move(calendarId))
    , m_inheritsPrimary(inheritsPrimary)
{
}

QCoro::Task<Expected<bool>> PythonUpgrade::isDone()
{
    if (m_done)
        co_return Expected<bool>(true);
    const QString calendarId = m_calendarId;
    auto askedWork = m_store.read([calendarId](Session &session) -> Expected<bool> {
        const auto wanted = session.metadata().value(store::metadata::pythonUpgrade, {});
        if (!wanted)
            return Unexpected(wanted.error());
        const auto done = session.metadata().value(store::metadata::pythonUpgrade, calendarId);
        if (!done)
            return Unexpected(done.error());
        return !*wanted || *done;
    });
    auto asked = co_await askedWork;
    m_done = asked && *asked;
    co_return asked;
}

QCoro::Task<Expected<void>> PythonUpgrade::run()
{
    for (int tries = 0; tries < triesAllowed; ++tries) {
        auto done = co_await isDone();
        if (!done)
            co_return Expected<void>(Unexpected(done.error()));
        if (*done)
            co_return Expected<void>();
        auto ran = co_await runOnce();
        if (!ran)
            co_return Expected<void>(Unexpected(ran.error()));
        m_done = *ran;
    }
    if (!m_done) {
        co_return Expected<void>(makeError(ErrorCategory::Unavailable, u"upgrade_contended"_s,
            u"Events were edited while they were looked up at Google; it is tried again."_s));
    }
    co_return Expected<void>();
}

QCoro::Task<Expected<UpgradePlan>> PythonUpgrade::prepare()
{
    auto rows = co_await load();
    if (!rows)
        co_return Expected<UpgradePlan>(Unexpected(rows.error()));
    auto listing = co_await list(*rows);
    if (!listing)
        co_return Expected<UpgradePlan>(Unexpected(listing.error()));
    auto looked = co_await lookForUnlisted(&*listing, rows->linked);
    if (!looked)
        co_return Expected<UpgradePlan>(Unexpected(looked.error()));
    UpgradePlan made = plan(*rows, *listing);
    made.revisions = rows->revisions();
    made.renamesPrimary = m_inheritsPrimary;
    co_return Expected<UpgradePlan>(made);
}

QCoro::Task<Expected<bool>> PythonUpgrade::runOnce()
{
    qCInfo(lcSync) << "matching what the Python service left behind with calendar" << m_calendarId;
    auto prepared = co_await prepare();
    if (!prepared)
        co_return Expected<bool>(Unexpected(prepared.error()));
    const UpgradePlan plan = *prepared;
    const QString calendarId = m_calendarId;
    const QDateTime now = m_clock.nowUtc();
    auto storedWork = m_store.write(
        [plan, calendarId, now](Session &session) { return applyUpgrade(session, calendarId, plan, now); });
    auto stored = co_await storedWork;
    if (stored && *stored) {
        qCInfo(lcSync) << "rows linked:" << plan.save.size() << "replaced by others:" << plan.retire.size()
                       << "of" << plan.revisions.size();
    }
    co_return stored;
}

// The rows as they are once they have this calendar's name; they get it when the upgrade is stored.
QCoro::Task<Expected<PythonUpgrade::Rows>> PythonUpgrade::load()
{
    const QString calendarId = m_calendarId;
    const bool renames = m_inheritsPrimary;
    auto loadedWork = m_store.tryOut(
        [calendarId, renames](Session &session) { return loadRows(session, calendarId, renames); });
    auto loaded = co_await loadedWork;
    if (!loaded)
        co_return Expected<Rows>(Unexpected(loaded.error()));
    co_return Expected<Rows>(Rows{ *loaded });
}

QCoro::Task<Expected<PythonUpgrade::Listing>> PythonUpgrade::list(Rows rows)
{
    Listing listing;
    QSet<QString> linked;
    QSet<QString> masters;
    for (const EventRecord &row : std::as_const(rows.linked)) {
        linked.insert(row.googleEventId);
        if (isUid(row.googleEventId))
            rows.lost.append(row);
        if (const auto instance = calendar::parseInstanceId(row.googleEventId))
            masters.insert(instance->masterId);
    }
    listing.lost = RowMatcher(rows.lost);
    google::ListQuery query;
    query.calendarId = m_calendarId;
    google::PageGuard guard;
    do {
        auto page = co_await m_api.list(query);
        if (!page)
            co_return Expected<Listing>(Unexpected(page.error()));
        for (const Event &item : std::as_const(page->items)) {
            guard.saw(item.id());
            if (masters.contains(item.id()))
                listing.series.insert(item.id(), item);
            if (!linked.contains(item.id()))
                listing.lost.offer(item);
            else if (!item.isCancelled() || item.isException())
                listing.linked.insert(item.id(), item);
        }
        listing.zone = calendar::zoneNamed(page->timeZone).value_or(QTimeZone::utc());
        query.pageToken = page->nextPageToken;
        const Expected<void> further =
            query.pageToken.isEmpty() ? Expected<void>() : guard.goOn(query.pageToken);
        if (!further)
            co_return Expected<Listing>(Unexpected(further.error()));
    } while (!query.pageToken.isEmpty());
    co_return Expected<Listing>(listing);
}

// `listing` is the caller's, who waits.
QCoro::Task<Expected<bool>> PythonUpgrade::lookForUnlisted(Listing *listing, QList<EventRecord> linked)
{
    for (const EventRecord &row : std::as_const(linked)) {
        const QString id = row.googleEventId;
        const auto instance = calendar::parseInstanceId(id);
        if (isUid(id) || listing->linked.contains(id)
            || (instance && listing->series.contains(instance->masterId)))
            continue;
        auto event = co_await lookUp(m_api, m_calendarId, id);
        if (!event && event.error().category != ErrorCategory::Refused)
            co_return Expected<bool>(Unexpected(event.error()));
        if (event && *event && !(*event)->isCancelled())
            ((*event)->isException() ? listing->occurrences : listing->linked).insert(id, **event);
    }
    co_return Expected<bool>(true);
}

UpgradePlan PythonUpgrade::plan(Rows rows, const Listing &listing)
{
    UpgradePlan plan;
    const QDateTime now = m_clock.nowUtc();
    QHash<QString, QStringList> contentOf; // of linked rows, by id
    for (EventRecord &row : rows.linked) {
        if (isUid(row.googleEventId))
            continue; // among the lost ones
        contentOf.insert(row.googleEventId, contentKeysOf(row, listing.zone));
        const auto item = listing.linked.constFind(row.googleEventId);
        if (item == listing.linked.constEnd()) {
            planUnlisted(row, listing, plan);
            continue;
        }
        takeAs(row, *item, now);
        plan.save.append(row);
    }
    const RowMatcher::Result found = listing.lost.match(listing.zone);
    for (RowMatcher::Match match : found.matches) {
        takeAs(match.row, match.item, now);
        if (match.row.syncId == 0)
            match.row.syncCreatedAt = now;
        plan.save.append(match.row);
    }
    plan.retire += found.occurrences;
    for (EventRecord row : found.rest) {
        if (row.syncId != 0) {
            waitsForPush(row);
            takeAsGone(row, newGoogleEventId(m_random));
            plan.save.append(row);
            continue;
        }
        // The same row a second time.
        const QStringList others = contentOf.value(row.googleEventId);
        if (!others.isEmpty() && others.first() == contentKeysOf(row, listing.zone).value(0))
            plan.retire.append(row);
    }
    return plan;
}

void PythonUpgrade::planUnlisted(EventRecord row, const Listing &listing, UpgradePlan &plan)
{
    // That service had each occurrence as an event of its own; Google lists only those that were changed.
    const auto instance = calendar::parseInstanceId(row.googleEventId);
    const auto master = instance ? listing.series.constFind(instance->masterId) : listing.series.constEnd();
    const bool inSeries = master != listing.series.constEnd();
    Event occurrence = listing.occurrences.value(row.googleEventId);
    if (inSeries && calendar::hasOccurrence(*master, instance->originalStart, listing.zone))
        occurrence = calendar::occurrenceOf(*master, instance->originalStart);
    if (!occurrence.isEmpty()) {
        const EventRecord before = row;
        if (takeAsOccurrence(row, occurrence, m_clock.nowUtc()))
            plan.save.append(row);
        else
            plan.retire.append(before);
        return;
    }
    if (inSeries && (row.isDeletedInAria() || !isEdited(row))) {
        plan.retire.append(row); // the series no longer has it
        return;
    }
    takeAsGone(row, newGoogleEventId(m_random));
    plan.save.append(row);
}

} // namespace aria::sync
