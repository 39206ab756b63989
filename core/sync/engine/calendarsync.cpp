#include "sync/engine/calendarsync.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "sync/plan/deletionverdict.h"
#include "sync/sqledits/adoptrows.h"
#include "sync/sqledits/takeup.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::Session;

namespace {

constexpr int rowsTogether = 200; // of ARIA's SQL, in one transaction

} // namespace

CalendarSync::CalendarSync(google::CalendarApi &api, store::Store &store, const Clock &clock,
    RandomSource &random, const Calendar &calendar)
    : m_random(random)
    , m_store(store)
    , m_calendarId(calendar.id)
    , m_identity(api, store, clock, calendar.id, calendar.others)
    , m_upgrade(api, store, clock, random, calendar.id, calendar.inheritsPrimary)
    , m_pull(api, store, clock, calendar.id)
    , m_push(api, store, clock, random, m_pull, calendar.id)
{
    m_pull.setStrategy(calendar.strategy);
    m_pull.setIdentity(m_identity);
    m_pull.moves().setOthers(calendar.others);
    connect(&m_pull, &Pull::otherConcerned, this, &CalendarSync::otherConcerned);
    connect(&m_pull, &Pull::progressed, this, &CalendarSync::progressed);
    connect(&m_pull, &Pull::changed, this, &CalendarSync::changed);
    connect(&m_push, &Push::changed, this, &CalendarSync::changed);
}

QCoro::Task<Expected<Changes>> CalendarSync::both()
{
    auto same = co_await m_identity.check();
    if (!same)
        co_return Expected<Changes>(Unexpected(same.error()));
    auto upgraded = co_await m_upgrade.run();
    if (!upgraded)
        co_return Expected<Changes>(Unexpected(upgraded.error()));
    auto adopted = co_await takeUpEdits();
    if (!adopted)
        co_return Expected<Changes>(Unexpected(adopted.error()));
    auto changes = co_await pullAndPush();
    if (!changes)
        co_return changes;
    // A push or the list may have shown that a series lives again at Google: what became of its occurrences is fetched
    // at once, not with the next sync.
    auto again = co_await needsFullList();
    if (!again)
        co_return Expected<Changes>(Unexpected(again.error()));
    if (*again) {
        auto more = co_await pullAndPush();
        if (!more)
            co_return more;
        *changes += *more;
    }
    co_return changes;
}

QCoro::Task<Expected<Changes>> CalendarSync::pullAndPush()
{
    auto pulled = co_await m_pull.run();
    if (!pulled)
        co_return Expected<Changes>(Unexpected(pulled.error()));
    note(*pulled);
    auto pushed = co_await m_push.run();
    if (!pushed)
        co_return Expected<Changes>(Unexpected(pushed.error()));
    co_return Expected<Changes>(pulled->changes);
}

QCoro::Task<Expected<bool>> CalendarSync::needsFullList()
{
    auto demand = co_await m_pull.fullListDemand();
    if (!demand)
        co_return Expected<bool>(Unexpected(demand.error()));
    co_return Expected<bool>(!demand->isEmpty());
}

QCoro::Task<Expected<void>> CalendarSync::pushOnly()
{
    auto same = co_await m_identity.check();
    if (!same)
        co_return same;
    auto pushed = co_await m_push.run();
    co_return pushed;
}

QCoro::Task<Expected<void>> CalendarSync::takeUpEdits()
{
    struct Part
    {
        int adopted = 0;
        QList<EventChange> changes;
    };
    const QString calendarId = m_calendarId;
    const MergeContext context = m_pull.context();
    // Many new rows are taken up by parts: ARIA's own writes come in between.
    for (int adopted = rowsTogether; adopted == rowsTogether;) {
        auto taking = m_store.write([calendarId, context, this](Session &session) -> Expected<Part> {
            const auto adoptedNow = adoptRows(session, calendarId, m_random, context.now, rowsTogether);
            if (!adoptedNow)
                return Unexpected(adoptedNow.error());
            Part part{ *adoptedNow, {} };
            if (part.adopted == rowsTogether)
                return part;
            auto changes = takeUpKnown(session, calendarId, context);
            if (!changes)
                return Unexpected(changes.error());
            part.changes = std::move(*changes);
            return part;
        });
        auto part = co_await taking;
        if (!part)
            co_return Expected<void>(Unexpected(part.error()));
        adopted = part->adopted;
        if (!part->changes.isEmpty())
            Q_EMIT changed(part->changes);
    }
    co_return Expected<void>();
}

QCoro::Task<Expected<qint64>> CalendarSync::decideDeletions(Verdict verdict)
{
    const QString calendarId = m_calendarId;
    const MergeContext context = m_pull.context();
    auto decidedWork = m_store.write([calendarId, context, verdict](Session &session) {
        return verdict == Verdict::Approve ? approveDeletions(session, calendarId, context)
                                           : rejectDeletions(session, calendarId, context);
    });
    auto decided = co_await decidedWork;
    if (!decided)
        co_return Expected<qint64>(Unexpected(decided.error()));
    m_heldDeletions = 0;
    m_push.forgetHeldDeletions();
    if (!decided->changes.isEmpty())
        Q_EMIT changed(decided->changes);
    co_return Expected<qint64>(decided->decided);
}

void CalendarSync::note(const PullOutcome &pulled)
{
    const CallScope scope(CallScope::currentOr(m_calls));
    m_heldDeletions = pulled.heldDeletions;
    if (m_heldDeletions > 0) {
        qCWarning(lcSync) << "Google's calendar" << m_calendarId << "lost" << m_heldDeletions
                          << "events at once; nothing is deleted here until a person confirms it";
    }
    m_unreadable.reset();
    if (pulled.unreadable > 0) {
        m_unreadable = Error{ ErrorCategory::Precondition, u"unreadable_events"_s,
            u"%1 of Google's events could not be read and are not up to date here; each sync tries "
            u"them again."_s.arg(pulled.unreadable) };
    }
}

void CalendarSync::setCalls(QByteArray callIds)
{
    m_calls = std::move(callIds);
    m_pull.setCalls(m_calls);
}

void CalendarSync::forgetFindings()
{
    m_unreadable.reset();
    m_heldDeletions = 0;
}

} // namespace aria::sync
