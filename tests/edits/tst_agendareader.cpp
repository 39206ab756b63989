// The agenda read from the table of occurrences is the one that unfolding gives, whatever was written by whom and however
// little of it has been taken up.
#include "edits/agendareader.h"
#include "edits/windowreader.h"
#include "store/testdatabase.h"

#include "calendar/originalstart.h"
#include "calendar/recurrence.h"
#include "support/seededrandom.h"
#include "support/testmain.h"

namespace tst_agendareader {

using namespace aria;
using namespace aria::store;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

const auto primary = u"primary"_s;

const QStringList rules{ u"RRULE:FREQ=DAILY"_s, u"RRULE:FREQ=DAILY;COUNT=9"_s,
    u"RRULE:FREQ=WEEKLY;BYDAY=MO,WE,SU"_s, u"RRULE:FREQ=WEEKLY;INTERVAL=2"_s,
    u"RRULE:FREQ=MONTHLY;BYDAY=-1FR"_s, u"RRULE:FREQ=YEARLY"_s, u"RRULE:FREQ=HOURLY;INTERVAL=7"_s,
    u"RRULE:FREQ=MINUTELY;INTERVAL=30"_s, u"RRULE:FREQ=WEEKLY;UNTIL=20350101T000000Z"_s };
const QList<QByteArray> zones{ "UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago",
    "America/New_York", "Australia/Lord_Howe" };

// A database, and everybody who writes to it.
class World
{
public:
    explicit World(quint64 seed)
        : m_random(seed)
        , m_store(must(Store::open(m_database.url())))
        , m_now(QDateTime::currentDateTimeUtc())
    {
    }

    void step()
    {
        switch (pick(15)) {
        case 0:
        case 1:
            return add(false);
        case 2:
        case 3:
            return add(true);
        case 4:
        case 5:
        case 6:
            return changeOccurrence();
        case 7:
            return edit();
        case 8:
            return settle();
        case 9:
            return deleteOrRestore();
        case 10:
            return removeForGood();
        case 11:
        case 12:
            return sql();
        case 13:
            return takeUp();
        default:
            return other();
        }
    }

    void takeUp()
    {
        did = u"take up"_s;
        takeUpAll(*m_store);
    }

    // Empty: both ways answer the same.
    QString difference()
    {
        const auto horizon =
            must(m_store->read([](Session &session) { return session.occurrences().horizon(); }));
        QString problem;
        for (int i = 0; i < 4 && problem.isEmpty(); ++i) {
            const QDateTime from = horizon.from.addSecs(pick(60 * 24 * 3600));
            const QDateTime to = std::min(from.addSecs(pick(40 * 24 * 3600) + 1), horizon.until);
            const QTimeZone zone(zones.at(pick(int(zones.size()))));
            const int limit = QList<int>{ 1, 4, 20, 100'000 }.at(pick(4));
            problem = must(m_store->read([&](Session &session) -> Expected<QString> {
                const auto table = service::readAgenda(session, { primary }, from, to, zone, limit);
                const auto unfolded = service::unfoldAgenda(session, { primary }, from, to, zone, limit);
                if (!table || !unfolded)
                    return u"an answer fails"_s;
                const QStringList shown = linesOf(*table);
                const QStringList expected = linesOf(*unfolded);
                if (shown == expected && i == 0 && chance(10)) // each page reads by itself, so this is long
                    return pagesDiffer(session, from, to, zone, QList<int>{ 1, 3, 20 }.at(pick(3)));
                if (shown == expected)
                    return QString();
                return u"after %1, %2 to %3 in %4, %5 at most; only from the table:\n  %6\nonly unfolded:\n  %7"_s
                    .arg(did, from.toString(Qt::ISODate), to.toString(Qt::ISODate),
                        QString::fromLatin1(zone.id()), QString::number(limit), without(shown, expected),
                        without(expected, shown));
            }));
        }
        return problem;
    }

    // All pages of GET /events from before the horizon or to behind it, or within it, are what unfolding gives at once.
    QString pagesDiffer(Session &session, QDateTime from, QDateTime to, const QTimeZone &zone, int limit)
    {
        constexpr int mostPaged = 60;
        if (chance(3))
            from = from.addDays(-pick(60));
        if (chance(3))
            to = to.addDays(pick(420));
        const auto whole = service::unfoldAgenda(session, { primary }, from, to, zone, mostPaged);
        service::WindowRequest request;
        request.from = calendar::EventTime(calendar::ZonedTime{ from, {} });
        request.to = calendar::EventTime(calendar::ZonedTime{ to, {} });
        request.limit = limit;
        service::AgendaView paged;
        do {
            const auto page = service::readWindow(session, { primary }, request, zone);
            if (!page || page->events.size() > limit
                || (!page->nextCursor.isEmpty() && page->events.size() < limit))
                return u"after %1: a page fails"_s.arg(did);
            paged.append(page->events);
            request.cursor = page->nextCursor;
        } while (!request.cursor.isEmpty() && paged.size() < mostPaged);
        const QStringList shown = linesOf(paged).mid(0, mostPaged);
        const QStringList expected = linesOf(*whole);
        if (shown == expected)
            return {};
        return u"after %1, %2 to %3 in %4, pages of %5; only on pages:\n  %6\nonly unfolded:\n  %7"_s.arg(did,
            from.toString(Qt::ISODate), to.toString(Qt::ISODate), QString::fromLatin1(zone.id()),
            QString::number(limit), without(shown, expected), without(expected, shown));
    }

    // Rows that would be other if all were made anew.
    qint64 wrongRows()
    {
        const auto checked =
            m_store->tryOut([](Session &session) { return session.occurrences().check(0, 1'000'000); });
        return must(checked);
    }

    QString did; // the last step

private:
    int pick(int below) { return int(m_random.next() % quint64(below)); }
    bool chance(int of) { return pick(of) == 0; }

    static QStringList linesOf(const service::AgendaView &view)
    {
        QStringList lines;
        for (const auto &shown : view) {
            lines << QStringList{ shown.googleEventId, shown.event.summary(), shown.event.start().toText(),
                shown.event.end().toText(), QString::number(shown.localId), toString(shown.status) }
                         .join(u' ');
        }
        return lines;
    }

    // The first few; where only the order differs, from the first on that stands elsewhere.
    static QString without(QStringList lines, const QStringList &others)
    {
        const QSet<QString> known(others.cbegin(), others.cend());
        if (known == QSet<QString>(lines.cbegin(), lines.cend())) {
            const auto differs =
                std::mismatch(lines.cbegin(), lines.cend(), others.cbegin(), others.cend()).first;
            return lines.mid(differs - lines.cbegin(), 5).join(u"\n  "_s);
        }
        lines.removeIf([&known](const QString &line) { return known.contains(line); });
        return lines.mid(0, 5).join(u"\n  "_s);
    }

    QJsonObject timeOf(const QDateTime &time, const QByteArray &zone)
    {
        return calendar::EventTime(calendar::ZonedTime{ time, zone }).toGoogle();
    }

    // Start and end somewhere around `near`.
    void setTimes(QJsonObject &event, const QDateTime &near)
    {
        const QDateTime start = near.addSecs(pick(24 * 60) * 60);
        // In minutes.
        const int length = QList<int>{ 0, 30, 60, 61, 600, 3000, 50'000, 3 * 365 * 24 * 60 }.at(pick(8));
        if (chance(3)) {
            const QDate day = start.date();
            event[u"start"_s] = QJsonObject{ { u"date"_s, day.toString(Qt::ISODate) } };
            event[u"end"_s] =
                QJsonObject{ { u"date"_s, day.addDays(length / 1440 + 1).toString(Qt::ISODate) } };
            return;
        }
        const QByteArray zone = zones.at(pick(int(zones.size())));
        event[u"start"_s] = timeOf(start, zone);
        event[u"end"_s] = timeOf(start.addSecs(length * 60LL), zone);
    }

    static void span(EventRecord &record, const calendar::Event &event)
    {
        const auto span = calendar::spanOf(event, QTimeZone::utc());
        record.windowStart = span.first.addDays(-1);
        record.windowEnd = span.last ? span.last->addDays(1) : QDateTime();
    }

    EventRecord recordOf(const QJsonObject &json)
    {
        const calendar::Event event(json);
        EventRecord record = anEvent(event.id());
        record.base = json;
        record.columns = calendar::columnsOf(event);
        if (event.isException()) {
            record.recurringEventId = event.recurringEventId();
            record.originalStart = calendar::originalStartKey(event.originalStart());
        }
        span(record, event);
        return record;
    }

    void save(EventRecord record)
    {
        must(m_store->write([&](Session &session) { return session.events().save(record); }));
        if (!m_ids.contains(record.localId))
            m_ids << record.localId;
    }

    std::optional<EventRecord> any(bool series)
    {
        for (int tries = 0; tries < 20 && !m_ids.isEmpty(); ++tries) {
            const qint64 id = m_ids.at(pick(int(m_ids.size())));
            auto record =
                must(m_store->read([id](Session &session) { return session.events().byLocalId(id); }));
            if (record && (!series || !record->columns.recurrence.isEmpty()))
                return record;
        }
        return std::nullopt;
    }

    void add(bool series)
    {
        did = u"add"_s;
        QJsonObject event{ { u"id"_s, u"e%1"_s.arg(++m_count) },
            { u"summary"_s, u"Event %1"_s.arg(pick(5)) } };
        setTimes(event, m_now.addDays(series ? -pick(900) : pick(80) - 50));
        if (series)
            event[u"recurrence"_s] = QJsonArray{ rules.at(pick(int(rules.size()))) };
        auto record = recordOf(event);
        // In any order: a changed occurrence may have come before.
        if (series && chance(4)) {
            QList<EventRecord> both{ changedOf(record), record };
            // A lone one of that start may be there already.
            both.first().recurringEventId = record.googleEventId;
            both.first().base[u"recurringEventId"_s] = record.googleEventId;
            must(m_store->write([&](Session &session) { return session.events().save(both); }));
            m_ids << both.first().localId << both.last().localId;
            return;
        }
        save(record);
    }

    EventRecord changedOf(const EventRecord &series)
    {
        const calendar::Event master(series.base);
        const QDateTime from = m_now.addDays(pick(50) - 35);
        const auto starts = calendar::nextStarts(master, from, 3, QTimeZone::utc());
        const calendar::EventTime original =
            starts.isEmpty() ? master.start() : starts.at(pick(int(starts.size())));
        QJsonObject json = calendar::occurrenceOf(master, original).json();
        json[u"summary"_s] = u"Changed %1"_s.arg(pick(5));
        if (chance(6)) // of a series that is not there
            json[u"recurringEventId"_s] = u"lone%1"_s.arg(pick(3));
        if (chance(2)) {
            setTimes(json, original.instant(QTimeZone::utc()).addDays(pick(9) - 4));
            if (json[u"start"_s].toObject().contains(u"date"_s) != original.isDate())
                json = calendar::occurrenceOf(master, original).json();
        }
        if (chance(3))
            json[u"id"_s] = u"opaque%1"_s.arg(++m_count);
        auto record = recordOf(json);
        if (chance(3))
            record.deletedAt = m_now;
        return record;
    }

    void changeOccurrence()
    {
        did = u"change an occurrence"_s;
        const auto series = any(true);
        if (!series)
            return;
        auto changed = changedOf(*series);
        auto known = must(m_store->read([&](Session &session) {
            return session.events().exceptionAt(primary, changed.recurringEventId, changed.originalStart);
        }));
        if (!known) { // one that was given to another series
            known = must(m_store->read([&](Session &session) {
                return session.events().byGoogleId(primary, changed.googleEventId);
            }));
        }
        if (known) {
            changed.localId = known->localId;
            changed.syncId = known->syncId;
            changed.googleEventId = known->googleEventId;
            changed.base[u"id"_s] = known->googleEventId;
        }
        save(changed);
    }

    // ARIA's edit by the API: Google does not know it yet.
    void edit()
    {
        did = u"edit"_s;
        auto record = any(chance(2));
        if (!record || record->isDeletedInAria())
            return;
        record->status = SyncStatus::PendingToGoogle;
        record->columns.title = u"Edited %1"_s.arg(pick(5));
        if (!record->columns.recurrence.isEmpty() && chance(2)) {
            record->columns.recurrence = { chance(3) ? u"RRULE:FREQ=WEEKLY;UNTIL=%1"_s.arg(
                                               m_now.addDays(pick(20)).toString(u"yyyyMMdd'T'HHmmss'Z'"_s))
                                                     : rules.at(pick(int(rules.size()))) };
        }
        const auto event = calendar::applyColumns(calendar::Event(record->base), record->columns);
        if (!event)
            return;
        span(*record, *event);
        save(*record);
    }

    void settle()
    {
        did = u"settle"_s;
        auto record = any(false);
        if (!record || record->isDeletedInAria())
            return;
        const auto event = calendar::applyColumns(calendar::Event(record->base), record->columns);
        if (!event)
            return;
        record->base = event->json();
        record->status = SyncStatus::Synced;
        save(*record);
    }

    void deleteOrRestore()
    {
        did = u"delete or restore"_s;
        auto record = any(chance(2));
        if (!record)
            return;
        record->deletedAt = record->isDeletedInAria() ? QDateTime() : m_now;
        save(*record);
    }

    void removeForGood()
    {
        did = u"remove for good"_s;
        if (const auto record = any(false); record && chance(2)) {
            must(m_store->write([&](Session &session) { return session.events().remove(record->localId); }));
            m_ids.removeAll(record->localId);
        }
    }

    void sql()
    {
        const QString start = m_now.addSecs(pick(20 * 1440) * 60).toString(Qt::ISODate);
        const QString end = m_now.addSecs((20 * 1440 + pick(1440)) * 60).toString(Qt::ISODate);
        const auto record = any(false);
        const QString where = record ? u" WHERE id = %1"_s.arg(record->localId) : u" WHERE false"_s;
        // What makes no event is shown as Google has it, which may have another window than ARIA's columns say: so only
        // what is the same on both sides gets broken, and keeps its times from then on.
        const QString whole =
            where + (record && m_broken.contains(record->localId) ? u" AND false"_s : u""_s);
        const QString series = whole + u" AND COALESCE(recurring_event_id, '') = ''"_s;
        const QString synced = where + u" AND sync_status = 'synced'"_s;
        did =
            QStringList{
                u"UPDATE aria_calendar_events SET start_time = '%1', end_time = '%2'"_s.arg(start, end)
                    + whole,
                u"UPDATE aria_calendar_events SET title = 'By SQL %1'"_s.arg(pick(5)) + where,
                u"UPDATE aria_calendar_events SET title = ''"_s + synced,
                u"UPDATE aria_calendar_events SET status = '%1'"_s.arg(
                    chance(2) ? u"cancelled"_s : u"confirmed"_s)
                    + where,
                u"UPDATE aria_calendar_events SET deleted_at = %1"_s.arg(
                    chance(2) ? u"NULL"_s : u"'2024-01-01T00:00:00Z'"_s)
                    + where,
                u"UPDATE aria_calendar_events SET attendees = '[\"nobody\"]'"_s + synced,
                u"UPDATE aria_calendar_events SET recurrence = '[\"%1\"]'"_s.arg(
                    rules.at(pick(int(rules.size()))))
                    + series,
                u"UPDATE aria_calendar_events SET recurrence = NULL"_s + series,
                u"UPDATE aria_calendar_events SET all_day = true"_s + whole,
                u"DELETE FROM aria_calendar_events"_s + where,
                u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES ('New', '%1', '%2')"_s
                    .arg(start, end),
                u"INSERT INTO aria_calendar_events (title, start_time, end_time, recurrence) VALUES ('New series', '%1', '%1',"
                u" '[\"RRULE:FREQ=DAILY\"]')"_s.arg(start),
            }
                .at(pick(12));
        m_database.sql(did);
        if (record && did.endsWith(synced))
            m_broken.insert(record->localId);
    }

    void other()
    {
        if (chance(3)) {
            did = u"move on"_s;
            m_now = m_now.addDays(1 + pick(20));
            must(m_store->write(
                [this](Session &session) { return session.occurrences().moveHorizon(m_now, { primary }); }));
        } else if (chance(2)) {
            did = u"retry errors"_s;
            must(m_store->write([](Session &session) { return session.backlog().retryErrors({ primary }); }));
        } else if (const auto record = any(false)) {
            did = u"mark an error"_s;
            must(m_store->write(
                [&](Session &session) { return session.repair().markError(*record, u"no"_s); }));
        }
    }

    SeededRandom m_random;
    TestDatabase m_database;
    std::unique_ptr<Store> m_store;
    QDateTime m_now;
    QList<qint64> m_ids;
    QSet<qint64> m_broken; // by SQL
    int m_count = 0;
};

} // namespace

class TestAgendaReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isWhatUnfoldingGives_data();
    void isWhatUnfoldingGives();
};

void TestAgendaReader::isWhatUnfoldingGives_data()
{
    QTest::addColumn<int>("seed");
    const int seeds = qEnvironmentVariableIsSet("ARIA_AGENDA_SEEDS")
        ? qEnvironmentVariableIntValue("ARIA_AGENDA_SEEDS")
        : 3;
    const int first = qEnvironmentVariableIntValue("ARIA_AGENDA_FIRST");
    for (int seed = first; seed < first + seeds; ++seed)
        QTest::addRow("%d", seed) << seed;
}

void TestAgendaReader::isWhatUnfoldingGives()
{
    QFETCH(int, seed);
    World world{ quint64(seed) };
    for (int i = 0; i < 60; ++i) {
        world.step();
        const QString problem = world.difference();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    world.takeUp();
    const QString problem = world.difference();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(world.wrongRows(), 0);
}

ARIA_TEST(TestAgendaReader)

} // namespace tst_agendareader

#include "tst_agendareader.moc"
