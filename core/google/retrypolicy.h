// When and how often a request is repeated (Calendar API, Handle API errors: exponential backoff).
#pragma once

#include "base/clock.h"

#include <QByteArray>

#include <chrono>
#include <optional>

namespace aria::google {

struct HttpAnswer;

// Injected, so that tests need not wait.
struct RetryPolicy
{
    int retries = 3; // for short outages and rate limits
    std::chrono::milliseconds base{ 1000 };
    std::chrono::milliseconds jitter{ 1000 }; // at most this is added at random
    std::chrono::milliseconds cap{ 64000 };
    // A wait longer than this is not slept through inside a request: the error comes back with retryAfter.
    std::chrono::milliseconds longestWait{ 20000 };
    // The network is plainly down (refused, no such host): one quick retry, then the caller learns of it.
    std::chrono::milliseconds offlineWait{ 300 };
    // Without a byte. A whole answer may take twice that, and longer only while `leastRate` bytes a second come.
    std::chrono::milliseconds transferTimeout{ 30000 };
    qint64 leastRate = 16 * 1024;
    qint64 largestAnswer = 64 * 1024 * 1024; // bytes, unpacked; the largest page of events is far smaller
};

// min(base * 2^attempt + fraction * jitter, cap); attempt counts from 0, fraction is random in [0, 1).
std::chrono::milliseconds backoff(const RetryPolicy &policy, int attempt, double fraction);

// Nobody is put off for longer, whatever was asked for.
constexpr std::chrono::hours longestAskedWait{ 1 };

// Retry-After in either form, seconds or HTTP-date (RFC 9110 10.2.3); a date in the past is 0, and an hour the most.
// Nullopt: unreadable.
std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &nowUtc);

// An HTTP-date in RFC 9110's preferred form, "Tue, 15 Nov 1994 08:12:31 GMT"; invalid if it is something
// else.
QDateTime parseHttpDate(const QByteArray &value);

// The server's own time when it answered, which a date in Retry-After is meant by; ours where it does not say.
QDateTime answeredAt(const HttpAnswer &answer, const Clock &clock);

// Refused connections, unknown hosts, no route: waiting a second or two does not help.
bool isOffline(const HttpAnswer &answer);

// The least that the next attempt has to wait: as long as the answer asks for, and never less than our own backoff.
std::chrono::milliseconds leastWait(
    const RetryPolicy &policy, int attempt, const HttpAnswer &answer, const Clock &clock, double fraction);

// How many repeats an answer that failed for a passing reason is worth.
int retriesFor(const RetryPolicy &policy, const HttpAnswer &answer);

} // namespace aria::google
