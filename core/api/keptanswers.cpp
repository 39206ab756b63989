#include "api/keptanswers.h"

#include "api/errors.h"
#include "api/etag.h"

namespace aria::api {

namespace {

constexpr qsizetype mostBytes = 4 * 1024 * 1024;
constexpr qsizetype largestAnswer = 2 * 1024 * 1024;
constexpr qsizetype overhead = 512; // of an answer, besides its body and name

QByteArray nameOf(const Request &request)
{
    return request.path.toUtf8() + '?' + request.query.query(QUrl::FullyEncoded).toUtf8();
}

} // namespace

KeptAnswers::KeptAnswers(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_mark(this, [&service] { return service.mark(); })
    , m_kept(mostBytes)
{
}

Router::Handler KeptAnswers::of(From from, Router::Handler handler)
{
    return ofMarked(from, [handler = std::move(handler)](const Request &request, const Expected<service::Mark> &) {
        return handler(request);
    });
}

Router::Handler KeptAnswers::ofMarked(From from, MarkedHandler handler)
{
    // The mark is read before the answer is made. What changes in between is in the answer and makes another mark: such an
    // answer is made once more than necessary, and never kept too long.
    return [this, from, handler = std::move(handler)](const Request &request) {
        auto promise = std::make_shared<QPromise<Response>>();
        promise->start();
        m_mark.ask([this, promise, from, handler, request, call = CallScope::current()](
                       const QFuture<Expected<service::Mark>> &reply) {
            const CallScope scope(call);
            if (reply.resultCount() == 0)
                passOn(promise, ready(stoppingResponse()), this);
            else
                passOn(promise, answer(request, reply.result(), from, handler), this);
        });
        return promise->future();
    };
}

Answer KeptAnswers::answer(
    const Request &request, const Expected<service::Mark> &now, From from, const MarkedHandler &handler)
{
    if (!now)
        return handler(request, now);
    const QByteArray mark = from == From::DatabaseAndTime
        ? now->content + ' ' + QByteArray::number(now->at.toSecsSinceEpoch())
        : now->content;
    const QByteArray name = nameOf(request);
    const QByteArray known = request.header("if-none-match");
    if (const Kept *kept = m_kept.object(name); kept && kept->mark == mark)
        return ready(unlessKnown(kept->response, known));
    auto promise = std::make_shared<QPromise<Response>>();
    promise->start();
    std::vector<Waiting> &waiting = m_making[{ name, mark }];
    waiting.push_back({ promise, known });
    if (waiting.size() == 1) {
        whenFinished(handler(request, now), this, [this, name, mark](const Answer &finished) {
            give(name, mark, finished.resultCount() > 0 ? finished.result() : stoppingResponse());
        });
    }
    return promise->future();
}

void KeptAnswers::give(const QByteArray &name, const QByteArray &mark, const Response &made)
{
    const Response response = withTag(made);
    if (response.status == 200)
        keep(name, mark, response);
    const std::vector<Waiting> all = m_making.take({ name, mark });
    for (const Waiting &waiting : all) {
        waiting.promise->addResult(unlessKnown(response, waiting.known));
        waiting.promise->finish();
    }
}

void KeptAnswers::keep(const QByteArray &name, const QByteArray &mark, const Response &response)
{
    const qsizetype cost = response.body.size() + name.size() + overhead;
    if (cost <= largestAnswer)
        m_kept.insert(name, new Kept{ mark, response }, cost);
    else
        m_kept.remove(name);
}

} // namespace aria::api
