#include "sync/engine/trustedtime.h"

#include "base/logging.h"
#include "store/metadatakeys.h"

#include <algorithm>

namespace aria::sync {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds mostAtOnce = 25h; // it is asked for once a day
constexpr std::chrono::milliseconds agreement = 1h; // of two clocks
constexpr std::chrono::milliseconds worthSaying = 1h;

struct Known
{
    QDateTime time;
    QDateTime seen; // the database's clock at that time
};

Expected<Known> knownTime(store::Session &session)
{
    const auto stored = session.metadata().value(store::metadata::trustedTime, QString());
    if (!stored)
        return Unexpected(stored.error());
    const QStringList parts = stored->value_or(QString()).split(u' ');
    Known known;
    if (parts.size() == 2) {
        known.time = QDateTime::fromString(parts.at(0), Qt::ISODateWithMs);
        known.seen = QDateTime::fromString(parts.at(1), Qt::ISODateWithMs);
    }
    if (known.time.isValid() && known.seen.isValid())
        return known;
    const auto written = session.metadata().lastWritten();
    if (!written)
        return Unexpected(written.error());
    return Known{ *written, *written };
}

} // namespace

Expected<TrustedTime> trustedTime(store::Session &session, const ClockReading &clocks)
{
    const auto database = session.now();
    if (!database)
        return Unexpected(database.error());
    const auto known = knownTime(session);
    if (!known)
        return Unexpected(known.error());
    const QDateTime here = std::min(clocks.now, *database);
    TrustedTime trusted;
    trusted.now = here;
    const bool isWitnessed = clocks.offset && std::chrono::abs(*clocks.offset) <= agreement
        && here.msecsTo(clocks.now) <= agreement.count();
    if (known->time.isValid()) {
        const qint64 passed =
            std::clamp<qint64>(known->seen.msecsTo(*database), 0, qint64(mostAtOnce.count()));
        const QDateTime due = known->time.addMSecs(passed);
        const bool leaps = due.msecsTo(here) > worthSaying.count();
        if (leaps && isWitnessed) {
            qCInfo(lcSync).noquote() << "nothing was cleaned up since" << toRfc3339(due)
                                     << "- this is made up for now";
        } else if (leaps) {
            qCWarning(lcSync).noquote()
                << "the clock says" << toRfc3339(here) << "but by all that is known it is" << toRfc3339(due)
                << "- nothing is deleted that is not due by then";
            trusted.isBehind = true;
        }
        if (!isWitnessed)
            trusted.now = std::min(here, due);
    }
    const auto stored = session.metadata().set(
        store::metadata::trustedTime, QString(), toRfc3339(trusted.now) + u' ' + toRfc3339(*database));
    if (!stored)
        return Unexpected(stored.error());
    if (clocks.offset)
        trusted.now = std::min(trusted.now, clocks.atGoogle());
    return trusted;
}

} // namespace aria::sync
