// One's own answer to an invitation: all that a guest may write of an event's guests (Calendar API, Events:
// attendeesOmitted).
#pragma once

#include "calendar/event.h"

namespace aria::calendar {

// The guest whose calendar it is; empty: it is no guest's.
QJsonObject ownAttendee(const Event &event);

// Whether both give the same answer, with the same comment and company.
bool sameAnswer(const Event &a, const Event &b);

// `event` with the own answer that `from` gives; the other guests stay. Unchanged where one of them has none.
Event withOwnAnswer(const Event &event, const Event &from);

// The same with that answer; without a comment the one that is there stays, an empty one takes it away.
Event withOwnAnswer(const Event &event, const QString &response, const std::optional<QString> &comment);

// The members of events.patch that give the own answer of `event` and leave all other guests as they are.
QJsonObject answerBody(const Event &event);

} // namespace aria::calendar
