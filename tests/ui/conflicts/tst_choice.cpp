#include "conflicts/choice.h"

#include "support/testmain.h"
#include "ui/conflictdata.h"

#include <QTest>

namespace tst_choice {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::test;
using service::ConflictView;
using Side = service::Resolution::Side;

namespace {

conflicts::Choice wholeSide(const ConflictView &conflict, Side side)
{
    conflicts::Choice choice;
    for (const service::ConflictField &field : conflict.fields)
        choice.fields.insert(field.name, side);
    return choice;
}

} // namespace

// What the preview of a conflict shows.
class TestChoice : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesWhatOnlyOneSideChanged()
    {
        ConflictView conflict =
            conflictOf(eventJson(u"a"_s, u"Old"_s, u"2024-01-15T12:00:00Z"_s, u"2024-01-15T13:00:00Z"_s),
                eventJson(u"a"_s, u"A"_s, u"2024-01-15T12:00:00Z"_s, u"2024-01-15T13:00:00Z"_s, u"Room 1"_s),
                eventJson(u"a"_s, u"G"_s, u"2024-01-15T16:00:00Z"_s, u"2024-01-15T17:00:00Z"_s));
        QCOMPARE(conflict.fields.size(), 1);
        const auto outcome = conflicts::outcomeOf(wholeSide(conflict, Side::Google), conflict);
        QCOMPARE(outcome.summary(), u"G"_s);
        QCOMPARE(outcome.location(), u"Room 1"_s); // only ARIA set it
        QCOMPARE(outcome.start().toText(), u"2024-01-15T16:00:00Z"_s); // only Google moved it
    }

    void mergesGuests_data()
    {
        QTest::addColumn<int>("side");
        QTest::newRow("all from Google") << int(Side::Google);
        QTest::newRow("all from ARIA") << int(Side::Aria);
    }

    void mergesGuests()
    {
        QFETCH(int, side);
        const auto version = [](const QString &title, const QStringList &guests) {
            QJsonObject json = eventJson(u"a"_s, title, u"2024-01-15T12:00:00Z"_s, u"2024-01-15T13:00:00Z"_s);
            QJsonArray attendees;
            for (const QString &guest : guests)
                attendees.append(QJsonObject{ { u"email"_s, guest } });
            json.insert(u"attendees"_s, attendees);
            json.insert(u"organizer"_s, QJsonObject{ { u"self"_s, true } });
            return json;
        };
        ConflictView conflict = conflictOf(version(u"Old"_s, { u"a@x.org"_s }),
            version(u"A"_s, { u"a@x.org"_s, u"b@x.org"_s }), version(u"G"_s, { u"a@x.org"_s, u"c@x.org"_s }));
        conflict.fields.removeIf(
            [](const auto &field) { return field.name != u"title"_s; }); // as the service lists it
        const auto outcome = conflicts::outcomeOf(wholeSide(conflict, static_cast<Side>(side)), conflict);
        QCOMPARE(outcome.attendees().size(), 3);
    }
};

ARIA_TEST(TestChoice)

} // namespace tst_choice

#include "tst_choice.moc"
