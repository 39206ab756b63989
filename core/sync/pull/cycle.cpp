#include "sync/pull/cycle.h"

#include "store/metadatakeys.h"
#include "sync/pull/fulllist.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::Session;

namespace {

QString compact(const QJsonDocument &json)
{
    return QString::fromUtf8(json.toJson(QJsonDocument::Compact));
}

QString calendarFacts(const google::EventPage &page)
{
    return compact(QJsonDocument(QJsonObject{
        { u"timeZone"_s, QString::fromUtf8(page.timeZone) },
        { u"accessRole"_s, google::toString(page.accessRole) },
        { u"defaultReminders"_s, page.defaultReminders },
    }));
}

// Another demand may have come while the list was read; that one stays.
Expected<void> meetDemand(Session &session, const QString &calendarId, const QString &demand)
{
    if (demand.isEmpty())
        return {};
    const auto now = session.metadata().value(store::metadata::listAnew, calendarId);
    if (!now)
        return Unexpected(now.error());
    if (*now == demand)
        return session.metadata().remove(store::metadata::listAnew, calendarId);
    return {};
}

// What is remembered of a list.
Expected<void> remember(
    Session &session, const QString &calendarId, const ListEnd &end, const MergeContext &context)
{
    const auto due = session.metadata().value(store::metadata::fullListDue, calendarId);
    if (!due)
        return Unexpected(due.error());
    const QStringList &unread = end.unread.ids;
    QList<std::pair<QString, QString>> facts{
        { store::metadata::unreadable,
            unread.isEmpty() ? QString() : compact(QJsonDocument(QJsonArray::fromStringList(unread))) },
        { store::metadata::calendar, calendarFacts(end.lastPage) },
        { store::metadata::lastSync, toRfc3339(context.now) },
    };
    const QString &token = end.lastPage.nextSyncToken;
    if (end.unread.nameless == 0 && !token.isEmpty())
        facts.append({ store::metadata::syncToken, token });
    if (end.isComplete || lacksFullListTime(due->value_or(QString()), end.isSilent, context.now))
        facts.append(
            { store::metadata::fullListDue, nextFullList(end.isSilent, calendarId + token, context.now) });
    for (const auto &[key, value] : std::as_const(facts)) {
        const auto stored = value.isEmpty() ? session.metadata().remove(key, calendarId)
                                            : session.metadata().set(key, calendarId, value);
        if (!stored)
            return stored;
    }
    return {};
}

} // namespace

Expected<DeletionOutcome> endList(
    Session &session, const QString &calendarId, const ListEnd &end, const MergeContext &context)
{
    if (end.isComplete) {
        if (auto marked = markUnseen(session, calendarId, context); !marked)
            return Unexpected(marked.error());
    }
    auto deleted = applyMarkedDeletions(session, calendarId, context);
    if (!deleted)
        return deleted;
    if (end.isComplete) {
        if (auto met = meetDemand(session, calendarId, end.demand); !met)
            return Unexpected(met.error());
    }
    if (auto remembered = remember(session, calendarId, end, context); !remembered)
        return Unexpected(remembered.error());
    return deleted;
}

} // namespace aria::sync
