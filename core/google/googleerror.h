// What an answer of Google's means for the caller (Calendar API, Handle API errors; google.md 6).
#pragma once

#include "base/error.h"

#include <QByteArray>

namespace aria::google {

struct HttpAnswer;

// The error of an HTTP status and body, decided by error.errors[].reason first. HTML, whatever its status, is
// no answer of the API's but of something in between: Unavailable, so that a proxy's 404 deletes nothing.
Error errorFromStatus(int status, const QByteArray &body, bool isHtml);

// The same for whatever went wrong with an exchange, the network included. Not to be called on success.
Error errorFromAnswer(const HttpAnswer &answer);

// 401 because of the access token, which a refresh may mend; not because of a webhook address.
bool isRejectedToken(const Error &error);

Error badAnswer(const QString &why); // Unavailable, code bad_answer
Unexpected stoppedError(); // Unavailable, code stopped: the program is ending

} // namespace aria::google
