#include "merge/reconcile.h"

#include "calendar/fields.h"
#include "calendar/patch.h"
#include "merge/fieldmerge.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;

namespace {

using Presence = Version::Presence;
using Winner = FieldConflict::Winner;

// A cancelled event is a deletion in another spelling; a side that no longer has what both once agreed
// on has deleted it.
Version normalised(Version version, const Version &base)
{
    if (version.isPresent() && version.event.isCancelled())
        version.presence = Presence::Deleted;
    if (version.presence == Presence::Absent && base.isPresent())
        version.presence = Presence::Deleted;
    return version;
}

Winner winnerOf(ConflictStrategy strategy, const Version &aria, const Version &google)
{
    switch (strategy) {
    case ConflictStrategy::GoogleWins:
        return Winner::Google;
    case ConflictStrategy::AriaWins:
        return Winner::Aria;
    case ConflictStrategy::Manual:
        return Winner::Undecided;
    case ConflictStrategy::MostRecent:
        break;
    }
    const bool ariaLater =
        aria.changed.isValid() && (!google.changed.isValid() || aria.changed > google.changed);
    return ariaLater ? Winner::Aria : Winner::Google;
}

QDateTime later(const QDateTime &a, const QDateTime &b)
{
    return !b.isValid() || (a.isValid() && a > b) ? a : b;
}

// What Google bumps with every change: no reason to write to ARIA, the engine keeps it with the base.
bool isBookkeeping(const QString &member)
{
    return member == "etag"_L1 || member == "updated"_L1 || member == "sequence"_L1 || member == "kind"_L1;
}

// Whether ARIA has to be told: anything that means something else, members we do not know included. Fields whose
// members are all ours are compared by meaning, so that Google rendering a time in another zone is no change.
bool differsForAria(const Event &aria, const Event &merged)
{
    static const QStringList byMeaning{ u"summary"_s, u"description"_s, u"location"_s, u"recurrence"_s,
        u"reminders"_s, u"colorId"_s, u"visibility"_s, u"transparency"_s, u"status"_s };
    if (!calendar::sameContent(aria, merged))
        return true;
    const auto rest = [](QJsonObject json) {
        for (const QString &member : json.keys()) {
            if (isBookkeeping(member) || byMeaning.contains(member) || member == "start"_L1
                || member == "end"_L1)
                json.remove(member);
        }
        return json;
    };
    return rest(aria.json()) != rest(merged.json());
}

// Both sides have the event: each field on its own.
Decision mergeFields(
    const Version &base, const Version &aria, const Version &google, ConflictStrategy strategy)
{
    const FieldMerges merges(base.isPresent() ? &base.event : nullptr, aria.event, google.event);
    const Winner winner = winnerOf(strategy, aria, google);
    Decision decision;
    for (const FieldMerge &merge : merges.fields()) {
        if (merge.kind == FieldMerge::Kind::Conflict)
            decision.conflicts.append({ merge.field, winner });
        else if (merge.kind == FieldMerge::Kind::GooglesToSay)
            decision.conflicts.append({ merge.field, Winner::Google });
    }
    decision.conflict = winner == Winner::Undecided && !merges.conflicts().isEmpty();
    const Event merged = merges.merged(
        [winner](const QString &) { return winner == Winner::Aria ? Side::Aria : Side::Google; });
    decision.merged = Version::present(merged, later(aria.changed, google.changed));
    if (decision.conflict)
        return decision;
    if (!calendar::patchBetween(google.event, merged).isEmpty())
        decision.google = Decision::Google::Patch;
    if (differsForAria(aria.event, merged))
        decision.aria = Decision::Aria::Write;
    return decision;
}

// Google's tombstone carries the etag that a restoring patch has to name.
Version restored(const Version &aria, const Version &google)
{
    Event event = aria.event;
    if (!google.event.etag().isEmpty())
        event.set(u"etag"_s, google.event.etag());
    return Version::present(event, aria.changed);
}

// ARIA has the event, Google has deleted it.
Decision ariaAgainstDeletion(
    const Version &base, const Version &aria, const Version &google, ConflictStrategy strategy)
{
    Decision decision;
    const bool unchanged = base.isPresent() && calendar::sameContent(aria.event, base.event);
    Winner winner = Winner::Google;
    if (base.isDeleted()) {
        winner = Winner::Aria; // both had agreed on the deletion; since then only ARIA has changed its mind
    } else if (!unchanged) {
        winner = winnerOf(strategy, aria, google);
        decision.conflicts.append({ QString(), winner });
    }
    decision.conflict = winner == Winner::Undecided;
    decision.merged =
        winner == Winner::Google ? Version::deleted(google.event, google.changed) : restored(aria, google);
    if (winner == Winner::Google)
        decision.aria = Decision::Aria::Delete;
    else if (winner == Winner::Aria)
        decision.google = Decision::Google::Restore;
    return decision;
}

// Google has the event, ARIA has deleted it.
Decision googleAgainstDeletion(
    const Version &base, const Version &aria, const Version &google, ConflictStrategy strategy)
{
    Decision decision;
    const bool unchanged = base.isPresent() && calendar::sameContent(google.event, base.event);
    Winner winner = Winner::Aria;
    if (base.isDeleted()) {
        winner = Winner::Google;
    } else if (!unchanged) {
        winner = winnerOf(strategy, aria, google);
        decision.conflicts.append({ QString(), winner });
    }
    decision.conflict = winner == Winner::Undecided;
    decision.merged = winner == Winner::Aria ? Version::deleted(google.event, aria.changed) : google;
    if (winner == Winner::Google)
        decision.aria = Decision::Aria::Write;
    else if (winner == Winner::Aria)
        decision.google = Decision::Google::Delete;
    return decision;
}

} // namespace

Version Version::present(Event event, QDateTime changed)
{
    return { Presence::Present, std::move(event), std::move(changed) };
}

Version Version::deleted(Event event, QDateTime changed)
{
    return { Presence::Deleted, std::move(event), std::move(changed) };
}

Decision reconcile(
    const Version &givenBase, const Version &givenAria, const Version &givenGoogle, ConflictStrategy strategy)
{
    const Version base = normalised(givenBase, {});
    const Version aria = normalised(givenAria, base);
    const Version google = normalised(givenGoogle, base);

    if (aria.isPresent() && google.isPresent())
        return mergeFields(base, aria, google, strategy);
    if (aria.isPresent() && google.isDeleted())
        return ariaAgainstDeletion(base, aria, google, strategy);
    if (google.isPresent() && aria.isDeleted())
        return googleAgainstDeletion(base, aria, google, strategy);

    Decision decision;
    if (aria.isPresent()) {
        decision.merged = aria;
        // Google has nothing, not even a tombstone: its first appearance there, or its return after one.
        decision.google = base.isDeleted() ? Decision::Google::Restore : Decision::Google::Insert;
    } else if (google.isPresent()) {
        decision.merged = google;
        decision.aria = Decision::Aria::Write;
    } else {
        decision.merged = google.isDeleted() ? google : aria;
    }
    return decision;
}

} // namespace aria::sync
