// The answer to a request; it may be given later.
#pragma once

#include "api/message.h"

#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

namespace aria::api {

// All copies are the same answer: the code that gives it holds one, and the code that waits for it another. Only for
// one thread, the server's, where it costs no event: a QFuture on one thread needs a watcher, three events and a look
// at the number of processors.
class Answer
{
public:
    using Next = std::function<void(const Response &)>;

    // One that is to come.
    Answer()
        : m_state(std::make_shared<State>())
    {
    }

    bool isGiven() const { return m_state->response.has_value(); }
    const Response &response() const { return *m_state->response; } // of a given one

    // To be called once.
    void give(Response response) const
    {
        const std::shared_ptr<State> state = m_state;
        state->response = std::move(response);
        if (const Next next = std::exchange(state->next, nullptr); next && state->context)
            next(*state->response);
    }

    // Calls `next` once, with the answer: at once if it is given. Not at all if the context is gone by then.
    void then(QObject *context, Next next) const
    {
        if (isGiven())
            return next(response());
        m_state->context = context;
        m_state->next = std::move(next);
    }

private:
    struct State
    {
        std::optional<Response> response;
        QPointer<QObject> context;
        Next next;
    };
    std::shared_ptr<State> m_state;
};

inline Answer ready(Response response)
{
    const Answer answer;
    answer.give(std::move(response));
    return answer;
}

} // namespace aria::api
