#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "trayicon/trayimage.h"

#include <QTest>

namespace tst_traystate {

using namespace Qt::StringLiterals;
using namespace aria;
using service::State;
using trayicon::TrayFace;
using uicommon::Condition;

class TestTrayState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatMattersMost_data()
    {
        QTest::addColumn<State>("state");
        QTest::addColumn<int>("conflicts");
        QTest::addColumn<int>("errors");
        QTest::addColumn<int>("waiting");
        QTest::addColumn<Condition>("condition");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("action");
        const auto row = [](const char *name, State state, int conflicts, int errors, int waiting,
                             Condition condition, const char *text, const char *action) {
            QTest::newRow(name) << state << conflicts << errors << waiting << condition
                                << QString::fromUtf8(text) << QString::fromUtf8(action);
        };
        row("in step", State::Idle, 0, 0, 0, Condition::InStep, "In step · 2 min ago", "");
        row("waiting", State::Idle, 0, 0, 3, Condition::InStep, "3 edits on the way to Google", "");
        row("syncing", State::Syncing, 0, 0, 0, Condition::Syncing, "Syncing…", "");
        row("offline", State::Offline, 0, 0, 0, Condition::Offline, "Offline", "");
        row("offline with edits", State::Offline, 0, 0, 3, Condition::Offline, "Offline, 3 edits waiting",
            "");
        row("conflicts", State::Idle, 2, 1, 0, Condition::Conflicts, "2 conflicts", "Review");
        row("conflicts offline", State::Offline, 2, 0, 0, Condition::Conflicts, "2 conflicts", "Review");
        row("signed out", State::NeedsAuth, 2, 1, 0, Condition::SignIn, "Google wants a new sign-in",
            "Sign in again");
        row("held deletions", State::NeedsConfirmation, 0, 0, 0, Condition::Confirm,
            "Many deletions wait for you", "Review");
        row("paused", State::Paused, 0, 1, 0, Condition::Paused, "Paused", "Resume");
        row("errors", State::Idle, 0, 2, 0, Condition::Errors, "Google refused 2 events", "");
    }

    void saysWhatMattersMost()
    {
        QFETCH(State, state);
        QFETCH(int, conflicts);
        QFETCH(int, errors);
        QFETCH(int, waiting);
        test::FakeService fake;
        test::ManualClock clock;
        fake.statusView->state = state;
        fake.statusView->statistics.conflicts = conflicts;
        fake.statusView->statistics.errors = errors;
        fake.statusView->statistics.pendingToGoogle = waiting;
        fake.statusView->lastSyncTime = clock.nowUtc().addSecs(-125);
        uicommon::ServiceLink link;
        uicommon::StatusWatch watch(link);
        link.setService(&fake);
        QTRY_VERIFY(watch.isKnown());
        const auto line =
            uicommon::statusLineOf(watch, { QTimeZone::utc(), QLocale(u"en_GB"_s) }, clock.nowUtc());
        QTEST(line.condition, "condition");
        QTEST(line.text, "text");
        QTEST(line.action, "action");
    }

    void countsAnImport()
    {
        test::FakeService fake;
        fake.statusView->state = State::Syncing;
        fake.statusView->progressDone = 1240;
        fake.statusView->progressTotal = 3000;
        uicommon::ServiceLink link;
        uicommon::StatusWatch watch(link);
        link.setService(&fake);
        QTRY_VERIFY(watch.isKnown());
        const auto line =
            uicommon::statusLineOf(watch, { QTimeZone::utc(), QLocale(u"en_GB"_s) }, QDateTime());
        QCOMPARE(line.text, u"Importing 1,240 of 3,000"_s);
        QVERIFY(line.hasProgress);
        QCOMPARE(line.done, 1240);
        QCOMPARE(line.total, 3000);
    }

    void saysThatTheDatabaseIsAway()
    {
        test::FakeService fake;
        fake.statusView =
            makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
        uicommon::ServiceLink link;
        uicommon::StatusWatch watch(link);
        QCOMPARE(uicommon::conditionOf(watch).condition, Condition::Starting);
        link.setService(&fake);
        QTRY_VERIFY(watch.isKnown());
        QCOMPARE(uicommon::conditionOf(watch).condition, Condition::Broken);
    }

    // Told apart by more than colour: as grey pictures they differ too.
    void drawsEveryStateDifferently()
    {
        QHash<QByteArray, int> seen;
        const QList<Condition> conditions{ Condition::InStep, Condition::Syncing, Condition::Offline,
            Condition::Conflicts, Condition::Confirm, Condition::SignIn, Condition::Paused,
            Condition::Errors };
        for (const int size : { 16, 22, 48 }) {
            seen.clear();
            for (const Condition condition : conditions) {
                const QImage grey =
                    trayicon::trayPixmap(trayicon::faceFor({ condition, 2 }, QDate(2024, 1, 15)), size)
                        .toImage()
                        .convertToFormat(QImage::Format_ARGB32)
                        .convertToFormat(QImage::Format_Grayscale8);
                const QImage tight = grey.copy();
                const QByteArray bytes(
                    reinterpret_cast<const char *>(tight.constBits()), tight.sizeInBytes());
                QVERIFY2(!seen.contains(bytes),
                    qPrintable(
                        u"%1 looks like %2 at %3 px"_s.arg(int(condition)).arg(seen.value(bytes)).arg(size)));
                seen.insert(bytes, int(condition));
            }
        }
    }

    void showsTheDayInTheDigitsOfTheLocale()
    {
        const auto picture = [](const QString &locale) {
            QLocale::setDefault(QLocale(locale));
            return trayicon::trayPixmap(trayicon::faceFor({ Condition::InStep, 0 }, QDate(2024, 1, 8)), 32)
                .toImage();
        };
        const QLocale before;
        const QImage english = picture(u"en_US"_s);
        const QImage arabic = picture(u"ar_EG"_s);
        const QImage moroccan = picture(u"ar_MA"_s);
        QLocale::setDefault(before);
        QVERIFY(arabic != english);
        QCOMPARE(moroccan, english);
    }

    // White paper with a rim and a blue head: seen on black and on white panels.
    void isSeenOnEveryPanel()
    {
        const QImage leaf =
            trayicon::trayPixmap(trayicon::faceFor({ Condition::InStep, 0 }, QDate(2024, 1, 8)), 16)
                .toImage()
                .convertToFormat(QImage::Format_ARGB32);
        int dark = 0;
        int bright = 0;
        for (int y = 0; y < 16; ++y) {
            for (int x = 0; x < 16; ++x) {
                const QColor pixel = leaf.pixelColor(x, y);
                if (pixel.alpha() < 200)
                    continue;
                dark += pixel.lightness() < 140 ? 1 : 0;
                bright += pixel.lightness() > 220 ? 1 : 0;
            }
        }
        QVERIFY2(dark > 40, qPrintable(QString::number(dark)));
        QVERIFY2(bright > 60, qPrintable(QString::number(bright)));
    }

    void showsTodaysDateAndTheCount()
    {
        QCOMPARE(trayicon::faceFor({ Condition::InStep, 0 }, QDate(2024, 1, 31)).dayOfMonth, 31);
        const TrayFace face = trayicon::faceFor({ Condition::Conflicts, 14 }, QDate(2024, 1, 31));
        QCOMPARE(face.badge, TrayFace::Badge::Count);
        QVERIFY(face != trayicon::faceFor({ Condition::Conflicts, 3 }, QDate(2024, 1, 31)));
        QVERIFY(trayicon::faceFor({ Condition::Offline, 0 }, QDate(2024, 1, 31)).isDimmed);
    }
};

ARIA_TEST(TestTrayState)

} // namespace tst_traystate

#include "tst_traystate.moc"
