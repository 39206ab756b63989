#include "base/callscope.h"

#include <utility>

namespace aria {

namespace {

constexpr qsizetype mostCalls = 16; // in one line; beyond that nobody reads them

thread_local QByteArray theCall;

} // namespace

CallScope::CallScope(QByteArray callId)
    : m_before(std::exchange(theCall, std::move(callId)))
{
}

CallScope::~CallScope()
{
    theCall = m_before;
}

const QByteArray &CallScope::current()
{
    return theCall;
}

QByteArray joinedCalls(const QByteArrayList &callIds)
{
    QByteArrayList calls;
    for (const QByteArray &callId : callIds) {
        if (!callId.isEmpty() && !calls.contains(callId) && calls.size() < mostCalls)
            calls.append(callId);
    }
    return calls.join(',');
}

} // namespace aria
