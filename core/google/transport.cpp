#include "google/transport.h"

#include "base/callscope.h"
#include "base/exacttext.h"
#include "base/logging.h"
#include "google/googleerror.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

constexpr std::chrono::minutes agreement{ 10 }; // between two measurements of Google's clock
constexpr std::chrono::minutes longestTrust{ 10 }; // in one measurement of Google's clock

QByteArray withoutSlash(QByteArray root)
{
    while (root.endsWith('/'))
        root.chop(1);
    return root;
}

QNetworkRequest networkRequest(const QByteArray &root, const ApiRequest &request, const QString &token)
{
    QByteArray url = root + request.path;
    if (!request.query.isEmpty())
        url += '?' + encodeQuery(request.query);
    QNetworkRequest out(QUrl::fromEncoded(url, QUrl::StrictMode));
    out.setRawHeader("Authorization", "Bearer " + token.toLatin1());
    if (!request.ifMatch.isEmpty())
        out.setRawHeader("If-Match", request.ifMatch);
    if (!request.contentType.isEmpty())
        out.setRawHeader("Content-Type", request.contentType);
    return out;
}

// Google's word for it, as long as it is a word.
QByteArray reasonLabel(const Error &error)
{
    const QByteArray word = error.code.toLatin1();
    const bool isWord = !word.isEmpty() && word.size() <= 40
        && std::all_of(word.begin(), word.end(),
            [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; });
    return isWord ? word : QByteArray("other");
}

// A success that is not what it should be was cut off, or came from something in between.
Expected<ApiAnswer> understand(const ApiRequest &request, const HttpAnswer &answer)
{
    if (!answer.isSuccess() || answer.stopped)
        return Unexpected(errorFromAnswer(answer));
    ApiAnswer out;
    out.status = answer.status;
    switch (request.expect) {
    case ApiRequest::Expect::Nothing:
        // Google sends nothing in this case. Whoever sends something is not Google, and may have done nothing.
        if (!saysNothing(answer.body)) {
            return Unexpected(answer.isHtml()
                    ? errorFromStatus(answer.status, answer.body, true)
                    : badAnswer(
                        u"What came back is no answer of Google's API (status %1)."_s.arg(answer.status)));
        }
        break;
    case ApiRequest::Expect::Multipart:
        if (!answer.contentType.startsWith("multipart/"))
            return Unexpected(badAnswer(u"The answer to a batch is not multipart."_s));
        out.body = answer.body;
        out.contentType = answer.contentTypeAsSent;
        break;
    case ApiRequest::Expect::Json: {
        const QJsonDocument document = parseJson(answer.body);
        if (!document.isObject())
            return Unexpected(answer.isHtml() ? errorFromStatus(answer.status, answer.body, true)
                                              : badAnswer(u"Google's answer is not whole JSON."_s));
        out.json = document.object();
        break;
    }
    }
    return out;
}

} // namespace

bool saysNothing(const QByteArray &body)
{
    const QByteArray said = body.trimmed();
    return said.isEmpty() || said == "{}";
}

Transport::Transport(QUrl apiRoot, OAuth &oauth, QNetworkAccessManager &network, Clock &clock,
    RandomSource &random, RetryPolicy policy)
    : m_apiRoot(withoutSlash(apiRoot.toEncoded()))
    , m_oauth(oauth)
    , m_clock(clock)
    , m_random(random)
    , m_policy(policy)
    , m_http(network, policy)
{
}

QCoro::Task<Expected<ApiAnswer>> Transport::send(ApiRequest request)
{
    const QPointer<HttpClient> alive(&m_http); // null once this object is gone
    const QByteArray call = CallScope::current();
    bool refreshed = false;
    for (int attempt = 0;;) {
        auto renewing = inCall(call, [this] { return m_oauth.accessToken(); });
        const Expected<QString> token = co_await renewing;
        if (!alive)
            co_return Expected<ApiAnswer>(stoppedError());
        if (!token)
            co_return Expected<ApiAnswer>(Unexpected(token.error()));

        const auto begun = m_clock.monotonic();
        const QNetworkRequest prepared = networkRequest(m_apiRoot, request, *token);
        const HttpAnswer answer = co_await m_http.send(request.verb, prepared, request.body);
        if (!alive)
            co_return Expected<ApiAnswer>(stoppedError());
        const auto took = m_clock.monotonic() - begun;
        const auto noted = [&] {
            const CallScope scope(call);
            note(request, answer, took);
        };
        noted();
        measureClock(answer, took);

        Expected<ApiAnswer> result = understand(request, answer);
        if (result || answer.stopped)
            co_return result;
        Error &error = result.error();
        if (isRejectedToken(error) && !refreshed) {
            refreshed = true;
            m_oauth.reject(*token);
            continue;
        }
        if (isMissingScope(error) && request.isAboutEvents())
            m_oauth.lacksScope(*token, scopeCalendarEvents);
        if (!isTransient(error))
            co_return result;

        const auto least = leastWait(m_policy, attempt, answer, m_clock, m_random.fraction());
        const auto wait = isOffline(answer) ? m_policy.offlineWait : least;
        // Whoever answers in Google's place will hardly be gone in a few seconds, and somebody is waiting for this.
        const bool foreign = error.code == "bad_answer"_L1 && answer.status >= 400 && answer.status < 500;
        const int retries = std::min(retriesFor(m_policy, answer), foreign ? 1 : m_policy.retries);
        if (attempt >= retries || wait > m_policy.longestWait) {
            // The caller should wait at least as long as a further attempt in here would have.
            error.retryAfter = least;
            // The path names calendars and events, which are nobody's business at this level.
            const CallScope scope(call);
            qCInfo(lcGoogle).noquote() << request.verb << "failed:" << error.code << error.message;
            co_return result;
        }
        ++attempt;
        if (m_metrics)
            m_metrics->count(Metric::GoogleRetries, { reasonLabel(error) });
        const bool goOn = co_await m_http.sleep(wait);
        if (!goOn)
            co_return result;
    }
}

void Transport::note(
    const ApiRequest &request, const HttpAnswer &answer, std::chrono::milliseconds took) const
{
    qCDebug(lcGoogle).noquote() << request.verb << request.path << answer.status << took.count() << "ms";
    if (!m_metrics)
        return;
    const QByteArray status = answer.status == 0 ? QByteArray("none") : QByteArray::number(answer.status);
    m_metrics->count(Metric::GoogleRequests, { request.verb, status });
    m_metrics->observe(Metric::GoogleSeconds, took, { request.verb });
}

void Transport::measureClock(const HttpAnswer &answer, std::chrono::milliseconds took)
{
    const QDateTime date = parseHttpDate(answer.date);
    if (!date.isValid())
        return;
    const auto now = m_clock.monotonic();
    // An answer that took long says less than a quick one from a while ago.
    if (m_measured && took > m_measured->within && now - m_measured->at < longestTrust)
        return;
    // A Date names a whole second; half a second is the best guess for what it leaves out.
    const Measured measured{ date.addMSecs(500), now, took };
    // One answer alone does not make Google's clock leap: a second one has to agree.
    const bool isLeap = m_measured && !agree(*m_measured, measured);
    if (isLeap && !(m_doubted && agree(*m_doubted, measured))) {
        m_doubted = measured;
        return;
    }
    m_doubted.reset();
    m_measured = measured;
}

bool Transport::agree(const Measured &before, const Measured &after)
{
    const std::chrono::milliseconds passed(before.google.msecsTo(after.google));
    return std::chrono::abs(passed - (after.at - before.at)) < agreement;
}

std::optional<std::chrono::milliseconds> Transport::clockOffset() const
{
    if (!m_measured)
        return std::nullopt;
    const QDateTime google = m_measured->google.addMSecs((m_clock.monotonic() - m_measured->at).count());
    const std::chrono::milliseconds offset(m_clock.nowUtc().msecsTo(google));
    // The header has whole seconds: an offset of a second or less cannot be measured, and taking its middle for an
    // offset would reverse edits that are only a moment apart.
    return std::chrono::abs(offset) <= std::chrono::seconds(1) ? std::chrono::milliseconds(0) : offset;
}

} // namespace aria::google
