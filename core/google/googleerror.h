// What an answer from Google means for the caller (Calendar API, Handle API errors).
#pragma once

#include "base/error.h"

#include <QByteArray>

namespace aria::google {

struct HttpAnswer;

// The error of an HTTP status and body, decided first by error.errors[].reason. What is not Google's JSON error for
// that status (a web page, plain text, another gateway's JSON, nothing at all) came from something in between and is
// a passing fault: Unavailable, code bad_answer. NotFound and Gone only if the body has Google's own word for them,
// so that a proxy's 404 deletes nothing. Google's words are redacted like the log.
Error errorFromStatus(int status, const QByteArray &body, bool isHtml);

// The same for whatever went wrong with an exchange, including the network. Must not be called after a success.
Error errorFromAnswer(const HttpAnswer &answer);

// 401 because of the access token, which a refresh may cure; not because of a webhook address.
bool isRejectedToken(const Error &error);

// 403 because this sign-in was never allowed to do that; only another sign-in helps.
bool isMissingScope(const Error &error);

// Google does not find the calendar itself, for now or for good: Unavailable, code calendar_away, with a
// sentence for a person.
Error calendarAway(const QString &calendarId, const Error &told);
// Turns `error` into calendarAway() if it is NotFound or Gone for something that can only be missing
// because its calendar is.
Error withCalendarAway(const QString &calendarId, Error error);

// 403 because of the whole account or the Google project, whatever is asked (the reason says so): no event is to blame.
bool concernsAccount(const Error &error);
// Turns 403 for something that only the calendar itself can be refused for (its list) into a sentence for a person:
// code calendar_refused. What concernsAccount() has one already.
Error withCalendarRefused(const QString &calendarId, Error error);

// For requests without a sync token, above all those for one event: a 410 about such a token is no answer to them, and
// becomes a bad answer.
Error whereNoTokenWasSent(const Error &error);

// Google answers, but not with anything that can be used about this one event. Whatever else is done goes on without it.
bool concernsOneEvent(const Error &error);

Error badAnswer(const QString &why); // Unavailable, code bad_answer
Unexpected stoppedError(); // Unavailable, code stopped: the program is ending

} // namespace aria::google
