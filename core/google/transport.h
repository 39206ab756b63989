// Authorised requests to Google's API: token, time-outs, retries with backoff, and errors by their reason.
#pragma once

#include "base/metrics.h"
#include "google/httpclient.h"
#include "google/oauth.h"
#include "google/urlparts.h"

#include <QJsonObject>

namespace aria::google {

// The whole request, so that a retry sends the same again.
struct ApiRequest
{
    enum class Expect { Json, Nothing, Multipart }; // what a success brings; anything else is a bad answer

    QByteArray verb = "GET";
    QByteArray path; // below the API root, encoded
    QueryItems query;
    QByteArray body;
    QByteArray contentType; // of the body
    QByteArray ifMatch; // empty: not sent
    Expect expect = Expect::Json;

    bool isAboutEvents() const { return path.startsWith("/calendar/v3/calendars/"); }
};

// Whether the body is one of an answer in which Google sends nothing.
bool saysNothing(const QByteArray &body);

struct ApiAnswer
{
    int status = 0;
    QJsonObject json; // Expect::Json
    QByteArray body; // Expect::Multipart
    QByteArray contentType; // as sent, for the boundary
};

// Errors carry Google's reason as code and its status. 401 is answered with one refresh and one retry. Passing
// failures are repeated as the policy says; if they persist, the error has retryAfter, so that the caller can plan. A
// repeated PATCH or DELETE with If-Match whose first answer was lost comes back Stale: the caller checks the event.
class Transport
{
public:
    Transport(QUrl apiRoot, OAuth &oauth, QNetworkAccessManager &network, Clock &clock, RandomSource &random,
        RetryPolicy policy);

    QCoro::Task<Expected<ApiAnswer>> send(ApiRequest request);

    // Google's clock minus ours at this moment, with a resolution of a second. Nullopt: no answer had a Date yet.
    std::optional<std::chrono::milliseconds> clockOffset() const;
    void stop() { m_http.stop(); }

    void setMetrics(Metrics *metrics) { m_metrics = metrics; } // null: nothing is counted

private:
    void note(const ApiRequest &request, const HttpAnswer &answer, std::chrono::milliseconds took) const;
    void measureClock(const HttpAnswer &answer, std::chrono::milliseconds took);

    QByteArray m_apiRoot; // without a slash at its end
    OAuth &m_oauth;
    Clock &m_clock;
    RandomSource &m_random;
    RetryPolicy m_policy;
    HttpClient m_http;
    Metrics *m_metrics = nullptr;
    // Google's clock at a moment of our monotonic clock, which nobody can set.
    struct Measured
    {
        QDateTime google;
        std::chrono::milliseconds at;
        std::chrono::milliseconds within; // the possible error: how long the answer took
    };
    static bool agree(const Measured &before, const Measured &after);
    std::optional<Measured> m_measured;
    std::optional<Measured> m_doubted; // a measurement very different from the one before
};

} // namespace aria::google
