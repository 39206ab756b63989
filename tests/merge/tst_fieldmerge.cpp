// The one rule of a field, for each kind of field and each way in which two sides can differ.
#include "merge/fieldmerge.h"

#include "calendar/fields.h"
#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_fieldmerge {

using namespace aria;
using namespace aria::sync;
using calendar::Event;
using Kind = FieldMerge::Kind;

namespace {

QJsonArray guests(const QStringList &emails)
{
    QJsonArray list;
    for (const QString &email : emails)
        list.append(QJsonObject{ { u"email"_s, email } });
    return list;
}

Event versionOf(const QString &title, const QStringList &emails, bool ours = true)
{
    Event result;
    result.set(u"id"_s, u"event1"_s);
    result.set(u"summary"_s, title);
    result.set(u"attendees"_s, guests(emails));
    result.set(
        u"organizer"_s, ours ? QJsonObject{ { u"self"_s, true } } : QJsonObject{ { u"email"_s, u"o@x"_s } });
    return result;
}

// Somebody else's event with an answer of one's own, and more guests.
Event invited(const QString &answer, const QStringList &others = {})
{
    Event result = versionOf(u"Base"_s, {}, false);
    QJsonArray list = guests(others);
    list.append(
        QJsonObject{ { u"email"_s, u"me@x"_s }, { u"self"_s, true }, { u"responseStatus"_s, answer } });
    result.set(u"attendees"_s, list);
    return result;
}

Side takeGoogle(const QString &)
{
    return Side::Google;
}

Side takeAria(const QString &)
{
    return Side::Aria;
}

} // namespace

class FieldMergeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void kinds_data();
    void kinds();
    void ownAnswersAlone();
    void conflictsTakeTheChosenSide();
    void aPersonsWordOverrides();
    void withoutABaseEveryDifferenceIsAConflict();
};

void FieldMergeTest::kinds_data()
{
    QTest::addColumn<Event>("base");
    QTest::addColumn<Event>("aria");
    QTest::addColumn<Event>("google");
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("kind");
    const QString title = u"summary"_s;
    const QString people = u"attendees"_s;
    const Event base = versionOf(u"Base"_s, { u"a@x"_s });
    QTest::newRow("only ARIA") << base << versionOf(u"A"_s, { u"a@x"_s }) << base << title
                               << int(Kind::TakeAria);
    QTest::newRow("only Google") << base << base << versionOf(u"G"_s, { u"a@x"_s }) << title
                                 << int(Kind::TakeGoogle);
    QTest::newRow("both") << base << versionOf(u"A"_s, { u"a@x"_s }) << versionOf(u"G"_s, { u"a@x"_s })
                          << title << int(Kind::Conflict);
    QTest::newRow("guests of both") << base << versionOf(u"Base"_s, { u"a@x"_s, u"b@x"_s })
                                    << versionOf(u"Base"_s, { u"a@x"_s, u"c@x"_s }) << people
                                    << int(Kind::Join);
    QTest::newRow("guest removed here, another added there")
        << base << versionOf(u"Base"_s, {}) << versionOf(u"Base"_s, { u"a@x"_s, u"c@x"_s }) << people
        << int(Kind::Join);
    QTest::newRow("guests of somebody else's event")
        << versionOf(u"Base"_s, { u"a@x"_s }, false) << versionOf(u"Base"_s, { u"b@x"_s }, false)
        << versionOf(u"Base"_s, { u"c@x"_s }, false) << people << int(Kind::GooglesToSay);
    QTest::newRow("own answer, ARIA's")
        << invited(u"needsAction"_s) << invited(u"accepted"_s) << invited(u"needsAction"_s, { u"c@x"_s })
        << people << int(Kind::TakeAria);
    QTest::newRow("own answer, Google's") << invited(u"needsAction"_s) << invited(u"needsAction"_s)
                                          << invited(u"declined"_s) << people << int(Kind::TakeGoogle);
    QTest::newRow("own answer, both") << invited(u"needsAction"_s) << invited(u"accepted"_s)
                                      << invited(u"declined"_s) << people << int(Kind::Conflict);
    QTest::newRow("own answer as it was, another guest less")
        << invited(u"accepted"_s, { u"a@x"_s }) << invited(u"accepted"_s)
        << invited(u"accepted"_s, { u"b@x"_s }) << people << int(Kind::GooglesToSay);
}

void FieldMergeTest::kinds()
{
    QFETCH(Event, base);
    QFETCH(Event, aria);
    QFETCH(Event, google);
    QFETCH(QString, field);
    QFETCH(int, kind);
    const FieldMerges merges(&base, aria, google);
    QCOMPARE(merges.fields().size(), 1);
    QCOMPARE(merges.fields().constFirst().field, field);
    QCOMPARE(int(merges.fields().constFirst().kind), kind);
    QCOMPARE(merges.conflicts().isEmpty(), Kind(kind) != Kind::Conflict);
}

// Whatever wins, the other guests are Google's.
void FieldMergeTest::ownAnswersAlone()
{
    const Event base = invited(u"needsAction"_s, { u"a@x"_s });
    const Event aria = invited(u"accepted"_s); // by SQL, which also took a guest away
    const Event theirs = invited(u"tentative"_s, { u"a@x"_s, u"c@x"_s });
    const FieldMerges merges(&base, aria, theirs);
    QVERIFY(calendar::sameContent(merges.merged(takeGoogle), theirs));
    QVERIFY(calendar::sameContent(merges.merged(takeAria), invited(u"accepted"_s, { u"a@x"_s, u"c@x"_s })));
}

void FieldMergeTest::conflictsTakeTheChosenSide()
{
    const Event base = versionOf(u"Base"_s, { u"a@x"_s });
    const Event aria = versionOf(u"A"_s, { u"a@x"_s, u"b@x"_s });
    const Event theirs = versionOf(u"G"_s, { u"a@x"_s, u"c@x"_s });
    const FieldMerges merges(&base, aria, theirs);
    const QStringList all{ u"a@x"_s, u"b@x"_s, u"c@x"_s };
    QVERIFY(calendar::sameContent(merges.merged(takeGoogle), versionOf(u"G"_s, all)));
    QVERIFY(calendar::sameContent(merges.merged(takeAria), versionOf(u"A"_s, all)));
}

void FieldMergeTest::aPersonsWordOverrides()
{
    const Event base = versionOf(u"Base"_s, { u"a@x"_s });
    const Event aria = versionOf(u"A"_s, { u"a@x"_s, u"b@x"_s });
    const Event theirs = versionOf(u"G"_s, { u"a@x"_s, u"c@x"_s });
    const auto guestsOf = [](Side side) {
        return [side](const QString &field) -> std::optional<Side> {
            return field == "attendees"_L1 ? std::optional(side) : std::nullopt;
        };
    };
    const FieldMerges merges(&base, aria, theirs);
    QVERIFY(calendar::sameContent(
        merges.merged(takeGoogle, guestsOf(Side::Aria)), versionOf(u"G"_s, { u"a@x"_s, u"b@x"_s })));
    QVERIFY(calendar::sameContent(
        merges.merged(takeAria, guestsOf(Side::Google)), versionOf(u"A"_s, { u"a@x"_s, u"c@x"_s })));
}

void FieldMergeTest::withoutABaseEveryDifferenceIsAConflict()
{
    const Event aria = versionOf(u"A"_s, { u"a@x"_s });
    const Event theirs = versionOf(u"G"_s, { u"c@x"_s });
    QStringList conflicts = FieldMerges(nullptr, aria, theirs).conflicts();
    conflicts.sort();
    QCOMPARE(conflicts, QStringList({ u"attendees"_s, u"summary"_s }));
}

ARIA_TEST(FieldMergeTest)

} // namespace tst_fieldmerge

#include "tst_fieldmerge.moc"
