// What an answer of Google's means for the caller (Calendar API, Handle API errors; google.md 6).
#pragma once

#include "base/error.h"

#include <QByteArray>

namespace aria::google {

struct HttpAnswer;

// The error of an HTTP status and body, decided by error.errors[].reason first. What is not Google's JSON error of that
// status (a web page, plain text, another gateway's JSON, nothing at all) was said by something in between and is a
// passing fault: Unavailable, code bad_answer. NotFound and Gone only where Google's own word for them stands in the
// body (google.md 6), so that a proxy's 404 deletes nothing. Google's words are redacted as the log is.
Error errorFromStatus(int status, const QByteArray &body, bool isHtml);

// The same for whatever went wrong with an exchange, the network included. Not to be called on success.
Error errorFromAnswer(const HttpAnswer &answer);

// 401 because of the access token, which a refresh may mend; not because of a webhook address.
bool isRejectedToken(const Error &error);

// 403 because this sign-in was never allowed to do that; only another sign-in mends it.
bool isMissingScope(const Error &error);

// Google does not find the calendar itself, for now or for good: Unavailable, code calendar_away, for a person.
Error calendarAway(const QString &calendarId, const Error &told);
// `error` where it says NotFound or Gone of something that has no other reason to be missing than its calendar.
Error withCalendarAway(const QString &calendarId, Error error);

Error badAnswer(const QString &why); // Unavailable, code bad_answer
Unexpected stoppedError(); // Unavailable, code stopped: the program is ending

} // namespace aria::google
