// Three versions of one event, as a JSON list: whatever they hold, deciding twice decides nothing more.
#include "bytes.h"
#include "merge/reconcile.h"

using namespace aria;
using sync::Version;

namespace {

Version versionOf(const QJsonValue &value)
{
    if (value.isNull() || value.isUndefined())
        return Version::absent();
    const calendar::Event event(value.toObject());
    return event.isCancelled() ? Version::deleted(event) : Version::present(event);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QJsonArray versions = QJsonDocument::fromJson(fuzz::bytesOf(data, size)).array();
    const Version base = versionOf(versions.at(0));
    const Version aria = versionOf(versions.at(1));
    const Version google = versionOf(versions.at(2));
    for (const auto strategy : { ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins,
             ConflictStrategy::MostRecent, ConflictStrategy::Manual }) {
        const sync::Decision decision = sync::reconcile(base, aria, google, strategy);
        fuzz::require(
            !decision.conflict || strategy == ConflictStrategy::Manual, "only manual leaves a conflict open");
        if (decision.conflict)
            continue;
        const sync::Decision again =
            sync::reconcile(decision.merged, decision.merged, decision.merged, strategy);
        const bool isNothing = again.aria == sync::Decision::Aria::Keep
            && again.google == sync::Decision::Google::Keep && !again.conflict;
        fuzz::require(isNothing, "what both sides hold needs no further decision");
    }
    return 0;
}
