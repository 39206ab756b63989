// When and how often a request is repeated (Calendar API, Handle API errors: exponential backoff).
#pragma once

#include "base/clock.h"

#include <QByteArray>

#include <chrono>
#include <optional>

namespace aria::google {

struct HttpAnswer;

// Passed in, so that tests need not wait.
struct RetryPolicy
{
    int retries = 3; // for short outages and rate limits
    std::chrono::milliseconds base{ 1000 };
    std::chrono::milliseconds jitter{ 1000 }; // at most this much is added at random
    std::chrono::milliseconds cap{ 64000 };
    // A longer wait than this does not happen inside a request: the error is returned with retryAfter.
    std::chrono::milliseconds longestWait{ 20000 };
    // The network is clearly down (refused, no such host): one quick retry, then the caller is told.
    std::chrono::milliseconds offlineWait{ 300 };
    // The time without a byte. A whole answer may take twice that, or longer only while `leastRate`
    // bytes a second arrive.
    std::chrono::milliseconds transferTimeout{ 30000 };
    qint64 leastRate = 16LL * 1024;
    qint64 largestAnswer = 64LL * 1024 * 1024; // bytes, unpacked; the largest page of events is far smaller
};

// min(base * 2^attempt + fraction * jitter, cap); attempt counts from 0, fraction is random in [0, 1).
std::chrono::milliseconds backoff(const RetryPolicy &policy, int attempt, double fraction);

// Nobody has to wait longer than this, whatever Google asked for.
constexpr std::chrono::hours longestAskedWait{ 1 };

// Retry-After in either form, seconds or HTTP-date (RFC 9110 10.2.3). A date in the past gives 0; the maximum is an
// hour. Nullopt: unreadable.
std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &nowUtc);

// An HTTP-date in RFC 9110's preferred form, "Tue, 15 Nov 1994 08:12:31 GMT"; invalid if it is anything else.
QDateTime parseHttpDate(const QByteArray &value);

// The server's own time when it answered, which a date in Retry-After refers to; our time if it does not say.
QDateTime answeredAt(const HttpAnswer &answer, const Clock &clock);

// Refused connections, unknown hosts, no route: waiting a second or two does not help.
bool isOffline(const HttpAnswer &answer);

// How long the next attempt has to wait: as long as the answer asks for, and never less than our own backoff.
std::chrono::milliseconds leastWait(
    const RetryPolicy &policy, int attempt, const HttpAnswer &answer, const Clock &clock, double fraction);

// How many retries an answer is worth that failed for a passing reason.
int retriesFor(const RetryPolicy &policy, const HttpAnswer &answer);

} // namespace aria::google
