// Pictures of the conflict review.
#include "conflicts/conflictreview.h"
#include "conflicts/deletionsreview.h"
#include "ui/conflictdata.h"
#include "ui/screenshots.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace aria::test;

namespace {

QList<aria::service::ConflictView> exampleConflicts()
{
    QJsonObject base = eventJson(u"1"_s, u"Team Meeting"_s, u"2024-01-15T13:00:00Z"_s,
        u"2024-01-15T14:00:00Z"_s, u"Conference Room A"_s);
    base.insert(u"description"_s, u"Weekly sync. Bring the numbers of last week."_s);
    QJsonObject ours = eventJson(u"1"_s, u"Team Meeting Berlin"_s, u"2024-01-15T14:00:00Z"_s,
        u"2024-01-15T15:00:00Z"_s, u"Conference Room B"_s);
    ours.insert(u"description"_s, u"Weekly sync. Bring the numbers of last month and a laptop."_s);
    QJsonObject theirs = eventJson(
        u"1"_s, u"Weekly Team Meeting"_s, u"2024-01-16T13:00:00Z"_s, u"2024-01-16T14:30:00Z"_s, u"Online"_s);
    theirs.insert(u"description"_s, u"Weekly sync. Bring the numbers of this week."_s);
    theirs.insert(u"updated"_s, u"2024-01-15T10:40:00Z"_s);
    const QJsonObject party = eventJson(
        u"2"_s, u"Summer party"_s, u"2024-07-20T16:00:00Z"_s, u"2024-07-20T20:00:00Z"_s, u"Garden"_s);
    QJsonObject moved = party;
    moved.insert(u"location"_s, u"Garden, behind the house"_s);
    const auto lunch = [](const QString &title) {
        return eventJson(u"3"_s, title, u"2024-01-17T11:00:00Z"_s, u"2024-01-17T12:00:00Z"_s);
    };
    return { conflictOf(base, ours, theirs), conflictOf(party, {}, moved),
        conflictOf(lunch(u"Lunch"_s), lunch(u"Lunch with Anna"_s), lunch(u"Lunch with Bob"_s)) };
}

const Screenshot review(u"conflicts"_s, [](Stage &stage) {
    stage.service.conflictViews = exampleConflicts();
    auto *window = new aria::conflicts::ConflictReview(stage.link, stage.format);
    stage.connectService();
    stage.show(window);
    QTest::keyClick(window, Qt::Key_1, Qt::ControlModifier);
    QTest::qWait(50);
});

const Screenshot deletion(u"conflicts-deleted"_s, [](Stage &stage) {
    stage.service.conflictViews = exampleConflicts();
    auto *window = new aria::conflicts::ConflictReview(stage.link, stage.format);
    window->select(u"2"_s);
    stage.connectService();
    stage.show(window);
});

const Screenshot held(u"deletions"_s, [](Stage &stage) {
    const auto hold = [&](const QString &title, const QString &day, bool series = false) {
        aria::service::PlannedWrite write;
        write.side = aria::service::PlannedWrite::Side::Aria;
        write.operation = aria::store::Operation::Delete;
        write.held = true;
        write.googleEventId = title;
        write.before =
            aria::calendar::Event(eventJson(title, title, day + u"T13:00:00Z"_s, day + u"T14:00:00Z"_s));
        if (series)
            write.before.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=WEEKLY"_s });
        stage.service.planned->writes.append(write);
    };
    hold(u"Team Meeting"_s, u"2024-01-15"_s, true);
    hold(u"Review of the quarterly figures with the whole department"_s, u"2024-01-16"_s);
    for (int day = 17; day < 30; ++day)
        hold(u"Shift %1"_s.arg(day), u"2024-01-%1"_s.arg(day));
    auto *window = new aria::conflicts::DeletionsReview(stage.link, stage.format);
    stage.connectService();
    stage.show(window);
});

const Screenshot none(u"conflicts-none"_s, [](Stage &stage) {
    auto *window = new aria::conflicts::ConflictReview(stage.link, stage.format);
    stage.connectService();
    stage.show(window);
});

} // namespace
