// What an event says about the person as its guest. Pure.
#pragma once

#include "service/types.h"

#include <QStringList>

namespace aria::invitation {

enum class Answer { None, Yes, Maybe, No };

// nullopt: the person is no guest of it, or has made it: there is nothing to answer.
std::optional<Answer> answerOf(const calendar::Event &event);
bool isUnanswered(const calendar::Event &event);
QString noteOf(const calendar::Event &event); // that came with the answer

// Who invites: a name or an address; empty: unknown.
QString hostOf(const calendar::Event &event);

// Whether what all guests see (title, times, place, guests, notes) may be changed: not by a guest, unless the
// organizer lets guests do so.
bool mayChange(const calendar::Event &event);

QString googleWord(Answer answer); // responseStatus: accepted, tentative, declined, needsAction
Answer answerFrom(const QString &googleWord);
QString labelOf(Answer answer); // "Yes"; empty for None
QString menuTextOf(Answer answer); // with a key of its own
QString words(Answer answer); // "You said yes."

} // namespace aria::invitation
