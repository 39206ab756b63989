#include "merge/readonly.h"

#include "store/metadatakeys.h"

#include <QJsonDocument>

namespace aria::sync {

using google::AccessRole;

bool isReadOnlyRole(AccessRole role)
{
    return role == AccessRole::Reader || role == AccessRole::FreeBusyReader;
}

Expected<bool> isReadOnly(store::Session &session, const QString &calendarId)
{
    const auto facts = session.metadata().value(store::metadata::calendar, calendarId);
    if (!facts)
        return tl::unexpected(facts.error());
    const QJsonObject known = QJsonDocument::fromJson(facts->value_or(QString()).toUtf8()).object();
    return isReadOnlyRole(
        google::accessRoleFromString(known.value(QStringLiteral("accessRole")).toString()));
}

Error readOnlyError(const QString &calendarId)
{
    return { ErrorCategory::Forbidden, QStringLiteral("read_only_calendar"),
        QStringLiteral("The calendar \"%1\" is read-only for this account.").arg(calendarId) };
}

} // namespace aria::sync
