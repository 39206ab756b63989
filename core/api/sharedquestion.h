// One question for all who ask the same while one is under way: sixteen clients who read at once need not each ask the
// database.
#pragma once

#include "base/whenfinished.h"

#include <functional>
#include <utility>
#include <vector>

namespace aria::api {

// Lives on the thread of its context, which owns it: an answer that comes later finds nobody.
template <class Result> class SharedQuestion
{
public:
    using Then = std::function<void(const QFuture<Result> &)>;

    SharedQuestion(QObject *context, std::function<QFuture<Result>()> question)
        : m_context(context)
        , m_question(std::move(question))
    {
    }

    // What `then` gets was found out after this call, so it holds whatever was changed before. Without a result: cancelled.
    void ask(Then then)
    {
        m_waiting.push_back(std::move(then));
        if (!m_isUnderWay)
            send();
    }

private:
    void send()
    {
        m_isUnderWay = true;
        whenFinished(m_question(), m_context,
            [this, asked = std::exchange(m_waiting, {})](const QFuture<Result> &answer) {
                m_isUnderWay = false;
                if (!m_waiting.empty())
                    send();
                for (const auto &then : asked)
                    then(answer);
            });
    }

    QObject *const m_context;
    const std::function<QFuture<Result>()> m_question;
    std::vector<Then> m_waiting;
    bool m_isUnderWay = false;
};

} // namespace aria::api
