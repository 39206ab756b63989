#include "api/answercache.h"

#include "api/errors.h"
#include "api/etag.h"

using namespace Qt::StringLiterals;

namespace aria::api {

namespace {

constexpr qsizetype mostBytes = 4LL * 1024 * 1024;
constexpr qsizetype largestAnswer = 2LL * 1024 * 1024;
constexpr qsizetype overhead = 512; // of an answer, besides its body and name

QByteArray nameOf(const Request &request)
{
    return request.path.toUtf8() + '?' + request.query.query(QUrl::FullyEncoded).toUtf8();
}

} // namespace

AnswerCache::AnswerCache(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_mark(this,
          [this, &service](const SharedQuestion<Mark>::Then &then) {
              whenFinished(service.mark(), this, [then](const QFuture<Expected<service::Mark>> &reply) {
                  then(reply.resultCount() > 0 ? Mark(reply.result()) : std::nullopt);
              });
          })
    , m_kept(mostBytes)
{
}

Router::Handler AnswerCache::of(From from, Router::Handler handler)
{
    return ofMarked(
        from, [handler = std::move(handler)](const Request &request, const Expected<service::Mark> &) {
            return handler(request);
        });
}

Router::Handler AnswerCache::ofMarked(From from, MarkedHandler handler)
{
    // The mark is read before the answer is made. What changes in between is in the answer and makes another mark: such an
    // answer is made once more than necessary, and never kept too long.
    return [this, from, handler = std::move(handler)](const Request &request) {
        Answer reply;
        m_mark.ask([this, reply, from, handler, request, call = CallScope::current()](const Mark &mark) {
            const CallScope scope(call);
            if (mark)
                passOn(reply, answer(request, *mark, from, handler), this);
            else
                reply.give(stoppingResponse());
        });
        return reply;
    };
}

Answer AnswerCache::answer(
    const Request &request, const Expected<service::Mark> &now, From from, const MarkedHandler &handler)
{
    if (!now)
        return handler(request, now);
    const QByteArray mark = from == From::DatabaseAndTime
        ? now->content + ' ' + QByteArray::number(now->at.toSecsSinceEpoch())
        : now->content;
    const QByteArray name = nameOf(request);
    const QByteArray known = request.header("if-none-match"_ba);
    if (const Kept *kept = m_kept.object(name); kept && kept->mark == mark)
        return ready(unlessKnown(kept->response, known));
    Answer answer;
    std::vector<Waiting> &waiting = m_making[{ name, mark }];
    waiting.push_back({ answer, known });
    if (waiting.size() == 1) {
        handler(request, now).then(this, [this, name, mark](const Response &made) {
            give(name, mark, made);
        });
    }
    return answer;
}

void AnswerCache::give(const QByteArray &name, const QByteArray &mark, const Response &made)
{
    const Response response = withTag(made);
    if (response.status == 200)
        keep(name, mark, response);
    const std::vector<Waiting> all = m_making.take({ name, mark });
    for (const Waiting &waiting : all)
        waiting.answer.give(unlessKnown(response, waiting.known));
}

void AnswerCache::keep(const QByteArray &name, const QByteArray &mark, const Response &response)
{
    const qsizetype cost = response.body.size() + name.size() + overhead;
    if (cost <= largestAnswer)
        m_kept.insert(name, new Kept{ mark, response }, cost);
    else
        m_kept.remove(name);
}

} // namespace aria::api
