#include "sync/pull/calendaridentity.h"

#include "base/callscope.h"
#include "store/metadatakeys.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::Session;

CalendarIdentity::CalendarIdentity(
    google::CalendarApi &api, store::Store &store, const Clock &clock, QString calendarId, QStringList others)
    : m_api(api)
    , m_store(store)
    , m_clock(clock)
    , m_calendarId(std::move(calendarId))
    , m_others(std::move(others))
{
}

QCoro::Task<Expected<void>> CalendarIdentity::check()
{
    if (m_checked)
        co_return Expected<void>();
    auto checked = co_await ask(Remember::Yes);
    co_return checked;
}

QCoro::Task<Expected<void>> CalendarIdentity::compare()
{
    auto compared = co_await ask(Remember::No);
    co_return compared;
}

QCoro::Task<Expected<void>> CalendarIdentity::ask(Remember remember)
{
    const QByteArray call = CallScope::current();
    const QString calendarId = m_calendarId;
    auto knownWork = m_store.read([calendarId](Session &session) {
        return session.metadata().value(store::metadata::identity, calendarId);
    });
    auto known = co_await knownWork;
    if (!known)
        co_return Expected<void>(Unexpected(known.error()));
    auto asking = inCall(call, [&] { return m_api.calendarInfo(calendarId); });
    auto info = co_await asking;
    // Where the list of calendars is answered by somebody else, the calendar may be Google's all the same.
    const bool foreign = !info && info.error().code == "bad_answer"_L1 && info.error().httpStatus < 500;
    if (!info && isTransient(info.error()) && (known->has_value() || !foreign)) {
        if (known->has_value())
            co_return Expected<void>(Unexpected(info.error()));
        co_return Expected<void>(); // nothing to compare with; asked again next time
    }
    m_checkedAt = m_clock.monotonic();
    if (!info || info->id.isEmpty()) {
        m_checked = true;
        co_return Expected<void>();
    }
    const QString id = info->id;
    if (known->has_value() && **known != id) {
        co_return Expected<void>(makeError(ErrorCategory::Precondition, u"other_calendar"_s,
            u"Google's calendar \"%1\" is now %2, but this database belongs to %3: nothing is synced. "
            u"Sign in with that account again, or use another database."_s.arg(calendarId, id, **known)));
    }
    const bool isKnown = known->has_value();
    if (!isKnown || !m_others.isEmpty()) {
        auto notedWork = m_store.write(
            [this, id, isKnown, remember](Session &session) { return note(session, id, isKnown, remember); });
        auto noted = co_await notedWork;
        if (!noted)
            co_return Expected<void>(Unexpected(noted.error()));
    }
    m_checked = true;
    co_return Expected<void>();
}

// In one transaction, so that of two that ask at the same time one is the first.
Expected<void> CalendarIdentity::note(
    Session &session, const QString &id, bool isKnown, Remember remember) const
{
    // Where both are known already, the one that goes by another name than its own gives way.
    const bool givesWay = !isKnown || m_calendarId != id;
    for (const QString &other : givesWay ? m_others : QStringList()) {
        const auto others = session.metadata().value(store::metadata::identity, other);
        if (!others)
            return Unexpected(others.error());
        if (*others == id) {
            return makeError(ErrorCategory::Precondition, u"same_calendar"_s,
                u"Google's calendar \"%1\" is the same as \"%2\", which is synced already: it is not synced twice. "
                u"Name it only once in CALENDAR_SYNC_GOOGLE_CALENDAR_ID."_s.arg(m_calendarId, other));
        }
    }
    if (isKnown || remember == Remember::No)
        return {};
    return session.metadata().set(store::metadata::identity, m_calendarId, id);
}

QCoro::Task<Expected<void>> CalendarIdentity::checkAgain()
{
    if (m_checked && m_clock.monotonic() - m_checkedAt >= std::chrono::minutes(1))
        m_checked = false;
    auto checked = co_await check();
    co_return checked;
}

} // namespace aria::sync
