#include "card/googlepage.h"
#include "support/testmain.h"

#include <QTest>
#include <QUrlQuery>

namespace tst_googlepage {

using namespace Qt::StringLiterals;
using namespace aria;

class TestGooglePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesTheOccurrence_data()
    {
        QTest::addColumn<QString>("named"); // by the link that is known
        QTest::addColumn<QString>("series");
        QTest::addColumn<QString>("planned"); // when the occurrence was planned
        QTest::addColumn<QString>("wanted");
        const QString weekly = u"2024-01-22T09:00:00+01:00"_s;
        QTest::newRow("its series' first one")
            << u"abc_20240115T080000Z me@m"_s << u"abc"_s << weekly << u"abc_20240122T080000Z me@m"_s;
        QTest::newRow("its series") << u"abc me@example.org"_s << u"abc"_s << weekly
                                    << u"abc_20240122T080000Z me@example.org"_s;
        QTest::newRow("all-day") << u"abc_20240115 x1y2@g"_s << u"abc"_s << u"2024-01-22"_s
                                 << u"abc_20240122 x1y2@g"_s;
        QTest::newRow("in summer") << u"abc_20240115T080000Z me@m"_s << u"abc"_s
                                   << u"2024-07-22T09:00:00+02:00"_s << u"abc_20240722T070000Z me@m"_s;
        QTest::newRow("split off") << u"abc_20240115T080000Z me@m"_s << u"abc_R20240115T080000"_s << weekly
                                   << u"abc_20240122T080000Z me@m"_s;
        QTest::newRow("split off, named whole") << u"abc_R20240115T080000 me@m"_s << u"abc_R20240115T080000"_s
                                                << weekly << u"abc_20240122T080000Z me@m"_s;
        QTest::newRow("its own already")
            << u"abc_20240122T080000Z me@m"_s << u"abc"_s << weekly << u"abc_20240122T080000Z me@m"_s;
        QTest::newRow("Google's own name for it")
            << u"_8f3k2 me@m"_s << u"abc"_s << weekly << u"_8f3k2 me@m"_s;
        QTest::newRow("no name of an event") << u"abc"_s << u"abc"_s << weekly << u"abc"_s;
    }

    void namesTheOccurrence()
    {
        QFETCH(QString, named);
        QFETCH(QString, series);
        QFETCH(QString, planned);
        calendar::Event event(QJsonObject{ { u"id"_s, u"occurrence"_s }, { u"recurringEventId"_s, series },
            { u"htmlLink"_s, linkOf(named) },
            { u"originalStartTime"_s,
                QJsonObject{ { planned.size() == 10 ? u"date"_s : u"dateTime"_s, planned } } } });
        const QUrl page = card::pageOf(event);
        QCOMPARE(page.host(), u"www.google.com"_s);
        const QUrlQuery query(page);
        QCOMPARE(query.queryItemValue(u"ctz"_s), u"Europe/Berlin"_s); // all else as it was
        const QString eid = query.queryItemValue(u"eid"_s);
        QVERIFY2(!eid.contains(u'='), qPrintable(eid));
        QTEST(QString::fromUtf8(QByteArray::fromBase64(eid.toLatin1(), QByteArray::Base64UrlEncoding)),
            "wanted");
    }

    void leavesAloneWhatIsNoOccurrence()
    {
        const QString link = linkOf(u"abc_20240115T080000Z me@m"_s);
        const calendar::Event series(QJsonObject{ { u"id"_s, u"abc"_s }, { u"htmlLink"_s, link } });
        QCOMPARE(card::pageOf(series), QUrl(link));
    }

    void opensWebPagesOnly()
    {
        for (const QString &link : { QString(), u"file:///etc/passwd"_s, u"javascript:alert(1)"_s })
            QVERIFY(card::pageOf(calendar::Event(QJsonObject{ { u"htmlLink"_s, link } })).isEmpty());
    }

private:
    static QString linkOf(const QString &named)
    {
        const QByteArray eid = named.toUtf8().toBase64(QByteArray::OmitTrailingEquals);
        return u"https://www.google.com/calendar/event?eid=%1&ctz=Europe/Berlin"_s.arg(
            QString::fromLatin1(eid));
    }
};

ARIA_TEST(TestGooglePage)

} // namespace tst_googlepage

#include "tst_googlepage.moc"
