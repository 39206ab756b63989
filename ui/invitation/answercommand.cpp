#include "invitation/answercommand.h"

#include "base/whenfinished.h"
#include "uicommon/errorwords.h"

namespace aria::invitation {

using service::WriteOutcome;

AnswerCommand::AnswerCommand(uicommon::ServiceLink &link, QObject *parent)
    : QObject(parent)
    , m_link(link)
{
}

void AnswerCommand::give(const service::EventView &view, const Reply &reply)
{
    const QString series = view.event.recurringEventId();
    if (reply.isForSeries && !series.isEmpty())
        give(service::EventKey(series, view.calendarId), reply);
    else
        give(view.key(), reply);
}

void AnswerCommand::give(const service::EventKey &event, const Reply &reply)
{
    auto *service = m_link.service();
    if (!service)
        return Q_EMIT failed(tr("The service is starting again. Please answer once more in a moment."));
    service::RespondRequest request{ event, googleWord(reply.answer), reply.note };
    if (reply.hasMail)
        request.sendUpdates = calendar::SendUpdates::All;
    whenFinished(
        service->respondToEvent(request), this, [this](const QFuture<Expected<WriteOutcome>> &future) {
            if (future.resultCount() == 0)
                return Q_EMIT failed(tr("The service stopped before it answered."));
            const Expected<WriteOutcome> outcome = future.result();
            if (outcome)
                Q_EMIT answered(*outcome);
            else
                Q_EMIT failed(uicommon::errorText(outcome.error()));
        });
}

} // namespace aria::invitation
