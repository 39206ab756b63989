// Puts into words what somebody changed in Google. Pure.
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
    bool isInvitation = false; // the person is asked to come
};

// Combines the changes of one event: created and changed is created, created and deleted is nothing. Order is kept.
QList<sync::EventChange> mergeChanges(const QList<sync::EventChange> &changes);

// One sentence each, the most important first: "Team Meeting moved from 14:00 to 15:00". Empty if nothing changed
// that people care about (a colour, a reminder, data that programs keep with an event).
QStringList sentencesOf(const sync::EventChange &change, const diff::Viewer &viewer);

// Notifications about what others changed, without own edits and conflicts. More than three are combined into one.
QList<Notice> noticesOf(const QList<sync::EventChange> &changes, const diff::Viewer &viewer);

} // namespace aria::notifications
