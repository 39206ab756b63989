#include "sync/plan/dryrun.h"

#include "google/pageguard.h"
#include "merge/readonly.h"
#include "store/metadatakeys.h"
#include "sync/pull/calendaridentity.h"
#include "sync/pull/cycle.h"
#include "sync/pull/fulllist.h"
#include "sync/pull/notfound.h"
#include "sync/pull/page.h"
#include "sync/sqledits/takeup.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::Session;

namespace {

// Later than any that a row bears. The next one would not do: a pull that failed has used its number without storing it,
// and a push that ended meanwhile bears it.
constexpr qint64 laterGeneration = std::numeric_limits<qint64>::max();

// Rows that a sync would take up first get their Google id then; the one they have in this transaction is nobody's.
void forgetNewIds(Plan &plan, const QSet<qint64> &unadopted)
{
    for (PlannedWrite &write : plan.writes) {
        if (!unadopted.contains(write.localId))
            continue;
        write.googleEventId.clear();
        write.after.set(u"id"_s, {});
    }
}

void addChanges(Plan &plan, const QList<EventChange> &changes)
{
    for (const EventChange &change : changes) {
        if (change.kind == EventChange::Kind::Conflict)
            plan.conflicts.append(change.key());
        else
            plan.writes.append(plannedWrite(change));
    }
    plan.changes += countOf(changes);
}

// Everything a sync does to the database, in its order.
Expected<Plan> syncInside(Session &session, const QString &calendarId,
    const std::optional<UpgradePlan> &upgrade, const QList<Event> &items, const ListEnd &end,
    MergeContext context, RandomSource &random)
{
    Plan plan;
    if (upgrade) { // a sync stores it first and then lists everything
        if (auto matched = applyUpgrade(session, calendarId, *upgrade, context.now); !matched)
            return Unexpected(matched.error());
    }
    const auto rows = session.backlog().unadopted(calendarId, std::numeric_limits<int>::max());
    if (!rows)
        return Unexpected(rows.error());
    QSet<qint64> unadopted;
    for (const EventRecord &row : *rows) {
        if (row.googleEventId.isEmpty())
            unadopted.insert(row.localId);
    }
    if (auto retried = session.backlog().retryErrors({ calendarId }); !retried)
        return Unexpected(retried.error());
    const auto reviewed = takeUpEdits(session, calendarId, context, random);
    if (!reviewed)
        return Unexpected(reviewed.error());
    addChanges(plan, *reviewed);

    context.generation = laterGeneration;
    const auto page = applyPage(session, calendarId, items, context);
    if (!page)
        return Unexpected(page.error());
    addChanges(plan, page->changes);
    const auto deleted = endList(session, calendarId, end, context);
    if (!deleted)
        return Unexpected(deleted.error());
    addChanges(plan, deleted->changes);

    auto waiting = waitingPlan(session, calendarId, context.now);
    if (!waiting)
        return waiting;
    plan += *waiting;
    forgetNewIds(plan, unadopted);
    return plan;
}

QList<Event> eachOnce(const QList<Event> &listed)
{
    QHash<QString, qsizetype> places;
    QList<Event> items;
    for (const Event &item : listed) {
        const auto place = places.constFind(item.id());
        if (place != places.constEnd()) {
            items[*place] = item;
            continue;
        }
        places.insert(item.id(), items.size());
        items.append(item);
    }
    return items;
}

} // namespace

QCoro::Task<Expected<Plan>> dryRunAll(google::CalendarApi &api, store::Store &store, const Clock &clock,
    RandomSource &random, QStringList calendarIds, ConflictStrategy strategy)
{
    Plan all;
    std::optional<Error> failure;
    int failed = 0;
    for (const QString &calendarId : std::as_const(calendarIds)) {
        DryRun run(api, store, clock, random, calendarId, strategy, inheritsPrimary(calendarIds, calendarId));
        auto plan = co_await run.run();
        if (plan) {
            all += *plan;
            continue;
        }
        failure = plan.error(); // as POST /sync/now counts it
        ++failed;
        ++all.changes.errors;
    }
    if (failure && failed == calendarIds.size())
        co_return Expected<Plan>(Unexpected(*failure));
    co_return Expected<Plan>(all);
}

DryRun::DryRun(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
    QString calendarId, ConflictStrategy strategy, bool inheritsPrimary)
    : m_api(api)
    , m_store(store)
    , m_clock(clock)
    , m_random(random)
    , m_calendarId(std::move(calendarId))
    , m_strategy(strategy)
    , m_upgrade(api, store, clock, random, m_calendarId, inheritsPrimary)
{
}

QCoro::Task<Expected<Plan>> DryRun::run()
{
    CalendarIdentity identity(m_api, m_store, m_clock, m_calendarId);
    auto same = co_await identity.compare();
    if (!same)
        co_return Expected<Plan>(Unexpected(same.error()));
    auto matched = co_await m_upgrade.isDone();
    if (!matched)
        co_return Expected<Plan>(Unexpected(matched.error()));
    std::optional<UpgradePlan> upgrade;
    if (!*matched) {
        auto prepared = co_await m_upgrade.prepare();
        if (!prepared)
            co_return Expected<Plan>(Unexpected(prepared.error()));
        upgrade = *prepared;
    }
    auto listing = co_await list();
    if (!listing)
        co_return Expected<Plan>(Unexpected(listing.error()));
    if (m_strategy == ConflictStrategy::MostRecent) {
        auto timed = co_await learnTimes(*listing);
        if (!timed)
            co_return Expected<Plan>(Unexpected(timed.error()));
        listing = std::move(timed);
    }

    MergeContext context;
    context.strategy = m_strategy;
    context.now = m_clock.nowUtc();
    context.clocks = readClocks(m_clock, m_api);
    context.initialImport = listing->initialImport;
    context.fullList = listing->full;
    context.readOnly = listing->readOnly;
    context.settleAnyway = true;
    const QString calendarId = m_calendarId;
    const QList<Event> items = listing->items;
    const ListEnd end = listing->end;
    auto triedWork = m_store.tryOut([calendarId, upgrade, items, end, context, this](Session &session) {
        return syncInside(session, calendarId, upgrade, items, end, context, m_random);
    });
    auto tried = co_await triedWork;
    co_return tried;
}

QCoro::Task<Expected<DryRun::Listing>> DryRun::list()
{
    const QString calendarId = m_calendarId;
    struct Known
    {
        QString syncToken;
        bool finishedOnce = false;
    };
    const QDateTime now = m_clock.nowUtc();
    auto knownWork = m_store.read([calendarId, now](Session &session) -> Expected<Known> {
        const auto token = session.metadata().value(store::metadata::syncToken, calendarId);
        if (!token)
            return Unexpected(token.error());
        const auto last = session.metadata().value(store::metadata::lastSync, calendarId);
        if (!last)
            return Unexpected(last.error());
        const auto demand = session.metadata().value(store::metadata::listAnew, calendarId);
        if (!demand)
            return Unexpected(demand.error());
        const auto due = session.metadata().value(store::metadata::fullListDue, calendarId);
        if (!due)
            return Unexpected(due.error());
        const bool full =
            !demand->value_or(QString()).isEmpty() || isFullListDue(due->value_or(QString()), now);
        return Known{ full ? QString() : token->value_or(QString()), last->has_value() };
    });
    auto known = co_await knownWork;
    if (!known)
        co_return Expected<Listing>(Unexpected(known.error()));
    auto listing = co_await listPages(known->syncToken);
    const bool tokenExpired =
        !listing && !known->syncToken.isEmpty() && listing.error().code == "fullSyncRequired"_L1;
    if (tokenExpired) {
        auto anew = co_await listPages(QString());
        listing = std::move(anew);
    }
    if (!listing)
        co_return listing;
    const bool full = tokenExpired || known->syncToken.isEmpty();
    listing->full = full && listing->isWhole; // else nothing follows from what is not listed
    listing->end.isComplete = listing->full;
    listing->initialImport = full && !known->finishedOnce;
    if (!listing->full)
        co_return listing;
    auto complete = co_await lookForVanished(*listing);
    co_return complete;
}

QCoro::Task<Expected<DryRun::Listing>> DryRun::listPages(QString syncToken)
{
    google::ListQuery query;
    query.calendarId = m_calendarId;
    query.syncToken = syncToken;
    Listing listing;
    google::PageGuard guard;
    while (true) {
        auto asking = inCall(m_call, [&] { return m_api.list(query); });
        auto page = co_await asking;
        if (!page)
            co_return Expected<Listing>(Unexpected(page.error()));
        for (const Event &item : std::as_const(page->items))
            guard.saw(item.id());
        listing.items += page->items;
        listing.readOnly = isReadOnlyRole(page->accessRole);
        listing.isWhole = listing.isWhole && page->unreadable.isEmpty();
        if (page->nextPageToken.isEmpty()) {
            listing.end.lastPage = *page;
            break;
        }
        const Expected<void> further = guard.goOn(page->nextPageToken);
        if (!further)
            co_return Expected<Listing>(Unexpected(further.error()));
        query.pageToken = page->nextPageToken;
    }
    listing.items = eachOnce(listing.items);
    co_return Expected<Listing>(listing);
}

QCoro::Task<Expected<DryRun::Listing>> DryRun::lookForVanished(Listing listing)
{
    const QString calendarId = m_calendarId;
    QSet<QString> listed;
    for (const Event &item : std::as_const(listing.items))
        listed.insert(item.id());
    struct Vanished
    {
        QStringList ids;
        bool many = false;
    };
    auto vanishedWork = m_store.read([calendarId, listed](Session &session) -> Expected<Vanished> {
        const auto known = session.backlog().unseen(calendarId, laterGeneration);
        if (!known)
            return Unexpected(known.error());
        const auto statistics = session.backlog().statistics({ calendarId });
        if (!statistics)
            return Unexpected(statistics.error());
        QList<EventRecord> missing;
        for (const EventRecord &record : *known) {
            if (!listed.contains(record.googleEventId) && !Event(record.base).isCancelled())
                missing.append(record);
        }
        Vanished vanished;
        for (const EventRecord &record : std::as_const(missing))
            vanished.ids.append(record.googleEventId);
        vanished.many = isMassDeletion(countEvents(missing), statistics->total);
        return vanished;
    });
    auto vanished = co_await vanishedWork;
    if (!vanished)
        co_return Expected<Listing>(Unexpected(vanished.error()));
    if (vanished->many)
        co_return Expected<Listing>(listing);
    for (const QString &id : std::as_const(vanished->ids)) {
        auto looking = inCall(m_call, [&] { return lookUp(m_api, calendarId, id); });
        auto event = co_await looking;
        if (!event)
            co_return Expected<Listing>(Unexpected(event.error()));
        if (*event)
            listing.items.append(**event);
    }
    co_return Expected<Listing>(listing);
}

QCoro::Task<Expected<DryRun::Listing>> DryRun::learnTimes(Listing listing)
{
    const QString calendarId = m_calendarId;
    auto editedWork = m_store.read([calendarId](Session &session) -> Expected<QSet<QString>> {
        const auto pending = allPending(session, calendarId);
        if (!pending)
            return Unexpected(pending.error());
        QSet<QString> ids;
        for (const EventRecord &record : *pending)
            ids.insert(record.googleEventId);
        return ids;
    });
    auto edited = co_await editedWork;
    if (!edited)
        co_return Expected<Listing>(Unexpected(edited.error()));
    for (Event &item : listing.items) {
        if (!item.isCancelled() || item.updated().isValid() || !edited->contains(item.id()))
            continue;
        auto looking = inCall(m_call, [&] { return lookUp(m_api, calendarId, item.id()); });
        auto event = co_await looking;
        if (!event)
            co_return Expected<Listing>(Unexpected(event.error()));
        if (*event)
            item = **event;
    }
    co_return Expected<Listing>(listing);
}

} // namespace aria::sync
