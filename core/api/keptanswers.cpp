#include "api/keptanswers.h"

#include "api/errors.h"

namespace aria::api {

namespace {

constexpr qsizetype mostBytes = 16 * 1024 * 1024;
constexpr qsizetype largestAnswer = 2 * 1024 * 1024;
constexpr qsizetype overhead = 512; // of an answer, besides its body and name

QByteArray nameOf(const Request &request)
{
    return request.path.toUtf8() + '?' + request.query.query(QUrl::FullyEncoded).toUtf8();
}

} // namespace

KeptAnswers::KeptAnswers(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_kept(mostBytes)
{
}

Answer KeptAnswers::answer(const Request &request, From from, std::function<Answer()> make)
{
    // The mark is read before the answer is made. What changes in between is in the answer and makes another mark: such an
    // answer is made once more than necessary, and never kept too long.
    return continueEither(m_service.mark(), this,
        [this, name = nameOf(request), from, make = std::move(make)](
            const Expected<service::Mark> &read) -> Answer {
            if (!read)
                return make();
            QByteArray mark = read->content;
            if (from == From::DatabaseAndTime)
                mark += ' ' + QByteArray::number(read->at.toSecsSinceEpoch());
            if (const Kept *kept = m_kept.object(name); kept && kept->mark == mark)
                return ready(kept->response);
            const Answer made = make();
            whenFinished(made, this, [this, name, mark](const Answer &finished) {
                if (finished.resultCount() > 0 && finished.result().status == 200)
                    keep(name, mark, finished.result());
            });
            return made;
        });
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
