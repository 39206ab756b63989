// Collects rows for PostgreSQL's COPY, which writes many new rows with one statement.
#pragma once

#include <QByteArray>
#include <QVariantList>

namespace aria::store {

class Dialect;

class CopyRows
{
public:
    explicit CopyRows(const Dialect &dialect)
        : m_dialect(dialect)
    {
    }

    void add(const QVariantList &values); // in the order of the columns
    bool isEmpty() const { return m_text.isEmpty(); }
    const QByteArray &text() const { return m_text; } // COPY's text format, UTF-8

private:
    void addValue(const QVariant &value);

    const Dialect &m_dialect;
    QByteArray m_text;
};

} // namespace aria::store
