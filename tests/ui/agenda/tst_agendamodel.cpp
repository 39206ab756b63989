#include "agenda/agendamodel.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/sampleevents.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <ctime>

namespace tst_agendamodel {

using namespace Qt::StringLiterals;
using namespace aria;
using agenda::AgendaModel;
using agenda::AgendaRow;

namespace {

const uicommon::UiFormat berlin{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) };

QStringList titles(const AgendaModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) {
        const AgendaRow &entry = model.rowAt(row);
        texts.append(entry.kind == AgendaRow::Kind::Day ? u"# "_s + entry.day.toString(Qt::ISODate)
                                                        : model.index(row).data().toString());
    }
    return texts;
}

// Answers with those of the events that start in the window; `largest` becomes the size of the largest answer. Both
// outlive it.
auto startingIn(const QList<service::EventView> &all, qsizetype &largest)
{
    return [&all, &largest](
               const QDateTime &from, const QDateTime &to, int limit) -> Expected<QList<service::EventView>> {
        QList<service::EventView> some;
        for (const auto &view : all) {
            const QDateTime start = view.event.start().zoned().utc;
            if (start >= from && start < to && some.size() < limit)
                some.append(view);
        }
        largest = std::max(largest, some.size());
        return some;
    };
}

} // namespace

class TestAgendaModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        link = std::make_unique<uicommon::ServiceLink>();
        clock.setNow(QDateTime({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC));
    }

    void showsDaysAllDayEventsFirst()
    {
        fake->many = test::sampleDay();
        AgendaModel model(*link, clock, berlin);
        QAbstractItemModelTester tester(&model);
        QCOMPARE(titles(model), QStringList()); // not "nothing planned": nobody knows yet
        link->setService(fake.get());
        QTRY_VERIFY(model.rowCount() > 5);
        const QStringList expected{ u"# 2024-01-15"_s, u"Trade fair in Hanover"_s, u"Anna’s birthday"_s,
            u"Stand-up"_s, u"Team meeting"_s, u"Review of the quarterly figures with the whole department"_s,
            u"Wine tasting"_s, u"# 2024-01-16"_s, u"Trade fair in Hanover"_s, u"Dentist"_s, u"# 2024-01-17"_s,
            u"Trade fair in Hanover"_s, u"Flight to Oslo"_s };
        QTRY_COMPARE(titles(model), expected);
    }

    void tellsPastRunningAndNext()
    {
        fake->many = test::sampleDay();
        AgendaModel model(*link, clock, berlin);
        link->setService(fake.get());
        QTRY_VERIFY(model.rowOfEvent(u"team"_s) >= 0);
        const auto row = [&model](const char *id) {
            return model.rowAt(model.rowOfEvent(QString::fromLatin1(id)));
        };
        QVERIFY(row("standup_20240115T080000Z").isOver);
        QVERIFY(row("team").isRunning && !row("team").isOver);
        QVERIFY(row("review").isNext && row("review").isNowAbove);
        QVERIFY(row("declined").isDeclined);
        QVERIFY(!row("birthday").isRunning);

        clock.advance(std::chrono::hours(8));
        model.refreshNow();
        QVERIFY(row("review").isOver && !row("review").isNext);
        QVERIFY(row("declined").isNowBelow); // the day's last row
        QVERIFY(row("dentist").isNext);
    }

    // All-day events are dates, wherever the person is.
    void neverShiftsAllDayEvents_data()
    {
        QTest::addColumn<QByteArray>("zone");
        for (const char *zone :
            { "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Asia/Tokyo", "UTC" })
            QTest::newRow(zone) << QByteArray(zone);
    }

    void neverShiftsAllDayEvents()
    {
        QFETCH(QByteArray, zone);
        fake->many = QList{ test::viewOf({ u"a"_s, u"Day"_s, u"2024-01-20"_s, u"2024-01-21"_s }) };
        AgendaModel model(*link, clock, { QTimeZone(zone), berlin.locale });
        link->setService(fake.get());
        QTRY_VERIFY(model.rowOfEvent(u"a"_s) >= 0);
        const AgendaRow &row = model.rowAt(model.rowOfEvent(u"a"_s));
        QCOMPARE(row.day, QDate(2024, 1, 20));
        QCOMPARE(row.dayCount, 1);
    }

    void followsChangesAndKeepsTheRest()
    {
        fake->many = test::sampleDay();
        AgendaModel model(*link, clock, berlin);
        QAbstractItemModelTester tester(&model);
        link->setService(fake.get());
        QTRY_VERIFY(model.rowOfEvent(u"team"_s) >= 0);
        const QPersistentModelIndex first(model.index(model.rowOfEvent(u"birthday"_s)));
        const QPersistentModelIndex last(model.index(model.rowOfEvent(u"broken"_s)));
        fake->many->removeIf([](const service::EventView &view) { return view.googleEventId == "team"_L1; });
        Q_EMIT fake->eventsChanged({});
        QTRY_COMPARE(model.rowOfEvent(u"team"_s), -1);
        QVERIFY(first.isValid() && last.isValid());
        QCOMPARE(last.row(), model.rowOfEvent(u"broken"_s));
    }

    void showsEachCalendarsEventOfOneId()
    {
        const auto copy = [](const QString &calendar) {
            auto view = test::viewOf({ u"talk"_s, u"Talk in "_s + calendar, u"2024-01-15T10:00:00+01:00"_s,
                u"2024-01-15T11:00:00+01:00"_s });
            view.calendarId = calendar;
            return view;
        };
        fake->many = QList{ copy(u"a"_s), copy(u"b"_s) };
        AgendaModel model(*link, clock, berlin);
        link->setService(fake.get());
        QTRY_COMPARE(titles(model), (QStringList{ u"# 2024-01-15"_s, u"Talk in a"_s, u"Talk in b"_s }));
        QVERIFY(model.rowAt(1).key != model.rowAt(2).key);
        QCOMPARE(model.rowOfEvent({ u"talk"_s, u"b"_s }), 2);
        model.hide({ u"talk"_s, u"a"_s });
        QCOMPARE(titles(model), (QStringList{ u"# 2024-01-15"_s, u"Talk in b"_s }));
    }

    void searchesEveryWordInAllFields()
    {
        fake->many = test::sampleDay();
        AgendaModel model(*link, clock, berlin);
        link->setService(fake.get());
        QTRY_VERIFY(model.rowCount() > 5);
        for (const auto &[words, id] :
            { std::pair{ u"oslo"_s, u"broken"_s }, { u"CONFERENCE alice"_s, u"team"_s },
                { u"bahnhof"_s, u"dentist"_s }, { u"carol@example"_s, u"declined"_s } }) {
            model.setFilter(words);
            QTRY_COMPARE(model.rowCount(), 2);
            QCOMPARE(model.rowAt(1).view.googleEventId, id);
        }
        model.setFilter(u"conference carol"_s);
        QTRY_COMPARE(model.rowCount(), 0);
        model.setFilter({});
        QTRY_VERIFY(model.rowCount() > 5);
    }

    void hidesWhatIsBeingDeleted()
    {
        fake->many = test::sampleDay();
        AgendaModel model(*link, clock, berlin);
        link->setService(fake.get());
        QTRY_VERIFY(model.rowOfEvent(u"team"_s) >= 0);
        model.hide({ u"team"_s, u"primary"_s });
        QCOMPARE(model.rowOfEvent(u"team"_s), -1);
        QSignalSpy loaded(&model, &AgendaModel::loaded);
        Q_EMIT fake->eventsChanged({}); // something else changed
        QVERIFY(loaded.wait());
        QCOMPARE(model.rowOfEvent(u"team"_s), -1);
        model.show({ u"team"_s, u"primary"_s }); // it could not be deleted
        QTRY_VERIFY(model.rowOfEvent(u"team"_s) >= 0);
    }

    void saysWhyThereIsNothing()
    {
        fake->many = makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
        AgendaModel model(*link, clock, berlin);
        QSignalSpy failed(&model, &AgendaModel::loadingFailed);
        link->setService(fake.get());
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().toString(),
            u"The database cannot be reached. It is tried again by itself."_s);
    }

    void ignoresAnswersOfTheServiceBefore()
    {
        test::FakeService before;
        before.held.insert(u"between"_s);
        before.many = QList{ test::viewOf({ u"old"_s, u"Old"_s, u"2024-01-15"_s, u"2024-01-16"_s }) };
        AgendaModel model(*link, clock, berlin);
        link->setService(&before);
        fake->many = QList{ test::viewOf({ u"new"_s, u"New"_s, u"2024-01-15"_s, u"2024-01-16"_s }) };
        link->setService(fake.get());
        before.release();
        QTRY_VERIFY(model.rowOfEvent(u"new"_s) >= 0);
        QCOMPARE(model.rowOfEvent(u"old"_s), -1);
        link->setService(nullptr);
    }

    // 10,000 events over a year and a half: read window by window, and no step takes long.
    void readsManyEventsInWindows()
    {
        QList<service::EventView> all;
        const QDateTime first({ 2024, 1, 15 }, { 8, 0 }, Qt::UTC);
        for (int i = 0; i < 10000; ++i) {
            const QDateTime start = first.addSecs(qint64(i) * 4500);
            all.append(test::viewOf({ u"e%1"_s.arg(i), u"Event %1"_s.arg(i), start.toString(Qt::ISODate),
                start.addSecs(1800).toString(Qt::ISODate) }));
        }
        qsizetype largest = 0;
        fake->between = startingIn(all, largest);
        AgendaModel model(*link, clock, berlin);
        link->setService(fake.get());
        QTRY_VERIFY(model.rowCount() > 10);
        // The work itself: on a busy machine the clock on the wall measures the others.
        const auto worked = [] { return qint64(std::clock()) * 1000 / CLOCKS_PER_SEC; };
        qint64 slowest = 0;
        while (model.rowOfEvent(u"e9999"_s) < 0) {
            QTRY_VERIFY(!model.isLoading());
            QVERIFY(model.canFetchMore({}));
            QSignalSpy loaded(&model, &AgendaModel::loaded);
            const qint64 begun = worked();
            model.fetchMore({});
            QTRY_VERIFY(!loaded.isEmpty());
            slowest = std::max(slowest, worked() - begun);
        }
        const qint64 begun = worked();
        model.refreshNow();
        const qint64 tick = worked() - begun;
        qInfo("slowest window %lld ms, a minute's tick %lld ms", slowest, tick);
        QVERIFY2(tick < 1000, qPrintable(QString::number(tick)));
        int next = 0;
        QSet<QString> keys;
        for (int row = 0; row < model.rowCount(); ++row) {
            next += model.rowAt(row).isNext ? 1 : 0;
            keys.insert(model.rowAt(row).key);
        }
        QCOMPARE(next, 1);
        QCOMPARE(keys.size(), model.rowCount()); // nothing twice
        QVERIFY2(largest < 1500, qPrintable(u"a window of %1 events"_s.arg(largest)));
        QVERIFY2(slowest < 500, qPrintable(u"%1 ms for a window"_s.arg(slowest)));
    }

    // The first sync: the model has looked through two empty years, and then they fill.
    void readsAPartOfWhatFills()
    {
        QList<service::EventView> all;
        qsizetype largest = 0;
        fake->between = startingIn(all, largest);
        AgendaModel model(*link, clock, berlin);
        link->setService(fake.get());
        QTRY_VERIFY(model.rowCount() > 0 && !model.isLoading());
        model.fetchMore({}); // as the view does
        QTRY_VERIFY(!model.isLoading() && !model.canFetchMore({}));
        const QDateTime first({ 2024, 1, 15 }, { 13, 0 }, Qt::UTC);
        for (int i = 0; i < 10000; ++i) {
            const QDateTime start = first.addSecs(qint64(i) * 4500);
            all.append(test::viewOf({ u"e%1"_s.arg(i), u"Event %1"_s.arg(i), start.toString(Qt::ISODate),
                start.addSecs(1800).toString(Qt::ISODate) }));
        }
        Q_EMIT fake->eventsChanged({});
        QTRY_VERIFY(model.rowOfEvent(u"e0"_s) >= 0);
        QVERIFY2(largest < 1500, qPrintable(u"%1 events at once"_s.arg(largest)));
        while (model.canFetchMore({})) {
            QSignalSpy loaded(&model, &AgendaModel::loaded);
            model.fetchMore({});
            QTRY_VERIFY(!loaded.isEmpty());
        }
        QSet<QString> shown;
        for (int row = 0; row < model.rowCount(); ++row)
            shown.insert(model.rowAt(row).view.googleEventId);
        for (const auto &view : std::as_const(all))
            QVERIFY2(shown.contains(view.googleEventId), qPrintable(view.googleEventId));

        // Everything on one day leaves nothing out either.
        all.clear();
        for (int i = 0; i < 3000; ++i)
            all.append(test::viewOf(
                { u"d%1"_s.arg(i), u"Event"_s, u"2024-01-15T13:00:00Z"_s, u"2024-01-15T14:00:00Z"_s }));
        Q_EMIT fake->eventsChanged({});
        QTRY_VERIFY(model.rowOfEvent(u"d2999"_s) >= 0);
    }

    void readsThroughQuietMonths()
    {
        fake->between = [](const QDateTime &from, const QDateTime &to,
                            int) -> Expected<QList<service::EventView>> {
            const service::EventView far =
                test::viewOf({ u"far"_s, u"Far"_s, u"2024-11-20"_s, u"2024-11-21"_s });
            const QDateTime start({ 2024, 11, 20 }, { 0, 0 }, Qt::UTC);
            return start >= from && start < to ? QList{ far } : QList<service::EventView>();
        };
        AgendaModel model(*link, clock, berlin);
        link->setService(fake.get());
        QTRY_COMPARE(titles(model), (QStringList{ u"# 2024-01-15"_s, u"Nothing planned"_s }));
        model.fetchMore({}); // as the view does; once is enough
        QTRY_VERIFY(model.rowOfEvent(u"far"_s) >= 0);
    }

private:
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    test::ManualClock clock;
};

ARIA_TEST(TestAgendaModel)

} // namespace tst_agendamodel

#include "tst_agendamodel.moc"
