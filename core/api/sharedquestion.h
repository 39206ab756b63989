// Asks one question for all callers that ask the same while one is under way, so that sixteen clients that read at once
// need not each ask the database.
#pragma once

#include <QObject>

#include <functional>
#include <utility>
#include <vector>

namespace aria::api {

// Lives on the thread of its context, which owns it. The question must not deliver a result after this object is gone.
template <class Result> class SharedQuestion
{
public:
    using Then = std::function<void(const Result &)>;

    // `question` passes the result on, sooner or later, on this thread.
    SharedQuestion(QObject *context, std::function<void(Then)> question)
        : m_context(context)
        , m_question(std::move(question))
    {
    }

    // What `then` gets was found out after this call, so it includes whatever was changed before.
    void ask(Then then)
    {
        m_waiting.push_back(std::move(then));
        if (!std::exchange(m_isUnderWay, true))
            sendSoon();
    }

private:
    // Deferred, so that callers that come at the same time are included.
    void sendSoon()
    {
        QMetaObject::invokeMethod(
            m_context, [this] { send(); }, Qt::QueuedConnection);
    }
    void send()
    {
        m_question([this, asked = std::exchange(m_waiting, {})](const Result &result) {
            m_isUnderWay = !m_waiting.empty();
            if (m_isUnderWay)
                sendSoon();
            for (const auto &then : asked)
                then(result);
        });
    }

    QObject *const m_context;
    const std::function<void(Then)> m_question;
    std::vector<Then> m_waiting;
    bool m_isUnderWay = false;
};

} // namespace aria::api
