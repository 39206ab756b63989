// What ARIA reads in SQL: the views of today's and coming occurrences.
#include "occurrencebed.h"

#include "support/testmain.h"

namespace tst_occurrenceviews {

using namespace aria::test;

class TestOccurrenceViews : public QObject, private OccurrenceBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void showOccurrences();
    void goByTheCalendarsDay_data();
    void goByTheCalendarsDay();
    void overAChangeOfClocks_data();
    void overAChangeOfClocks();
};

void TestOccurrenceViews::showOccurrences()
{
    const auto now = QDateTime::currentDateTimeUtc();
    auto head = saved(series(u"d"_s, now.addDays(-70).addSecs(-60), { u"RRULE:FREQ=DAILY"_s }));
    saved(changed(u"d"_s, now.addDays(2).addSecs(-60), now.addDays(2)));
    auto cancelled = changed(u"d"_s, now.addDays(3).addSecs(-60), now.addDays(3));
    cancelled.deletedAt = now;
    saved(cancelled);
    const auto upcoming = m_database->texts(
        u"SELECT title FROM v_upcoming_events WHERE google_event_id LIKE 'd%' ORDER BY occurrence_start"_s);
    QCOMPARE(upcoming,
        (QStringList{ u"Event d"_s, u"Event d"_s, u"Changed"_s, u"Event d"_s, u"Event d"_s, u"Event d"_s,
            u"Event d"_s }));
    QCOMPARE(m_database->one(u"SELECT count(*) FROM v_upcoming_events WHERE id = %1"_s.arg(head.localId)), 6);
}

void TestOccurrenceViews::goByTheCalendarsDay_data()
{
    QTest::addColumn<QByteArray>("zone");
    for (const char *zone : { "UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago",
             "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu" })
        QTest::newRow(zone) << QByteArray(zone);
}

void TestOccurrenceViews::goByTheCalendarsDay()
{
    QFETCH(QByteArray, zone);
    const QTimeZone calendarZone(zone);
    const auto now = QDateTime::currentDateTimeUtc();
    must(m_store->write([&](Session &session) { return session.clockTable().set(calendarZone, now); }));
    QVERIFY(
        must(m_store->read([&](Session &session) { return session.clockTable().isSet(calendarZone, now); })));
    const auto midnight = now.toTimeZone(calendarZone).date().startOfDay(calendarZone).toUTC();
    const auto next = now.toTimeZone(calendarZone).date().addDays(1).startOfDay(calendarZone).toUTC();
    savedAll({ single(u"before"_s, midnight.addSecs(-60), midnight),
        single(u"first"_s, midnight, midnight.addSecs(60)), single(u"last"_s, next.addSecs(-60), next),
        single(u"after"_s, next, next.addSecs(60)) });
    const auto today =
        m_database->row(u"SELECT %1, %2 FROM aria_calendar_stretches WHERE stretch = 'today'"_s.arg(
            isPostgres() ? u"extract(epoch from starts_at)::bigint"_s
                         : u"CAST(strftime('%s', starts_at) AS INTEGER)"_s,
            isPostgres() ? u"extract(epoch from ends_at)::bigint"_s
                         : u"CAST(strftime('%s', ends_at) AS INTEGER)"_s));
    if (today.first().toLongLong() != midnight.toSecsSinceEpoch())
        QSKIP("midnight came in between");
    QCOMPARE(today.last().toLongLong(), next.toSecsSinceEpoch());
    QCOMPARE(m_database->texts(u"SELECT title FROM v_today_events ORDER BY title"_s).join(u','),
        u"Event first,Event last"_s);
}

void TestOccurrenceViews::overAChangeOfClocks_data()
{
    QTest::addColumn<int>("by"); // seconds by which the clocks change
    QTest::addColumn<int>("day"); // from now, on which they change
    QTest::addColumn<int>("today"); // hours
    QTest::addColumn<int>("week");
    QTest::newRow("forward in three days") << 3600 << 3 << 24 << 7 * 24 - 1;
    QTest::newRow("back in three days") << -3600 << 3 << 24 << 7 * 24 + 1;
    QTest::newRow("forward today") << 3600 << 0 << 23 << -1;
    QTest::newRow("back today") << -3600 << 0 << 25 << -1;
}

void TestOccurrenceViews::overAChangeOfClocks()
{
    QFETCH(int, by);
    QFETCH(int, day);
    QFETCH(int, today);
    QFETCH(int, week);
    // The zone's clocks show about noon now, so that its day is the same before and after the change, whenever this runs.
    const auto now = QDateTime::currentDateTimeUtc();
    const int before = (12 - now.time().hour()) * 3600;
    const int after = before + by;
    // At two o'clock in the morning.
    const auto change =
        QDateTime(now.addSecs(before).date().addDays(day), QTime(2, 0), Qt::UTC).addSecs(-before);
    const auto format = u"yyyy-MM-ddTHH:mm:ss.zzz"_s;
    m_database->sql(u"DELETE FROM aria_calendar_clock"_s);
    m_database->sql(
        u"INSERT INTO aria_calendar_clock VALUES ('0001-01-01T00:00:00.000Z', '%1Z', %2, %2, '%3'),"
        u" ('%1Z', '9999-12-31T00:00:00.000Z', %4, %2, '9999-12-31T00:00:00.000')"_s
            .arg(change.toString(format))
            .arg(before)
            .arg(change.addSecs(before).toString(format))
            .arg(after));
    const auto length = [this](const char *stretch) {
        const auto seconds = isPostgres() ? u"extract(epoch from ends_at - starts_at)::bigint"_s
                                          : u"CAST(strftime('%s', ends_at) AS INTEGER)"
                                            u" - CAST(strftime('%s', starts_at) AS INTEGER)"_s;
        const auto text = u"SELECT %1 FROM aria_calendar_stretches WHERE stretch = '%2'"_s.arg(
            seconds, QLatin1String(stretch));
        return m_database->one(text).toInt();
    };
    QCOMPARE(length("today"), today * 3600);
    if (week > 0)
        QCOMPARE(length("upcoming"), week * 3600);
}

ARIA_TEST(TestOccurrenceViews)

} // namespace tst_occurrenceviews

#include "tst_occurrenceviews.moc"
