#include "support/fakeservice.h"
#include "support/testmain.h"
#include "uicommon/icons.h"
#include "uicommon/statusline.h"
#include "uicommon/statuswatch.h"

#include <QSignalSpy>
#include <QTest>

namespace tst_statuswatch {

using namespace Qt::StringLiterals;
using namespace aria;
using uicommon::ServiceLink;
using uicommon::StatusWatch;

class TestStatusWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAgainAfterChanges()
    {
        test::FakeService fake;
        ServiceLink link;
        StatusWatch watch(link);
        QVERIFY(!watch.isKnown());
        fake.statusView->statistics.conflicts = 2;
        link.setService(&fake);
        QTRY_VERIFY(watch.isKnown());
        QCOMPARE(watch.status().statistics.conflicts, 2);

        fake.statusView->statistics.conflicts = 0;
        Q_EMIT fake.stateChanged();
        QTRY_COMPARE(watch.status().statistics.conflicts, 0);
    }

    void saysThatTheServiceDidNotStart()
    {
        test::FakeService fake;
        ServiceLink link;
        StatusWatch watch(link);
        const uicommon::UiFormat format{ QTimeZone::utc(), QLocale(u"en_GB"_s) };
        const auto line = [&] { return uicommon::statusLineOf(watch, format, QDateTime()); };
        QCOMPARE(line().text, u"Starting…"_s);
        link.setService(&fake);
        QTRY_VERIFY(watch.isKnown());
        link.setService(nullptr);
        QCOMPARE(line().text, u"Starting…"_s);
        link.setFailure(u"The database is damaged."_s);
        QCOMPARE(line().condition, uicommon::Condition::Broken);
        QCOMPARE(line().text, u"The calendar service is not running"_s);
        QCOMPARE(line().detail, u"The database is damaged."_s);
        QCOMPARE(line().action, u"Try again"_s);
        link.setService(&fake);
        QTRY_VERIFY(watch.isKnown());
        QVERIFY(line().condition != uicommon::Condition::Broken);
        link.setService(nullptr);
        QCOMPARE(line().text, u"Starting…"_s);
    }

    void foldsManyChangesIntoOneRead()
    {
        test::FakeService fake;
        ServiceLink link;
        StatusWatch watch(link);
        link.setService(&fake);
        QTRY_VERIFY(watch.isKnown());
        QSignalSpy updated(&watch, &StatusWatch::updated);
        fake.calls.clear();
        for (int i = 0; i < 100; ++i)
            Q_EMIT fake.stateChanged();
        QVERIFY(updated.wait());
        QCOMPARE(fake.calls, QStringList{ u"status"_s });
    }

    void forgetsTheServiceBefore()
    {
        test::FakeService first;
        test::FakeService second;
        first.held.insert(u"status"_s);
        first.statusView->statistics.conflicts = 9;
        ServiceLink link;
        StatusWatch watch(link);
        link.setService(&first);
        link.setService(nullptr);
        link.setService(&second);
        first.release();
        QTRY_VERIFY(watch.isKnown());
        QCOMPARE(watch.status().statistics.conflicts, 0);
        Q_EMIT first.stateChanged(); // nobody listens any more
        QCOMPARE(second.calls.size(), 1);
    }

    void saysWhyThereIsNoStatus()
    {
        test::FakeService fake;
        fake.statusView =
            makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
        ServiceLink link;
        StatusWatch watch(link);
        link.setService(&fake);
        QTRY_COMPARE(watch.problem(), u"The database cannot be reached. It is tried again by itself."_s);
    }

    void drawsIconsInTheColourOfTheText()
    {
        QPalette dark = QGuiApplication::palette();
        dark.setColor(QPalette::WindowText, Qt::white);
        const auto hasInk = [](const QColor &ink) {
            const QImage image = uicommon::icon(u"sync"_s).pixmap(QSize(32, 32)).toImage();
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    if (pixel.alpha() == 255 && pixel.rgb() == ink.rgb())
                        return true;
                }
            }
            return false;
        };
        const QPalette before = QGuiApplication::palette();
        QVERIFY(hasInk(before.color(QPalette::WindowText)));
        QGuiApplication::setPalette(dark);
        QVERIFY(hasInk(Qt::white));
        QGuiApplication::setPalette(before);
    }
};

ARIA_TEST(TestStatusWatch)

} // namespace tst_statuswatch

#include "tst_statuswatch.moc"
