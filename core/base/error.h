// Errors as values. Exceptions never cross a room; every call that can fail returns Expected<T>.
#pragma once

#include <QJsonArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

#include <tl/expected.hpp>

namespace aria {

// What the caller can do about it; the API maps each category to one HTTP status.
enum class ErrorCategory {
    InvalidInput, // the caller's values are wrong; see faults (422)
    Precondition, // the request is readable, but cannot be carried out now (400)
    Unauthorized, // Google wants a new sign-in (invalid_grant, scope missing, no token)
    Forbidden, // not allowed for this account or calendar (403)
    NotFound, // unknown (404)
    Gone, // it existed and is deleted, or a sync token has expired (Google's 410)
    Conflict, // the id is taken, or the event is not in the state this needs (409)
    Stale, // it changed since the version the caller knew (Google's 412)
    Refused, // Google refused the content; asking again does not help (422)
    RateLimited, // Google asks for patience
    Unavailable, // network, Google or database unreachable; asking again later helps (503)
    Internal, // a fault of this program
};

// One wrong value in a request: where it is ({"body", "title"}), what is allowed, and the kind of fault.
struct Fault
{
    QStringList loc;
    QString message;
    QString type;
};

struct Error
{
    ErrorCategory category = ErrorCategory::Internal;
    QString code; // machine-readable: Google's reason ("rateLimitExceeded") or our own ("database_away")
    // One sentence for a person; never a token, secret, SQL text or file path of the database.
    QString message;
    std::optional<std::chrono::milliseconds> retryAfter = std::nullopt;
    QList<Fault> faults = {};
    int httpStatus = 0; // Google's status where it came from there, else 0
};

template <class T> using Expected = tl::expected<T, Error>;

using Unexpected = tl::unexpected<Error>;

inline Unexpected makeError(ErrorCategory category, const QString &code, const QString &message)
{
    return Unexpected(Error{ category, code, message });
}

// The error's sentence, or one made from its code if it has none: nothing fails without a reason.
QString sentenceOf(const Error &error);

// True if the same request may succeed later without anybody changing anything.
bool isTransient(const Error &error);

} // namespace aria
