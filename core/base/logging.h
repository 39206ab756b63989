// One logging category per room, and one place where secrets are removed from every line.
#pragma once

#include <QLoggingCategory>

namespace aria {

Q_DECLARE_LOGGING_CATEGORY(lcBase)
Q_DECLARE_LOGGING_CATEGORY(lcGoogle)
Q_DECLARE_LOGGING_CATEGORY(lcStore)
Q_DECLARE_LOGGING_CATEGORY(lcSync)
Q_DECLARE_LOGGING_CATEGORY(lcService)
Q_DECLARE_LOGGING_CATEGORY(lcApi)
Q_DECLARE_LOGGING_CATEGORY(lcUi)

// Sends Qt's log to stderr from `level` (debug, info, warning, error) up, as `text` or as one JSON object per line
// with timestamp, level, category and message, and request_id if a call of the API caused it (base/callscope.h,
// docs/operations.md). Every line passes through redact() first. Process-wide; call it once.
void installLogging(const QString &level, const QString &format);

// What a line about the program's end begins with, so that systemd's journal takes it for an error: "<3>", or nothing
// where stderr is not the journal. Works before installLogging().
QByteArray errorMark();

// The text with everything that looks like a secret replaced by "…": bearer tokens, access_token, refresh_token,
// client_secret, code, code_verifier, API tokens, passwords in URLs, Google's ya29. and 1// tokens.
QString redact(const QString &text);

} // namespace aria
