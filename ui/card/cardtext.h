// What the card says about an event. Pure.
#pragma once

#include "service/types.h"
#include "uicommon/uiformat.h"

namespace aria::card {

// In the person's zone, and below it in the event's own if the clocks differ there.
QStringList timesOf(const calendar::Event &event, const uicommon::UiFormat &format, const QDateTime &now);

// One line a guest, the organizer first: "Anna Lee: yes, organizer". At most `most`, then how many more.
QStringList guestsOf(const calendar::Event &event, int most);

struct Attachment
{
    QString title;
    QUrl url; // that a browser may open
};
QList<Attachment> attachmentsOf(const calendar::Event &event);

} // namespace aria::card
