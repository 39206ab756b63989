#include "sync/lead/leadership.h"

#include "base/logging.h"
#include "base/scopedcount.h"
#include "store/fencedstore.h"
#include "store/metadatakeys.h"

#include <QCoro/QCoroFuture>

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::Session;

namespace {

using namespace std::chrono_literals;

// Together less than the 10 s that a calendar may be without a leader: silence, look, take.
constexpr auto lookInterval = 1s;
constexpr auto silenceAllowed = 6s;
constexpr std::chrono::milliseconds beatInterval = 2s; // of news
constexpr auto leadingInterval = 4s;
constexpr auto alone = 10s; // a leader that nobody watches is not woken more often than this
constexpr std::chrono::milliseconds watched = 30s; // after a sign that somebody may stand by
// A leader that nobody watches gives no signs of life. Whoever begins to watch asks for them; only a leader that does
// not answer then is silent.
constexpr auto freshLife = 3500ms;
constexpr std::chrono::milliseconds answerTime = 2500ms;
constexpr std::chrono::milliseconds askInterval = 500ms; // meanwhile
constexpr std::chrono::milliseconds lifeGiven = 7s; // until the next look, and what may keep it
constexpr std::chrono::milliseconds longestTrust = 60s; // in a lead that nothing speaks against
constexpr std::chrono::milliseconds proofLife = 3s;
constexpr auto abstention = 5s;

const QString signedInMember = u"signedIn"_s;

bool isSignedIn(const std::optional<QString> &report)
{
    return !report || QJsonDocument::fromJson(report->toUtf8()).object().value(signedInMember).toBool(true);
}

// What this service bids for the lead.
struct Bid
{
    QString calendarId;
    bool isSignedIn = false;
    QString report;
    qint64 suspect = 0; // see Leadership
    bool mayEnd = false; // the leader was asked for a sign of life, and had the time to give it
};

// What a look in vain has found.
struct Found
{
    qint64 silent = 0;
    bool isStale = false;
};

// Whether this service still leads. Where nobody is signed in, it makes room for a service that is.
Expected<bool> keepLead(Session &session, const Bid &bid)
{
    if (!session.lead().isHeld(bid.calendarId))
        return false;
    if (bid.isSignedIn)
        return true;
    const auto candidate = session.metadata().value(store::metadata::candidate, bid.calendarId);
    if (!candidate)
        return Unexpected(candidate.error());
    if (!*candidate)
        return true;
    if (auto removed = session.metadata().remove(store::metadata::candidate, bid.calendarId); !removed)
        return Unexpected(removed.error());
    if (auto stopped = session.lead().giveUp(bid.calendarId); !stopped)
        return Unexpected(stopped.error());
    return false;
}

// Asks a leader where nobody is signed in to make room.
Expected<void> standForLead(Session &session, const Bid &bid)
{
    const auto theirs = session.lead().report(bid.calendarId, silenceAllowed);
    if (!theirs)
        return Unexpected(theirs.error());
    if (isSignedIn(*theirs))
        return {};
    const auto known = session.metadata().value(store::metadata::candidate, bid.calendarId);
    if (!known)
        return Unexpected(known.error());
    auto offered = session.metadata().set(store::metadata::candidate, bid.calendarId, bid.report);
    return offered && !*known ? session.lead().wakeOthers(bid.calendarId) : offered;
}

// Whether this service leads now. A leader that has fallen silent is ended, so that a later look may succeed.
Expected<bool> takeLead(Session &session, const Bid &bid, Found &found)
{
    const auto taken = session.lead().take(bid.calendarId);
    if (!taken || *taken)
        return taken;
    if (bid.isSignedIn) {
        if (auto stood = standForLead(session, bid); !stood)
            return Unexpected(stood.error());
    }
    found = {};
    const auto sign = session.lead().report(bid.calendarId, freshLife);
    if (!sign)
        return Unexpected(sign.error());
    found.isStale = !*sign;
    if (found.isStale) {
        if (auto asked = session.lead().wakeOthers(bid.calendarId); !asked)
            return Unexpected(asked.error());
    }
    if (!bid.mayEnd)
        return false;
    // Only one that was silent at the look before: this transaction may still see the report of somebody who was ended a
    // moment ago, beside the lock of the one who took over.
    const auto silent = session.lead().endSilentLeader(bid.calendarId, silenceAllowed, bid.suspect);
    if (!silent)
        return Unexpected(silent.error());
    if (*silent > 0 && *silent == bid.suspect)
        qCWarning(lcSync) << "the service that synced calendar" << bid.calendarId
                          << "gives no sign of life; its connection was ended";
    found.silent = *silent;
    return false;
}

} // namespace

Leadership::Leadership(store::Store &store, const Clock &clock, QString calendarId)
    : m_store(store)
    , m_clock(clock)
    , m_calendarId(std::move(calendarId))
    , m_leads(!store.isShared())
{
    m_timer.setInterval(lookInterval);
    connect(&m_timer, &QTimer::timeout, this, &Leadership::lookNow);
    connect(&store, &store::Store::healthChanged, this, &Leadership::doubt);
    connect(&store, &store::Store::changedOutside, this, [this] {
        if (!m_leads)
            return;
        const bool isNew = m_clock.monotonic() >= m_watchedUntil;
        rememberWatchers();
        if (isNew || !m_self().isSignedIn)
            doubt(); // somebody asks for a sign of life, or is signed in and wants the lead
    });
}

QCoro::Task<void> Leadership::start()
{
    if (!m_store.isShared())
        co_return;
    m_timer.start();
    co_await look();
}

void Leadership::lookNow()
{
    if (m_store.isShared() && m_timer.isActive() && !m_looking)
        look();
}

void Leadership::doubt()
{
    m_provenWall = {};
    lookNow();
}

QCoro::Task<void> Leadership::look()
{
    if (m_looking)
        co_return;
    const Self self = m_self();
    if (m_leads) {
        const bool isWatched = m_clock.monotonic() < m_watchedUntil;
        if (isWatched)
            m_store.keepLeading(lifeGiven);
        m_timer.setInterval(!self.isIdle ? beatInterval
                : isWatched              ? std::chrono::milliseconds(leadingInterval)
                                         : std::chrono::milliseconds(alone));
        if (isProven(beatInterval) || (isProven(longestTrust) && isSaid(self)))
            co_return;
    } else if (m_clock.monotonic() < m_abstainsUntil || !self.isIdle) {
        co_return;
    }
    m_looking = true;
    auto asked = co_await ask(m_leads ? Aim::Keep : Aim::Take);
    m_looking = false;
}

bool Leadership::isProven(std::chrono::milliseconds age) const
{
    // The one clock stands still while the machine sleeps, the other may be set.
    const auto wall = std::chrono::milliseconds(m_provenWall.msecsTo(m_clock.nowUtc()));
    return m_provenWall.isValid() && m_clock.monotonic() - m_provenAt < age && wall < age && wall > -age;
}

void Leadership::rememberWatchers()
{
    m_watchedUntil = m_clock.monotonic() + watched;
    m_store.keepLeading(lifeGiven);
}

QString Leadership::reportOf(const Self &self) const
{
    QJsonObject told = self.report;
    told.insert(signedInMember, self.isSignedIn);
    return QString::fromUtf8(QJsonDocument(told).toJson(QJsonDocument::Compact));
}

bool Leadership::isSaid(const Self &self) const
{
    return reportOf(self) == m_told;
}

QCoro::Task<Expected<void>> Leadership::confirm()
{
    if (!m_store.isShared() || (m_leads && isProven(proofLife)))
        co_return Expected<void>();
    if (m_leads) {
        auto asked = co_await ask(Aim::Keep);
        if (asked && *asked && m_leads)
            co_return Expected<void>();
        if (!asked)
            co_return Expected<void>(Unexpected(asked.error()));
    }
    co_return Expected<void>(Unexpected(store::notLeader()));
}

QCoro::Task<Expected<bool>> Leadership::ask(Aim aim)
{
    const ScopedCount busy(m_tasks);
    const Self self = m_self();
    const auto askedAt = m_clock.monotonic();
    const QDateTime askedWall = m_clock.nowUtc();
    const bool mayEnd = m_staleSince && askedAt - *m_staleSince >= answerTime;
    const Bid bid{ m_calendarId, self.isSignedIn, reportOf(self), m_suspect, mayEnd };
    const auto found = std::make_shared<Found>(); // the work is done on the store's thread, perhaps twice
    auto work = m_store.write([bid, aim, found](Session &session) -> Expected<bool> {
        auto leads = aim == Aim::Keep ? keepLead(session, bid) : takeLead(session, bid, *found);
        if (!leads || !*leads)
            return leads;
        if (auto beat = session.lead().beat(bid.calendarId, bid.report); !beat)
            return Unexpected(beat.error());
        return true;
    });
    auto leads = co_await work;
    m_suspect = leads && !*leads ? found->silent : 0;
    if (leads && !*leads && found->isStale)
        m_staleSince = m_staleSince.value_or(askedAt);
    else if (leads)
        m_staleSince.reset();
    const auto interval = m_staleSince ? askInterval : std::chrono::milliseconds(lookInterval);
    if (!m_leads && m_timer.intervalAsDuration() != interval)
        m_timer.setInterval(interval);
    if (leads && *leads)
        m_told = bid.report;
    conclude(aim, leads, askedAt, askedWall);
    co_return leads;
}

void Leadership::conclude(
    Aim aim, const Expected<bool> &leads, std::chrono::milliseconds askedAt, const QDateTime &askedWall)
{
    if (!leads) {
        // A connection that is gone has taken the lock along. One that is merely slow has not.
        if (leads.error().code == "database_away"_L1)
            setLeads(false);
        else if (!std::exchange(m_warned, true))
            qCWarning(lcSync) << "who leads calendar" << m_calendarId
                              << "is not known:" << leads.error().message;
        return;
    }
    m_warned = false;
    if (*leads) {
        m_provenAt = askedAt;
        m_provenWall = askedWall;
    } else if (aim == Aim::Keep && !m_self().isSignedIn) {
        m_abstainsUntil = m_clock.monotonic() + abstention; // somebody else wants it, and can do more with it
    }
    if (aim == Aim::Keep && *leads && !m_leads)
        return; // lost meanwhile
    setLeads(*leads);
}

void Leadership::setLeads(bool leads)
{
    if (std::exchange(m_leads, leads) == leads)
        return;
    m_staleSince.reset();
    if (leads)
        rememberWatchers();
    m_timer.setInterval(leads ? beatInterval : std::chrono::milliseconds(lookInterval));
    qCInfo(lcSync) << (leads ? "this service syncs calendar" : "this service no longer syncs calendar")
                   << m_calendarId;
    Q_EMIT changed(leads);
}

} // namespace aria::sync
