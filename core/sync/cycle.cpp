#include "sync/cycle.h"

#include "sync/adopt.h"
#include "sync/conflictreview.h"
#include "sync/metadatakeys.h"

#include <QJsonDocument>

namespace aria::sync {

using store::Session;

namespace {

// Another demand may have come while the list was read; that one stays.
Expected<void> meetDemand(Session &session, const QString &calendarId, const QString &demand)
{
    if (demand.isEmpty())
        return {};
    const auto now = session.metadata(metadata::listAnew, calendarId);
    if (!now)
        return tl::unexpected(now.error());
    if (*now == demand)
        return session.removeMetadata(metadata::listAnew, calendarId);
    return {};
}

} // namespace

ListEnd endOf(const google::EventPage &lastPage, const QString &demand)
{
    const QJsonObject facts{
        { QStringLiteral("timeZone"), QString::fromUtf8(lastPage.timeZone) },
        { QStringLiteral("accessRole"), lastPage.accessRole },
        { QStringLiteral("defaultReminders"), lastPage.defaultReminders },
    };
    return { lastPage.nextSyncToken, demand,
        QString::fromUtf8(QJsonDocument(facts).toJson(QJsonDocument::Compact)) };
}

Expected<QList<EventChange>> takeUpEdits(
    Session &session, const QString &calendarId, const SettleContext &context, RandomSource &random)
{
    if (auto adopted = adoptRows(session, calendarId, random, context.now); !adopted)
        return tl::unexpected(adopted.error());
    if (auto noted = noteEditsOfOthers(session, calendarId, context.clocks); !noted)
        return tl::unexpected(noted.error());
    return reviewConflicts(session, calendarId, context);
}

Expected<DeletionOutcome> endList(
    Session &session, const QString &calendarId, const ListEnd &end, const SettleContext &context)
{
    if (context.fullList) {
        if (auto marked = markUnseen(session, calendarId, context); !marked)
            return tl::unexpected(marked.error());
    }
    auto deleted = applyMarkedDeletions(session, calendarId, context);
    if (!deleted)
        return deleted;
    if (!end.syncToken.isEmpty()) {
        if (auto stored = session.setMetadata(metadata::syncToken, calendarId, end.syncToken); !stored)
            return tl::unexpected(stored.error());
    }
    if (context.fullList) {
        if (auto met = meetDemand(session, calendarId, end.demand); !met)
            return tl::unexpected(met.error());
    }
    if (auto stored = session.setMetadata(metadata::calendar, calendarId, end.calendarFacts); !stored)
        return tl::unexpected(stored.error());
    if (auto stored = session.setMetadata(metadata::lastSync, calendarId, toRfc3339(context.now)); !stored)
        return tl::unexpected(stored.error());
    return deleted;
}

} // namespace aria::sync
