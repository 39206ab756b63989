// The one rule of a field, for each kind of field and each way in which two sides can differ.
#include "merge/fieldmerge.h"

#include "calendar/fields.h"
#include "support/testmain.h"

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
        list.append(QJsonObject{ { QStringLiteral("email"), email } });
    return list;
}

Event versionOf(const QString &title, const QStringList &emails, bool ours = true)
{
    Event result;
    result.set(QStringLiteral("id"), QStringLiteral("event1"));
    result.set(QStringLiteral("summary"), title);
    result.set(QStringLiteral("attendees"), guests(emails));
    result.set(QStringLiteral("organizer"), ours ? QJsonObject{ { QStringLiteral("self"), true } }
             : QJsonObject{ { QStringLiteral("email"), QStringLiteral("o@x") } });
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
    const QString title = QStringLiteral("summary");
    const QString people = QStringLiteral("attendees");
    const Event base = versionOf(QStringLiteral("Base"), { QStringLiteral("a@x") });
    QTest::newRow("only ARIA") << base << versionOf(QStringLiteral("A"), { QStringLiteral("a@x") }) << base << title
                               << int(Kind::TakeAria);
    QTest::newRow("only Google") << base << base << versionOf(QStringLiteral("G"), { QStringLiteral("a@x") }) << title
                                 << int(Kind::TakeGoogle);
    QTest::newRow("both") << base << versionOf(QStringLiteral("A"), { QStringLiteral("a@x") })
                          << versionOf(QStringLiteral("G"), { QStringLiteral("a@x") }) << title << int(Kind::Conflict);
    QTest::newRow("guests of both") << base
                                    << versionOf(QStringLiteral("Base"), { QStringLiteral("a@x"), QStringLiteral("b@x") })
                                    << versionOf(QStringLiteral("Base"), { QStringLiteral("a@x"), QStringLiteral("c@x") })
                                    << people << int(Kind::Join);
    QTest::newRow("guest removed here, another added there")
        << base << versionOf(QStringLiteral("Base"), {})
        << versionOf(QStringLiteral("Base"), { QStringLiteral("a@x"), QStringLiteral("c@x") }) << people << int(Kind::Join);
    QTest::newRow("guests of somebody else's event")
        << versionOf(QStringLiteral("Base"), { QStringLiteral("a@x") }, false)
        << versionOf(QStringLiteral("Base"), { QStringLiteral("b@x") }, false)
        << versionOf(QStringLiteral("Base"), { QStringLiteral("c@x") }, false) << people << int(Kind::GooglesToSay);
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

void FieldMergeTest::conflictsTakeTheChosenSide()
{
    const Event base = versionOf(QStringLiteral("Base"), { QStringLiteral("a@x") });
    const Event aria = versionOf(QStringLiteral("A"), { QStringLiteral("a@x"), QStringLiteral("b@x") });
    const Event theirs = versionOf(QStringLiteral("G"), { QStringLiteral("a@x"), QStringLiteral("c@x") });
    const FieldMerges merges(&base, aria, theirs);
    const QStringList all{ QStringLiteral("a@x"), QStringLiteral("b@x"), QStringLiteral("c@x") };
    QVERIFY(calendar::sameContent(merges.merged(takeGoogle), versionOf(QStringLiteral("G"), all)));
    QVERIFY(calendar::sameContent(merges.merged(takeAria), versionOf(QStringLiteral("A"), all)));
}

void FieldMergeTest::aPersonsWordOverrides()
{
    const Event base = versionOf(QStringLiteral("Base"), { QStringLiteral("a@x") });
    const Event aria = versionOf(QStringLiteral("A"), { QStringLiteral("a@x"), QStringLiteral("b@x") });
    const Event theirs = versionOf(QStringLiteral("G"), { QStringLiteral("a@x"), QStringLiteral("c@x") });
    const auto guestsOf = [](Side side) {
        return [side](const QString &field) -> std::optional<Side> {
            return field == QLatin1String("attendees") ? std::optional(side) : std::nullopt;
        };
    };
    const FieldMerges merges(&base, aria, theirs);
    QVERIFY(calendar::sameContent(merges.merged(takeGoogle, guestsOf(Side::Aria)),
        versionOf(QStringLiteral("G"), { QStringLiteral("a@x"), QStringLiteral("b@x") })));
    QVERIFY(calendar::sameContent(merges.merged(takeAria, guestsOf(Side::Google)),
        versionOf(QStringLiteral("A"), { QStringLiteral("a@x"), QStringLiteral("c@x") })));
}

void FieldMergeTest::withoutABaseEveryDifferenceIsAConflict()
{
    const Event aria = versionOf(QStringLiteral("A"), { QStringLiteral("a@x") });
    const Event theirs = versionOf(QStringLiteral("G"), { QStringLiteral("c@x") });
    QStringList conflicts = FieldMerges(nullptr, aria, theirs).conflicts();
    conflicts.sort();
    QCOMPARE(conflicts, QStringList({ QStringLiteral("attendees"), QStringLiteral("summary") }));
}

ARIA_TEST(FieldMergeTest)

} // namespace tst_fieldmerge

#include "tst_fieldmerge.moc"
