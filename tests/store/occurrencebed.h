// Events as the tests of the table of occurrences need them, around today, and a database to put them into.
#pragma once

#include "testdatabase.h"

namespace aria::test {

using namespace Qt::StringLiterals;
using store::EventRecord;
using store::Session;
using store::Store;

inline const auto primary = u"primary"_s;

inline QString text(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

// At ten o'clock UTC, so many days from today.
inline QDateTime ten(int days)
{
    return QDateTime(QDateTime::currentDateTimeUtc().date().addDays(days), QTime(10, 0), Qt::UTC);
}

inline QJsonObject timeOf(const QDateTime &time)
{
    return { { u"dateTime"_s, text(time) }, { u"timeZone"_s, u"UTC"_s } };
}

inline EventRecord single(const QString &id, const QDateTime &start, const QDateTime &end)
{
    auto record = anEvent(id, text(start));
    record.columns.endTime = text(end);
    record.windowEnd = end;
    record.base = QJsonObject{ { u"id"_s, id }, { u"summary"_s, record.columns.title },
        { u"start"_s, timeOf(start) }, { u"end"_s, timeOf(end) } };
    record.columns = calendar::columnsOf(calendar::Event(record.base));
    return record;
}

inline EventRecord series(const QString &id, const QDateTime &start, const QStringList &lines)
{
    auto record = single(id, start, start.addSecs(3600));
    record.base.insert(u"recurrence"_s, QJsonArray::fromStringList(lines));
    record.columns = calendar::columnsOf(calendar::Event(record.base));
    record.windowEnd = {};
    return record;
}

// An occurrence of `id` that is somewhere else now.
inline EventRecord changed(const QString &id, const QDateTime &original, const QDateTime &start)
{
    auto record = single(id + u"_changed"_s + text(original), start, start.addSecs(1800));
    record.recurringEventId = id;
    record.originalStart = original.toString(u"yyyy-MM-ddTHH:mm:ssZ"_s);
    record.base.insert(u"recurringEventId"_s, id);
    record.base.insert(u"originalStartTime"_s, timeOf(original));
    record.columns.title = u"Changed"_s;
    record.base.insert(u"summary"_s, record.columns.title);
    record.windowStart = std::min(original, start);
    record.windowEnd = std::max(original, start).addDays(31);
    return record;
}

inline const QStringList weekly{ u"RRULE:FREQ=WEEKLY"_s };

class OccurrenceBed
{
protected:
    void open()
    {
        m_database = std::make_unique<TestDatabase>();
        m_store = must(Store::open(m_database->url()));
    }
    void close()
    {
        m_store.reset();
        m_database.reset();
    }
    EventRecord saved(EventRecord record)
    {
        must(m_store->write([&](Session &session) { return session.events().save(record); }));
        return record;
    }
    void savedAll(QList<EventRecord> records)
    {
        must(m_store->write([&](Session &session) { return session.events().save(records); }));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Store> m_store;
};

} // namespace aria::test
