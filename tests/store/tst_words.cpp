// Events are found by the words in them, whoever wrote these and in whatever case and accents; the same on both databases.
#include "testdatabase.h"

#include "store/dialect.h"
#include "store/migrations.h"
#include "store/words.h"
#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_words {

using namespace aria;
using namespace aria::store;
using namespace aria::test;

namespace {

const auto primary = u"primary"_s;

} // namespace

class TestWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cutsOutWords_data();
    void cutsOutWords();
    void finds_data();
    void finds();
    void followsSql();
    void followsTheService();
    void findsOnlyWhatLives();
    void upgradesFillTheIndex();

private:
    static QStringList found(Store &store, const QString &words);
};

QStringList TestWords::found(Store &store, const QString &words)
{
    const auto from = at(u"2024-01-01T00:00:00Z"_s);
    const auto ids = must(store.read([&](Session &session) {
        return session.events().withWords({ primary }, from, from.addYears(1), words);
    }));
    const auto records =
        must(store.read([&](Session &session) { return session.events().allByLocalId(ids); }));
    QStringList titles;
    for (const auto &record : records)
        titles << record.columns.title;
    titles.sort();
    return titles;
}

void TestWords::cutsOutWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << u" -- !\u2014"_s << QStringList{};
    QTest::newRow("words") << u"Tea at 5, O'Neill's"_s
                           << QStringList{ u"Tea"_s, u"at"_s, u"5"_s, u"O"_s, u"Neill"_s, u"s"_s };
    QTest::newRow("address") << u"anna.b@example.com"_s
                             << QStringList{ u"anna"_s, u"b"_s, u"example"_s, u"com"_s };
    QTest::newRow("marks stay with their letters")
        << u"cafe\u0301 x"_s << QStringList{ u"cafe\u0301"_s, u"x"_s };
}

void TestWords::cutsOutWords()
{
    QFETCH(QString, text);
    QTEST(wordsIn(text), "words");
}

void TestWords::finds_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("isFound");
    const auto row = [](const char *name, const QString &title, const QString &words, bool isFound = true) {
        QTest::newRow(name) << title << words << isFound;
    };
    row("as written", u"Dentist"_s, u"Dentist"_s);
    row("in any case", u"DENTIST"_s, u"dentist"_s);
    row("by its beginning", u"Dentist"_s, u"den"_s);
    row("not by its middle", u"Dentist"_s, u"tist"_s, false);
    row("in any order", u"Lunch with Anna in town"_s, u"anna lunch"_s);
    row("all words", u"Lunch with Anna"_s, u"lunch bob"_s, false);
    row("accents in the event", u"Zahnärztin"_s, u"zahnarzt"_s);
    row("accents in the search", u"Zahnarztin"_s, u"ZAHNÄRZT"_s);
    row("accents as marks", u"Cafe\u0301"_s, u"café"_s);
    row("German", u"Große Straße"_s, u"GROSSE strasse"_s);
    row("German back", u"Grosse Strasse"_s, u"große STRAẞE"_s);
    row("Polish", u"Łódź"_s, u"lodz"_s);
    row("Danish", u"Ærø"_s, u"aero"_s);
    row("Icelandic", u"Þórður"_s, u"thordur"_s);
    row("Turkish", u"ılıca İstanbul"_s, u"ILICA istanbul"_s);
    row("Vietnamese", u"Nguyễn Văn"_s, u"nguyen van"_s);
    row("Greek", u"Γιώργος Αθήνα"_s, u"ΓΙΩΡΓΟΣ αθηνα"_s);
    row("Greek capitals", u"ΑΘΉΝΑ"_s, u"Αθήνα"_s);
    row("Russian", u"Ёлка и Чай"_s, u"елка чай"_s);
    row("Russian capitals", u"МОЙ ДОМ"_s, u"мой дом"_s);
    row("Arabic", u"مُحَمَّد وأحمد"_s, u"محمد"_s);
    row("Arabic alif", u"أحمد"_s, u"احمد"_s);
    row("Chinese", u"会议 项目"_s, u"会议"_s);
    row("full width", u"２０３０年 Ｒｏｏｍ Ａ"_s, u"2030 room a"_s);
    row("full width in the search", u"Room 2030"_s, u"ＲＯＯＭ ２０３０"_s);
    row("narrow Katakana", u"ｶﾞｲﾄﾞ ﾊﾟﾝ ｳ"_s, u"ガイド パン ウ"_s);
    row("narrow Katakana in the search", u"ガイド ー パン"_s, u"ｶﾞｲﾄﾞ ﾊﾟﾝ"_s);
    row("a sound makes another letter", u"ガイド"_s, u"ｶｲﾄﾞ"_s, false);
    row("raised and lowered", u"1º andar, 25 m² H₂O ①"_s, u"1o m2 h2o 1"_s);
    row("raised in the search", u"1o andar 25 m2"_s, u"1º m²"_s);
    row("no sign counts", u"Q&A: \"C++\" (part 2)"_s, u"q a c part 2"_s);
    row("signs in the search", u"Budget 2024"_s, u"\"budget\" AND* -(2024) NOT: ' \\ %"_s, false);
    row("signs around words", u"Budget and 2024 not"_s, u"\"budget\" AND* -(2024) NOT: ' \\ & | ! <-> %"_s);
    row("far down", QString(5000, u'x') + u" needle"_s, u"needle"_s);
}

void TestWords::finds()
{
    QFETCH(QString, title);
    QFETCH(QString, words);
    QFETCH(bool, isFound);
    TestDatabase database(Content::Tables);
    const auto store = must(Store::open(database.url()));
    auto record = anEvent(u"a"_s);
    record.columns.title = title;
    auto other = anEvent(u"b"_s);
    other.columns.title = u"zzz"_s;
    QList<EventRecord> records{ record, other };
    must(store->write([&](Session &session) { return session.events().save(records); }));
    QCOMPARE(found(*store, words), isFound ? QStringList{ title } : QStringList{});
}

void TestWords::followsSql()
{
    TestDatabase database(Content::Tables);
    const auto store = must(Store::open(database.url()));
    database.sql(
        u"INSERT INTO aria_calendar_events (id, title, description, location, attendees, start_time, end_time)"
        u" VALUES (7, 'Übung', 'bring the map', 'Café', '[{\"email\": \"ann@example.com\","
        u" \"displayName\": \"Anna Öz\"}, \"bob@example.org\"]', '2024-02-01T10:00:00Z', '2024-02-01T11:00:00Z')"_s);
    for (const auto *words : { "ubung", "map", "cafe", "oz", "ann", "bob example", "org map UEB" })
        QCOMPARE(
            found(*store, QString::fromLatin1(words)).size(), qstrcmp(words, "org map UEB") == 0 ? 0 : 1);
    QVERIFY(found(*store, u"email"_s).isEmpty()); // the names of members are no words of it
    database.sql(u"UPDATE aria_calendar_events SET title = 'Exercise', attendees = NULL WHERE id = 7"_s);
    QVERIFY(found(*store, u"ubung"_s).isEmpty());
    QVERIFY(found(*store, u"bob"_s).isEmpty());
    QCOMPARE(found(*store, u"exer map"_s).size(), 1);
    if (!isPostgres()) {
        database.sql(
            u"INSERT OR REPLACE INTO aria_calendar_events (id, title, attendees, start_time, end_time)"
            u" VALUES (7, 'Replaced', 'no list', '2024-02-01T10:00:00Z', '2024-02-01T11:00:00Z')"_s);
        QVERIFY(found(*store, u"exercise"_s).isEmpty());
        QCOMPARE(found(*store, u"replaced"_s).size(), 1);
        database.sql(u"INSERT OR IGNORE INTO aria_calendar_events (id, title, start_time, end_time)"
                     u" VALUES (7, 'Ignored', '2024-02-01T10:00:00Z', '2024-02-01T11:00:00Z')"_s);
        QCOMPARE(found(*store, u"replaced"_s).size(), 1);
        QVERIFY(found(*store, u"ignored"_s).isEmpty());
    }
    database.sql(u"DELETE FROM aria_calendar_events WHERE id = 7"_s);
    QVERIFY(found(*store, u"map"_s).isEmpty());
    QVERIFY(found(*store, u"replaced"_s).isEmpty());
}

void TestWords::followsTheService()
{
    TestDatabase database(Content::Tables);
    const auto store = must(Store::open(database.url()));
    QList<EventRecord> many;
    for (int i = 0; i < 40; ++i) {
        many << anEvent(u"e%1"_s.arg(i));
        many.last().columns.title = u"Talk %1"_s.arg(i);
    }
    must(store->write([&](Session &session) { return session.events().save(many); }));
    QCOMPARE(found(*store, u"talk"_s).size(), 40);
    QCOMPARE(found(*store, u"talk 17"_s), QStringList{ u"Talk 17"_s });
    auto &one = many[17];
    one.columns.title = u"Speech"_s;
    must(store->write([&](Session &session) { return session.events().save(one); }));
    QVERIFY(found(*store, u"talk 17"_s).isEmpty());
    QCOMPARE(found(*store, u"SPEECH"_s), QStringList{ u"Speech"_s });
    must(store->write([&](Session &session) { return session.events().remove(one.localId); }));
    QVERIFY(found(*store, u"speech"_s).isEmpty());
    QCOMPARE(found(*store, u"talk"_s).size(), 39);
}

void TestWords::findsOnlyWhatLives()
{
    TestDatabase database(Content::Tables);
    const auto store = must(Store::open(database.url()));
    auto gone = anEvent(u"gone"_s);
    gone.columns.title = u"Talk gone"_s;
    gone.deletedAt = at(u"2024-01-01T00:00:00Z"_s);
    auto elsewhere = anEvent(u"elsewhere"_s);
    elsewhere.columns.title = u"Talk elsewhere"_s;
    elsewhere.calendarId = u"other"_s;
    auto here = anEvent(u"here"_s);
    here.columns.title = u"Talk here"_s;
    QList<EventRecord> records{ gone, elsewhere, here };
    must(store->write([&](Session &session) { return session.events().save(records); }));
    QCOMPARE(found(*store, u"talk"_s), QStringList{ u"Talk here"_s });
}

void TestWords::upgradesFillTheIndex()
{
    TestDatabase database;
    const auto dialect = must(Dialect::forUrl(database.url()));
    auto before = migrationsIn(dialect->migrationFolder());
    const auto words = std::find_if(before.cbegin(), before.cend(),
        [](const Migration &migration) { return migration.path.endsWith(u"_words.sql"_s); });
    before.resize(std::distance(before.cbegin(), words));
    if (!isPostgres())
        QVERIFY(QDir().mkpath(QFileInfo(database.path()).path()));
    auto plain = database.plain();
    must(migrate(plain, *dialect, before));
    database.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time)"
                 u" VALUES ('Größe', '2024-02-01T10:00:00Z', '2024-02-01T11:00:00Z')"_s);
    const auto store = must(Store::open(database.url()));
    QCOMPARE(found(*store, u"grosse"_s), QStringList{ u"Größe"_s });
}

ARIA_TEST(TestWords)

} // namespace tst_words

#include "tst_words.moc"
