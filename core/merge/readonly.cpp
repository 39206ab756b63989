#include "merge/readonly.h"

#include "store/metadatakeys.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

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
        return Unexpected(facts.error());
    const QJsonObject known = QJsonDocument::fromJson(facts->value_or(QString()).toUtf8()).object();
    return isReadOnlyRole(google::accessRoleFromString(known.value(u"accessRole"_s).toString()));
}

Error readOnlyError(const QString &calendarId)
{
    return { ErrorCategory::Forbidden, u"read_only_calendar"_s,
        u"The calendar \"%1\" is read-only for this account."_s.arg(calendarId) };
}

} // namespace aria::sync
