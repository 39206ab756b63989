// One question for all who ask the same while one is under way: sixteen clients who read at once need not each ask the
// database.
#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace aria::api {

// Lives on one thread. A result that comes when it is gone must find nobody: the question sees to that.
template <class Result> class SharedQuestion
{
public:
    using Then = std::function<void(const Result &)>;

    // `question` passes the result on, sooner or later, on this thread.
    explicit SharedQuestion(std::function<void(Then)> question)
        : m_question(std::move(question))
    {
    }

    // What `then` gets was found out after this call, so it holds whatever was changed before.
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
        m_question([this, asked = std::exchange(m_waiting, {})](const Result &result) {
            m_isUnderWay = false;
            if (!m_waiting.empty())
                send();
            for (const auto &then : asked)
                then(result);
        });
    }

    const std::function<void(Then)> m_question;
    std::vector<Then> m_waiting;
    bool m_isUnderWay = false;
};

} // namespace aria::api
