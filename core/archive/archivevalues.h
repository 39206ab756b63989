// Values on their way between the database's columns and the archive's JSON. The same value has the same JSON,
// whichever database it comes from.
#pragma once

#include "archive/archivetables.h"
#include "base/error.h"

#include <QJsonValue>
#include <QVariant>

namespace aria::archive {

// An expression for SELECT that fromColumn() reads.
QString readExpression(const Column &column, bool isPostgres);
QJsonValue fromColumn(Kind kind, const QVariant &value);

// A placeholder for INSERT that takes what toColumn() gives.
QString writePlaceholder(const Column &column, bool isPostgres);
// InvalidInput if the JSON is of another kind.
Expected<QVariant> toColumn(Kind kind, const QJsonValue &value, bool isPostgres);

} // namespace aria::archive
