// Answers are made once for as long as nothing changes, and never given when something did.
#include "apiclient.h"

#include "support/testmain.h"

namespace tst_answercache {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

service::EventView titled(const QString &title)
{
    service::EventView view;
    view.googleEventId = u"a"_s;
    view.event = calendar::Event(QJsonObject{ { u"id"_s, u"a"_s }, { u"summary"_s, title } });
    return view;
}

QString titleIn(const HttpAnswer &answer)
{
    return answer.json()[u"events"_s][0][u"title"_s].toString();
}

const QDateTime noon(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);

} // namespace

class TestAnswerCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void areGivenWhileNothingChanged();
    void areMadeAnewAfterAChange();
    void holdForOneSecondWhereTheTimeCounts();
    void differByQuestion();
    void keepNoErrors();
    void areMadeOnceForAllWhoAskMeanwhile();

private:
    std::unique_ptr<ApiFixture> m_api;
};

void TestAnswerCache::init()
{
    m_api = std::make_unique<ApiFixture>();
    m_api->service.many = QList{ titled(u"Lunch"_s) };
    m_api->service.fixedMark = service::Mark{ "1", noon };
}

void TestAnswerCache::areGivenWhileNothingChanged()
{
    const HttpAnswer first = m_api->send("GET", u"/events/today"_s);
    const HttpAnswer second = m_api->send("GET", u"/events/today"_s);
    QCOMPARE(second.status, 200);
    QCOMPARE(second.body, first.body);
    QCOMPARE(m_api->service.calls.count(u"today "_s), 1);
}

void TestAnswerCache::areMadeAnewAfterAChange()
{
    m_api->send("GET", u"/events/today"_s);
    m_api->service.many = QList{ titled(u"Dinner"_s) };
    m_api->service.fixedMark->content = "2";
    QCOMPARE(titleIn(m_api->send("GET", u"/events/today"_s)), u"Dinner"_s);
}

void TestAnswerCache::holdForOneSecondWhereTheTimeCounts()
{
    m_api->send("GET", u"/events/upcoming"_s);
    m_api->service.many = QList{ titled(u"Dinner"_s) };
    QCOMPARE(titleIn(m_api->send("GET", u"/events/upcoming"_s)), u"Lunch"_s);
    m_api->service.fixedMark->at = noon.addSecs(1);
    QCOMPARE(titleIn(m_api->send("GET", u"/events/upcoming"_s)), u"Dinner"_s);
}

void TestAnswerCache::differByQuestion()
{
    m_api->send("GET", u"/events/upcoming?days=1"_s);
    m_api->send("GET", u"/events/upcoming?days=2"_s);
    m_api->send("GET", u"/events/upcoming?days=2&tz=Europe%2FBerlin"_s);
    QCOMPARE(m_api->service.calls.filter(u"upcoming"_s).size(), 3);
}

void TestAnswerCache::keepNoErrors()
{
    m_api->service.many =
        makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
    QCOMPARE(m_api->send("GET", u"/events/today"_s).status, 503);
    m_api->service.many = QList{ titled(u"Lunch"_s) };
    QCOMPARE(titleIn(m_api->send("GET", u"/events/today"_s)), u"Lunch"_s);
}

void TestAnswerCache::areMadeOnceForAllWhoAskMeanwhile()
{
    m_api->service.held = { u"today"_s };
    QList<QNetworkReply *> asking;
    const auto ask = [&] {
        asking.append(m_api->start("GET", u"/events/today"_s));
        QTRY_COMPARE(m_api->service.marksAsked, int(asking.size()));
    };
    ask();
    ask();
    ask();
    m_api->service.many = QList{ titled(u"Dinner"_s) };
    m_api->service.fixedMark->content = "2";
    ask();
    QTRY_COMPARE(m_api->service.heldCount(), 2);
    m_api->service.release();
    QStringList titles;
    for (QNetworkReply *reply : std::as_const(asking))
        titles.append(titleIn(ApiFixture::finish(reply)));
    QCOMPARE(titles.join(u' '), u"Lunch Lunch Lunch Dinner"_s);
    QCOMPARE(m_api->service.calls.count(u"today "_s), 2);
}

ARIA_TEST(TestAnswerCache)

} // namespace tst_answercache
#include "tst_answercache.moc"
