#include "sync/pull/pull.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "google/googleerror.h"
#include "google/pageguard.h"
#include "merge/readonly.h"
#include "store/metadatakeys.h"
#include "sync/pull/cycle.h"
#include "sync/pull/fulllist.h"
#include "sync/pull/moves.h"
#include "sync/pull/page.h"

#include <QCoro/QCoroFuture>

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::sync {

using google::EventPage;
using store::Session;

namespace {

// Of events that cannot be read: how many are asked for in one sync, and remembered by name.
constexpr int askedAtOnce = 50;
constexpr int rememberedAtMost = 1000;
constexpr int namedAtMost = 5; // in the log
// In one transaction: as many as take so long, because SQLite's other writers wait for it.
constexpr std::chrono::milliseconds partTime{ 250 };
constexpr qsizetype fewestTogether = 100;
constexpr qsizetype mostTogether = 1000;

// Stored with what the pull writes, and not at its beginning: a pull that ended before it wrote anything was none.
Expected<void> noteGeneration(Session &session, const QString &calendarId, qint64 generation)
{
    return session.metadata().set(store::metadata::generation, calendarId, QString::number(generation));
}

} // namespace

Pull::Pull(google::CalendarApi &api, store::Store &store, const Clock &clock, QString calendarId)
    : m_api(api)
    , m_store(store)
    , m_clock(clock)
    , m_calendarId(std::move(calendarId))
    , m_moves(api, store, m_calendarId)
    , m_rereader(api, store, m_calendarId, m_moves, [this] { return context(); })
{
    connect(&m_moves, &MoveFollower::changed, this, &Pull::changed);
    connect(&m_rereader, &Rereader::changed, this, &Pull::changed);
    connect(&m_moves, &MoveFollower::otherConcerned, this, &Pull::otherConcerned);
}

MergeContext Pull::context() const
{
    return { m_strategy, m_generation, m_clock.nowUtc(), readClocks(m_clock, m_api), m_initialImport,
        m_fullList, m_readOnly, m_moves.isPossible() };
}

QCoro::Task<Expected<Pull::Known>> Pull::known()
{
    const QString calendarId = m_calendarId;
    auto reading = m_store.read([calendarId](Session &session) -> Expected<Known> {
        Known known;
        QString generation;
        for (const auto &[key, value] : { std::pair{ store::metadata::syncToken, &known.token },
                 std::pair{ store::metadata::listAnew, &known.demand },
                 std::pair{ store::metadata::fullListDue, &known.fullListDue },
                 std::pair{ store::metadata::lastSync, &known.lastSync },
                 std::pair{ store::metadata::unreadable, &known.unreadable },
                 std::pair{ store::metadata::generation, &generation } }) {
            const auto found = session.metadata().value(key, calendarId);
            if (!found)
                return Unexpected(found.error());
            *value = found->value_or(QString());
        }
        known.generation = generation.toLongLong();
        return known;
    });
    auto read = co_await reading;
    co_return read;
}

QCoro::Task<Expected<PullOutcome>> Pull::run()
{
    auto before = co_await known();
    if (!before)
        co_return Expected<PullOutcome>(Unexpected(before.error()));
    m_listDemand = before->demand;
    const bool full = before->token.isEmpty() || !before->demand.isEmpty()
        || isFullListDue(before->fullListDue, m_clock.nowUtc());
    auto outcome = co_await runOnce(full, *before);
    if (outcome || full || outcome.error().code != "fullSyncRequired"_L1)
        co_return outcome;

    if (m_identity) {
        auto same = co_await m_identity->checkAgain();
        if (!same)
            co_return Expected<PullOutcome>(Unexpected(same.error()));
    }
    // Google no longer knows our token (410): list everything anew, once. The token is replaced by the one at the end of
    // that list and not before: should the 410 not be Google's, nothing has happened.
    {
        const CallScope scope(m_calls);
        qCInfo(lcSync) << "the sync token is no longer valid; listing everything of calendar" << m_calendarId;
    }
    auto now = co_await known();
    if (!now)
        co_return Expected<PullOutcome>(Unexpected(now.error()));
    auto again = co_await runOnce(true, *now);
    co_return again;
}

QCoro::Task<Expected<QString>> Pull::fullListDemand()
{
    return remembered(store::metadata::listAnew);
}

QCoro::Task<Expected<QString>> Pull::remembered(QString key)
{
    const QString calendarId = m_calendarId;
    auto valueWork = m_store.read(
        [calendarId, key](Session &session) { return session.metadata().value(key, calendarId); });
    auto value = co_await valueWork;
    if (!value)
        co_return Expected<QString>(Unexpected(value.error()));
    co_return Expected<QString>(value->value_or(QString()));
}

QCoro::Task<Expected<PullOutcome>> Pull::runOnce(bool full, Known known)
{
    const QString calendarId = m_calendarId;
    // Stored with the first page. A pull that failed before has used its number all the same: pushes may bear it.
    m_generation = std::max(m_generation, known.generation) + 1;
    const auto listing = m_rereader.listing();
    m_fullList = full;
    if (full)
        m_initialImport = known.lastSync.isEmpty();

    google::ListQuery query;
    query.calendarId = calendarId;
    if (!full)
        query.syncToken = known.token;

    PullOutcome total;
    google::PageGuard guard;
    Unread unread;
    bool silently = vanishesSilently(calendarId);
    qint64 done = 0;
    auto next = m_api.list(query);
    while (true) {
        auto page = co_await next;
        if (!page)
            co_return Expected<PullOutcome>(Unexpected(page.error()));
        done += page->items.size();
        for (const calendar::Event &item : std::as_const(page->items)) {
            guard.saw(item.id());
            silently = silently || vanishesSilently(item);
        }
        unread.nameless += page->unreadable.removeAll(QString());
        unread.ids += page->unreadable;
        m_readOnly = isReadOnlyRole(page->accessRole);
        const MergeContext context = this->context();
        const QList<calendar::Event> listed = std::exchange(page->items, {});
        const bool isLast = page->nextPageToken.isEmpty();
        const Expected<void> further = isLast ? Expected<void>() : guard.goOn(page->nextPageToken);
        // The next page comes while this one is stored.
        const bool isAsked = !isLast && further;
        if (isAsked) {
            query.pageToken = page->nextPageToken;
            next = m_api.list(query);
        }
        std::optional<ListEnd> end;
        if (isLast && !full && known.unreadable.isEmpty() && unread.count() == 0)
            end = ListEnd{ *page, false, silently, m_listDemand, unread };
        auto stored = co_await storePage(listed, end, context);
        if (!stored) {
            if (isAsked)
                auto unused = co_await next; // nothing of this pull may go on behind its end
            co_return Expected<PullOutcome>(Unexpected(stored.error()));
        }
        total.changes += stored->changes;
        unread.ids += stored->unreadable;
        Q_EMIT progressed(done);
        if (stored->ended) {
            PullOutcome finished = conclude(*stored->ended, unread);
            finished.changes += total.changes;
            co_return Expected<PullOutcome>(finished);
        }
        if (isLast) {
            auto finished = co_await finish(*page, full, silently, unread, context);
            if (!finished)
                co_return finished;
            finished->changes += total.changes;
            m_initialImport = false;
            co_return finished;
        }
        if (!further)
            co_return Expected<PullOutcome>(Unexpected(further.error()));
    }
}

QCoro::Task<Expected<Pull::Stored>> Pull::storePage(
    QList<calendar::Event> listed, std::optional<ListEnd> end, MergeContext context)
{
    struct Part
    {
        PageOutcome page;
        std::optional<DeletionOutcome> ended;
        std::chrono::milliseconds took{ 0 };
    };
    const Clock &clock = m_clock;
    const QString calendarId = m_calendarId;
    auto moved = co_await m_moves.takeFrom(listed);
    if (!moved)
        co_return Expected<Stored>(Unexpected(moved.error()));
    Stored stored;
    QStringList doubtful;
    // By parts: ARIA's own writes come in between.
    qsizetype first = 0;
    do {
        const QList<calendar::Event> items = listed.mid(first, m_itemsTogether);
        first += m_itemsTogether;
        const bool mayEnd = end && first >= listed.size() && doubtful.isEmpty();
        if (items.isEmpty() && !mayEnd)
            break;
        const std::optional<ListEnd> endHere = mayEnd ? end : std::nullopt;
        auto storing =
            m_store.write([calendarId, items, endHere, context, &clock](Session &session) -> Expected<Part> {
                const auto begun = clock.monotonic();
                if (auto noted = noteGeneration(session, calendarId, context.generation); !noted)
                    return Unexpected(noted.error());
                auto page = applyPage(session, calendarId, items, context);
                if (!page)
                    return Unexpected(page.error());
                Part part{ std::move(*page), std::nullopt, clock.monotonic() - begun };
                if (!endHere || !part.page.doubtful.isEmpty())
                    return part;
                auto ended = endList(session, calendarId, *endHere, context);
                if (!ended)
                    return Unexpected(ended.error());
                part.ended = std::move(*ended);
                return part;
            });
        auto part = co_await storing;
        if (!part)
            co_return Expected<Stored>(Unexpected(part.error()));
        if (items.size() == m_itemsTogether) {
            m_itemsTogether = std::clamp<qsizetype>(
                items.size() * partTime / std::max(part->took, std::chrono::milliseconds(1)), fewestTogether,
                mostTogether);
        }
        stored.changes += countOf(part->page.changes);
        stored.changes.errors += part->page.errors;
        stored.ended = part->ended;
        doubtful += part->page.doubtful;
        if (!part->page.changes.isEmpty())
            Q_EMIT changed(part->page.changes);
    } while (first < listed.size());
    for (const QString &id : std::as_const(doubtful)) {
        auto settled = co_await m_rereader.reread(id, Deletions::Mark);
        if (!settled && google::concernsOneEvent(settled.error()))
            stored.unreadable.append(id);
        else if (!settled)
            co_return Expected<Stored>(Unexpected(settled.error()));
    }
    co_return Expected<Stored>(stored);
}

QCoro::Task<Expected<PullOutcome>> Pull::finish(
    EventPage page, bool full, bool silently, Unread listed, MergeContext context)
{
    const QString calendarId = m_calendarId;
    auto asked = co_await askAgain(listed);
    if (!asked)
        co_return Expected<PullOutcome>(Unexpected(asked.error()));
    const Unread unread = *asked;
    const bool complete = full && unread.nameless == 0; // else nothing follows from what it does not show
    if (complete) {
        auto looked = co_await lookForVanished(unread.ids, context);
        if (!looked)
            co_return Expected<PullOutcome>(Unexpected(looked.error()));
        auto pushed = co_await lookAfterPushes(context);
        if (!pushed)
            co_return Expected<PullOutcome>(Unexpected(pushed.error()));
    }
    const ListEnd end{ page, complete, silently, m_listDemand, unread };
    auto ending = m_store.write([calendarId, end, context](Session &session) -> Expected<DeletionOutcome> {
        if (auto noted = noteGeneration(session, calendarId, context.generation); !noted)
            return Unexpected(noted.error());
        return endList(session, calendarId, end, context);
    });
    auto ended = co_await ending;
    if (!ended)
        co_return Expected<PullOutcome>(Unexpected(ended.error()));
    co_return Expected<PullOutcome>(conclude(*ended, unread));
}

PullOutcome Pull::conclude(const DeletionOutcome &ended, const Unread &unread)
{
    if (!ended.changes.isEmpty())
        Q_EMIT changed(ended.changes);
    if (unread.count() > 0) {
        const CallScope scope(m_calls);
        qCWarning(lcSync) << unread.count() << "events of calendar" << m_calendarId << "could not be read";
    }
    PullOutcome result;
    result.changes = countOf(ended.changes);
    result.changes.errors += static_cast<int>(unread.count());
    result.heldDeletions = ended.held;
    result.unreadable = unread.count();
    return result;
}

// Events that came in no readable form are asked for one by one, those of earlier lists too; what is left can
// still not be read.
QCoro::Task<Expected<Unread>> Pull::askAgain(Unread unread)
{
    auto known = co_await remembered(store::metadata::unreadable);
    if (!known)
        co_return Expected<Unread>(Unexpected(known.error()));
    QStringList ids;
    for (const QJsonValue &id : QJsonDocument::fromJson(known->toUtf8()).array())
        ids.append(id.toString());
    ids += unread.ids;
    ids.removeDuplicates();
    QStringList failed;
    QStringList reasons;
    for (const QString &id : ids.mid(0, askedAtOnce)) {
        auto read = co_await m_rereader.reread(id, Deletions::Mark);
        if (!read && !google::concernsOneEvent(read.error()))
            co_return Expected<Unread>(Unexpected(read.error()));
        if (!read) {
            failed.append(id);
            reasons.append(read.error().message);
        }
    }
    if (!reasons.isEmpty()) {
        const CallScope scope(m_calls);
        qCWarning(lcSync).noquote() << "set aside until they can be read:"
                                    << reasons.mid(0, namedAtMost).join(u' ');
    }
    unread.ids = ids.mid(askedAtOnce) + failed; // the next sync asks for others first
    if (unread.ids.size() > rememberedAtMost) {
        unread.nameless += unread.ids.size() - rememberedAtMost;
        unread.ids.resize(rememberedAtMost);
    }
    co_return Expected<Unread>(unread);
}

QCoro::Task<Expected<void>> Pull::lookForVanished(QStringList unreadable, MergeContext context)
{
    const QString calendarId = m_calendarId;
    auto seen = co_await markSeen(unreadable, context); // they are there
    if (!seen)
        co_return seen;
    auto vanishedWork = m_store.read(
        [calendarId, context](Session &session) { return vanishedFrom(session, calendarId, context); });
    auto vanished = co_await vanishedWork;
    if (!vanished)
        co_return Expected<void>(Unexpected(vanished.error()));
    auto livingWork =
        m_store.read([calendarId](Session &session) { return session.backlog().statistics({ calendarId }); });
    auto living = co_await livingWork;
    if (!living)
        co_return Expected<void>(Unexpected(living.error()));
    // A list that came back short deletes nothing: each event is looked at, unless there are so many that a person
    // is asked anyway.
    if (isMassDeletion(countEvents(*vanished), living->total))
        co_return Expected<void>();
    QStringList there; // in whatever form
    for (const store::EventRecord &record : std::as_const(*vanished)) {
        auto settled = co_await m_rereader.reread(record.googleEventId, Deletions::Mark);
        if (!settled && google::concernsOneEvent(settled.error()))
            there.append(record.googleEventId);
        else if (!settled)
            co_return settled;
    }
    auto marked = co_await markSeen(there, context);
    co_return marked;
}

QCoro::Task<Expected<void>> Pull::markSeen(QStringList eventIds, MergeContext context)
{
    if (eventIds.isEmpty())
        co_return Expected<void>();
    const QString calendarId = m_calendarId;
    auto seenWork = m_store.write([calendarId, eventIds, context](Session &session) {
        return session.events().markSeen(calendarId, eventIds, context.generation);
    });
    auto seen = co_await seenWork;
    co_return seen;
}

// What was pushed while the list was read may be missing from it because it came too late, or because somebody has
// deleted it since; no later list would tell.
QCoro::Task<Expected<void>> Pull::lookAfterPushes(MergeContext context)
{
    const QString calendarId = m_calendarId;
    // An answer that comes after this demands another list; one that came before is stored before the writer looks.
    ++m_fullListsRead;
    auto pushedWork = m_store.write([calendarId, context](Session &session) {
        return session.backlog().unseen(calendarId, context.generation, store::Backlog::Agreed::Meanwhile);
    });
    auto pushed = co_await pushedWork;
    if (!pushed)
        co_return Expected<void>(Unexpected(pushed.error()));
    for (const store::EventRecord &record : std::as_const(*pushed)) {
        if (calendar::Event(record.base).isCancelled())
            continue;
        auto settled = co_await m_rereader.reread(record.googleEventId, Deletions::Mark);
        if (!settled && !google::concernsOneEvent(settled.error()))
            co_return settled;
    }
    co_return Expected<void>();
}

} // namespace aria::sync
