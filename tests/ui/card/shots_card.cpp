// Pictures of the card.
#include "card/eventcard.h"
#include "ui/calendars.h"
#include "ui/invitations.h"
#include "ui/screenshots.h"
#include "uicommon/calendarbook.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

void showCard(Stage &stage, const service::EventView &view)
{
    static QTemporaryDir folder;
    static QSettings state(folder.filePath(u"ui.ini"_s), QSettings::IniFormat);
    auto *card = new card::EventCard(stage.link, stage.clock, stage.format);
    auto *calendars = new uicommon::CalendarBook(stage.link, state, card);
    giveCalendars(stage.service);
    card->setCalendars(*calendars);
    stage.connectService();
    card->setEvent(view);
    stage.show(card);
}

const Screenshot invitedCard(u"card-invitation"_s, [](Stage &stage) {
    service::EventView view = invitationOf({ u"board_20240115T200000Z"_s, u"Board meeting"_s,
        u"2024-01-15T15:00:00-05:00"_s, u"2024-01-15T16:30:00-05:00"_s });
    view.event.set(u"start"_s,
        QJsonObject{
            { u"dateTime"_s, u"2024-01-15T15:00:00-05:00"_s }, { u"timeZone"_s, u"America/New_York"_s } });
    view.event.set(u"end"_s,
        QJsonObject{
            { u"dateTime"_s, u"2024-01-15T16:30:00-05:00"_s }, { u"timeZone"_s, u"America/New_York"_s } });
    view.event.set(u"recurringEventId"_s, u"board"_s);
    view.event.set(u"location"_s, u"https://us02web.zoom.us/j/86541"_s);
    view.event.set(u"description"_s,
        u"<b>Agenda</b><ul><li>Figures</li><li><a href=\"https://example.org/plan\">The plan</a></li></ul>"_s);
    view.event.set(u"attachments"_s,
        QJsonArray{ QJsonObject{
            { u"title"_s, u"Figures 2023.pdf"_s }, { u"fileUrl"_s, u"https://drive.google.com/f/1"_s } } });
    view.event.set(u"htmlLink"_s, u"https://www.google.com/calendar/event?eid=abc"_s);
    stage.service.one->event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=MONTHLY;BYDAY=3MO"_s });
    showCard(stage, view);
});
const Screenshot ownCard(u"card"_s, [](Stage &stage) {
    service::EventView view = sampleDay().at(3);
    view.event.set(u"htmlLink"_s, u"https://www.google.com/calendar/event?eid=abc"_s);
    showCard(stage, view);
});

} // namespace

} // namespace aria::test
