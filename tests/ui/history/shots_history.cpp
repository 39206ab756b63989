// Pictures of the history.
#include "history/historywindow.h"
#include "ui/conflictdata.h"
#include "ui/screenshots.h"

using namespace Qt::StringLiterals;
using namespace aria::test;

namespace {

HistoryPage exampleHistory()
{
    const auto add = [](HistoryPage &page, const QString &operation, const QString &side,
                         const QString &reason, const QJsonObject &before, const QJsonObject &after) {
        aria::store::HistoryRecord record;
        record.id = 100 - page.records.size();
        record.googleEventId = u"e"_s;
        record.side = *aria::store::sideFromString(side);
        record.operation = *aria::store::operationFromString(operation);
        record.reason = reason;
        record.outcome =
            page.records.size() == 1 ? aria::store::Outcome::Intended : aria::store::Outcome::Done;
        record.before = before;
        record.after = after;
        record.createdAt =
            QDateTime({ 2024, 1, 15 }, { 11, 50 }, Qt::UTC).addSecs(-page.records.size() * 1740);
        page.records.append(record);
    };
    const auto meeting = [](const QString &title, int hour, const QString &place) {
        return eventJson(u"e"_s, title, u"2024-01-16T%1:00:00Z"_s.arg(hour),
            u"2024-01-16T%1:00:00Z"_s.arg(hour + 1), place);
    };
    HistoryPage page;
    add(page, u"update"_s, u"aria"_s, u"changed in Google"_s, meeting(u"Team Meeting"_s, 13, u"Room A"_s),
        meeting(u"Team Meeting Berlin"_s, 14, u"Room B, second floor"_s));
    add(page, u"create"_s, u"google"_s, u"aria edit"_s, {}, meeting(u"Lunch with Anna"_s, 12, {}));
    add(page, u"create"_s, u"aria"_s, u"api"_s, {}, meeting(u"Lunch with Anna"_s, 12, {}));
    add(page, u"delete"_s, u"aria"_s, u"deleted in Google"_s, meeting(u"Old standup"_s, 10, {}), {});
    add(page, u"resolve"_s, u"aria"_s, u"google_wins"_s, meeting(u"Review"_s, 15, {}),
        meeting(u"Demo"_s, 15, {}));
    add(page, u"undo"_s, u"aria"_s, u"undo of 3"_s, meeting(u"Dentist"_s, 11, {}),
        meeting(u"Dentist"_s, 16, {}));
    return page;
}

const Screenshot shot(u"history"_s, [](Stage &stage) {
    stage.service.historyPage = exampleHistory();
    auto *window = new aria::history::HistoryWindow(stage.link, stage.format);
    stage.connectService();
    stage.show(window);
});

} // namespace
