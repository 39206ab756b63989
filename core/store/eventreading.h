// Reads events with statements that begin like those of EventTexts.
#pragma once

#include "store/records.h"

#include "base/error.h"

#include <QVariantList>

namespace aria::store {

class Statements;

class EventReading
{
public:
    explicit EventReading(Statements &statements)
        : m_statements(statements)
    {
    }

    Expected<QList<EventRecord>> all(const QString &sql, const QVariantList &values);
    Expected<std::optional<EventRecord>> first(const QString &sql, const QVariantList &values);

private:
    Statements &m_statements;
};

} // namespace aria::store
