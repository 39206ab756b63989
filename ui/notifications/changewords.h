// What somebody changed in Google, in words. Pure.
#pragma once

#include "diff/viewer.h"
#include "service/types.h"

#include <QStringList>

namespace aria::notifications {

// What one notification says.
struct Notice
{
    calendar::EventKey event; // empty: it is about many
    QDate day; // on which the event is, or was; invalid: unknown
    QString summary; // the most important thing
    QString body; // the rest; may be empty
};

// Changes of one event become one: made and changed is made, made and deleted is nothing. Order is kept.
QList<sync::EventChange> mergeChanges(const QList<sync::EventChange> &changes);

// One sentence each, the most important first: "Team Meeting moved from 14:00 to 15:00". Empty where nothing changed
// that people care about (a colour, a reminder, what programs keep with an event).
QStringList sentencesOf(const sync::EventChange &change, const diff::Viewer &viewer);

// Notifications for what others changed, own edits and conflicts left out. More than three are folded into one.
QList<Notice> noticesOf(const QList<sync::EventChange> &changes, const diff::Viewer &viewer);

} // namespace aria::notifications
