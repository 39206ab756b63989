// Windows of what comes next that are put together from an earlier read are those that a new read gives.
#include "apiclient.h"
#include "calendar/agenda.h"
#include "support/seededrandom.h"
#include "support/testmain.h"

namespace tst_agendacache {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 3, 27), QTime(12, 0), Qt::UTC); // two days before clocks change in Europe

QJsonObject timed(const QDateTime &time)
{
    return { { u"dateTime"_s, time.toString(Qt::ISODate) } };
}

QJsonObject day(const QDate &date)
{
    return { { u"date"_s, date.toString(Qt::ISODate) } };
}

} // namespace

class TestAgendaCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void agreesWithNewReads_data();
    void agreesWithNewReads();
    void readsOnceForManyWindows();
    void forgetsAtAChange();
    void keepsNothingThatIsCutShort();
    void leavesAloneALongerReadThatIsCutShort();
    void passesErrorsOn();

private:
    void add(const QDateTime &start, qint64 minutes);
    void addDays(const QDate &first, int days);
    int between(int least, int most) { return least + int(m_random->next() % quint64(most - least + 1)); }
    qsizetype reads() const { return m_api->service.calls.filter(u"upcoming "_s).size(); }
    HttpAnswer ask(const QString &parameters)
    {
        return m_api->send("GET", u"/events/upcoming?"_s + parameters);
    }

    std::unique_ptr<ApiFixture> m_api;
    std::unique_ptr<SeededRandom> m_random;
    QList<calendar::AgendaSource> m_sources;
    QDateTime m_now;
    int m_mostDaysWhole = 90; // what reaches further is cut short
};

void TestAgendaCache::init()
{
    m_sources.clear();
    m_now = noon;
    m_mostDaysWhole = 90;
    m_random = std::make_unique<SeededRandom>(7);
    m_api = std::make_unique<ApiFixture>();
    m_api->service.fixedMark = service::Mark{ "1", noon };
    m_api->service.upcoming = [this](int days, int limit, const QByteArray &name) {
        const QTimeZone zone(name.isEmpty() ? "UTC" : name);
        const auto agenda =
            calendar::agenda(m_sources, m_now, m_now.toTimeZone(zone).addDays(days), zone, limit);
        service::AgendaView view;
        view.zone = zone;
        view.truncated = days > m_mostDaysWhole;
        for (const auto &entry : agenda.entries) {
            service::EventView one;
            one.event = entry.event;
            one.googleEventId = entry.event.id();
            one.calendarId = u"primary"_s;
            view.append(one);
        }
        return Expected<service::AgendaView>(view);
    };
}

void TestAgendaCache::add(const QDateTime &start, qint64 minutes)
{
    const QString id = u"e%1"_s.arg(m_sources.size());
    m_sources.append({ u"primary"_s,
        calendar::Event({ { u"id"_s, id }, { u"summary"_s, u"Title \"%1\" ä"_s.arg(id) },
            { u"start"_s, timed(start) }, { u"end"_s, timed(start.addSecs(minutes * 60)) } }) });
}

void TestAgendaCache::addDays(const QDate &first, int days)
{
    m_sources.append({ u"primary"_s,
        calendar::Event({ { u"id"_s, u"d%1"_s.arg(m_sources.size()) }, { u"start"_s, day(first) },
            { u"end"_s, day(first.addDays(days)) } }) });
}

void TestAgendaCache::agreesWithNewReads_data()
{
    QTest::addColumn<int>("events");
    QTest::addColumn<int>("overDays");
    QTest::newRow("none") << 0 << 1;
    QTest::newRow("few") << 8 << 100;
    QTest::newRow("many") << 400 << 100;
    QTest::newRow("many at the same moments") << 300 << 2;
    QTest::newRow("more than are kept") << 900 << 40;
}

void TestAgendaCache::agreesWithNewReads()
{
    QFETCH(int, events);
    QFETCH(int, overDays);
    for (int i = 0; i < events; ++i) {
        if (between(0, 4) == 0)
            addDays(noon.date().addDays(between(-3, overDays)), between(0, 5));
        else
            add(noon.addSecs(qint64(between(-48, overDays * 24)) * 3600), between(0, 3) * 30);
    }
    ApiFixture other; // where something changes all the time
    other.service.upcoming = m_api->service.upcoming;
    const QStringList zones{ QString(), u"&tz=Europe/Berlin"_s, u"&tz=Pacific/Kiritimati"_s,
        u"&tz=America/St_Johns"_s };
    for (int turn = 0; turn < 30; ++turn) {
        const QString parameters = u"days=%1&max_results=%2%3"_s.arg(between(1, 90))
                                       .arg(between(1, between(0, 3) == 0 ? 60 : 10))
                                       .arg(zones.at(between(0, int(zones.size()) - 1)));
        const HttpAnswer kept = ask(parameters);
        other.service.fixedMark = service::Mark{ QByteArray::number(turn), m_now };
        const HttpAnswer anew = other.send("GET", u"/events/upcoming?"_s + parameters);
        QCOMPARE(kept.body, anew.body);
        QCOMPARE(kept.headers.value("etag"), anew.headers.value("etag"));
        // As the JSON library writes it.
        QCOMPARE(kept.body, QJsonDocument(kept.json()).toJson(QJsonDocument::Compact));
        m_now = m_now.addSecs(between(0, 1) ? 0 : between(1, 7200));
        m_api->service.fixedMark->at = m_now;
    }
    QVERIFY(reads() < other.service.calls.filter(u"upcoming "_s).size());
}

void TestAgendaCache::readsOnceForManyWindows()
{
    for (int i = 0; i < 300; ++i)
        add(noon.addSecs(i * 3600), 60);
    ask(u"days=1&max_results=5"_s);
    QCOMPARE(m_api->service.calls.last(), u"upcoming 1 5 "_s); // no more than what was asked for
    for (int i = 0; i < 40; ++i)
        QCOMPARE(ask(u"days=%1&max_results=%2"_s.arg(1 + i % 5).arg(41 - i)).status, 200);
    QVERIFY2(reads() <= 6, qPrintable(QString::number(reads())));
}

void TestAgendaCache::forgetsAtAChange()
{
    add(noon.addSecs(60), 60);
    QCOMPARE(ask(u"days=2"_s).json()[u"count"_s].toInt(), 1);
    add(noon.addSecs(120), 60);
    m_api->service.fixedMark->content = "2";
    QCOMPARE(ask(u"days=1"_s).json()[u"count"_s].toInt(), 2);
}

void TestAgendaCache::keepsNothingThatIsCutShort()
{
    add(noon.addSecs(60), 60);
    m_mostDaysWhole = 0;
    const QJsonObject first = ask(u"days=2"_s).json();
    QCOMPARE(first[u"truncated"_s], QJsonValue(true));
    QCOMPARE(first[u"count"_s].toInt(), 1);
    m_mostDaysWhole = 90;
    QVERIFY(!ask(u"days=1"_s).json().contains(u"truncated"_s));
}

void TestAgendaCache::leavesAloneALongerReadThatIsCutShort()
{
    for (int i = 0; i < 30; ++i)
        add(noon.addSecs(i * 3600), 60);
    m_mostDaysWhole = 3;
    ask(u"days=1&max_results=5"_s);
    for (const int most : { 6, 7, 8 }) {
        const QJsonObject answer = ask(u"days=2&max_results=%1"_s.arg(most)).json();
        QCOMPARE(answer[u"count"_s].toInt(), most);
        QVERIFY(!answer.contains(u"truncated"_s));
    }
}

void TestAgendaCache::passesErrorsOn()
{
    m_api->service.upcoming = [](int, int, const QByteArray &) {
        return Expected<service::AgendaView>(
            makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s));
    };
    QList<QNetworkReply *> asking;
    for (int days = 1; days <= 4; ++days)
        asking.append(m_api->start("GET", u"/events/upcoming?days=%1"_s.arg(days)));
    for (QNetworkReply *reply : std::as_const(asking))
        QCOMPARE(ApiFixture::finish(reply).status, 503);
}

ARIA_TEST(TestAgendaCache)

} // namespace tst_agendacache
#include "tst_agendacache.moc"
