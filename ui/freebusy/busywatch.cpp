#include "freebusy/busywatch.h"

#include "base/whenfinished.h"

using namespace Qt::StringLiterals;

namespace aria::freebusy {

namespace {

constexpr std::chrono::milliseconds settle{ 700 }; // typing is over
constexpr int daysAhead = 14;
constexpr int mostDays = 60; // Google answers for less than three months
constexpr qint64 freshFor = 5LL * 60; // seconds

} // namespace

BusyWatch::BusyWatch(uicommon::ServiceLink &link, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_clock(clock)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &BusyWatch::ask);
    // Another service, perhaps after another sign-in.
    connect(&link, &uicommon::ServiceLink::serviceChanged, this, [this] {
        m_askedAt = {};
        if (!m_ids.isEmpty())
            m_soon.start(settle);
    });
}

void BusyWatch::look(const QStringList &ids, const BusySpan &wanted)
{
    const bool isPossible =
        wanted.start.isValid() && wanted.start < wanted.end && wanted.start.daysTo(wanted.end) < mostDays;
    if (ids.isEmpty() || !isPossible) {
        m_soon.stop();
        ++m_generation;
        m_ids.clear();
        m_query = {};
        return become(State::Idle);
    }
    const bool isSame = ids == m_ids && wanted == m_wanted;
    m_ids = ids;
    m_wanted = wanted;
    if (m_state == State::NotAllowed || isSame)
        return;
    if (isKnown(wanted)) {
        m_soon.stop();
        return Q_EMIT changed();
    }
    m_soon.start(settle);
    if (m_state == State::Known) // of other people, or of another day
        become(State::Asking);
}

bool BusyWatch::isKnown(const BusySpan &wanted) const
{
    return m_state == State::Known && m_query.ids == m_ids && m_query.from <= wanted.start
        && wanted.end <= m_query.to && m_askedAt.isValid() && m_askedAt.secsTo(m_clock.nowUtc()) < freshFor;
}

void BusyWatch::ask()
{
    auto *service = m_link.service();
    if (!service || m_ids.isEmpty())
        return;
    const QDateTime from(m_wanted.start.toUTC().date(), QTime(0, 0), Qt::UTC);
    m_query = { m_ids, from, std::max(from.addDays(daysAhead), m_wanted.end.toUTC().addDays(1)) };
    m_askedAt = m_clock.nowUtc();
    const int generation = ++m_generation;
    become(State::Asking);
    whenFinished(service->freeBusy(m_query), this,
        [this, generation](const QFuture<Expected<QList<BusyTimes>>> &future) {
            if (generation == m_generation && future.resultCount() > 0)
                take(future.result());
        });
}

void BusyWatch::take(const Expected<QList<BusyTimes>> &answer)
{
    m_times = answer.value_or(QList<BusyTimes>());
    if (answer)
        return become(State::Known);
    m_error = answer.error();
    become(m_error.code == "freebusy_not_allowed"_L1 ? State::NotAllowed : State::Failed);
}

void BusyWatch::become(State state)
{
    if (state == m_state && state != State::Known)
        return;
    m_state = state;
    Q_EMIT changed();
}

} // namespace aria::freebusy
