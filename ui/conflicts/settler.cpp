#include "conflicts/settler.h"

#include "base/whenfinished.h"

namespace aria::conflicts {

using service::ConflictView;
using service::WriteOutcome;

namespace {

Error interrupted()
{
    return { ErrorCategory::Unavailable, QStringLiteral("interrupted"),
        QStringLiteral("The service stopped before it was done.") };
}

// A future that was cancelled has no result.
template <class T> Expected<T> resultOf(const QFuture<Expected<T>> &future)
{
    if (future.resultCount() == 0)
        return Unexpected(interrupted());
    return future.result();
}

} // namespace

Settler::Settler(service::CalendarService &service, QObject *parent)
    : QObject(parent)
    , m_service(service)
{
}

void Settler::settle(const ConflictView &conflict, const Choice &choice)
{
    const QString id = conflict.view.googleEventId;
    if (m_busy.contains(id))
        return;
    m_busy.insert(id);
    if (!choice.keepBoth) {
        resolve(conflict, choice);
        return;
    }
    service::CreateRequest copy;
    copy.content = contentOf(ariaVersion(conflict));
    // The same conflict gives the same key, so that no try makes a second copy.
    copy.idempotencyKey = QStringLiteral("keep-both-%1-%2").arg(id, conflict.eventHash);
    whenFinished(m_service.createEvent(copy), this, [this, conflict, choice](const auto &future) {
        if (const auto created = resultOf(future); !created)
            fail(conflict.view.googleEventId, created.error());
        else
            resolve(conflict, choice);
    });
}

void Settler::resolve(const ConflictView &conflict, const Choice &choice)
{
    const QString id = conflict.view.googleEventId;
    const auto reply = m_service.resolveConflict(id, resolutionOf(choice, conflict));
    whenFinished(reply, this, [this, id, choice](const auto &future) {
        if (const auto resolved = resultOf(future); !resolved) {
            fail(id, resolved.error());
            return;
        }
        if (choice.ownFields.isEmpty()) {
            finish(id);
            return;
        }
        service::UpdateRequest request;
        request.googleEventId = id;
        request.content = choice.own;
        whenFinished(m_service.updateEvent(request), this, [this, request](const auto &update) {
            finish(request.googleEventId);
            if (const auto updated = resultOf(update); !updated)
                Q_EMIT wordingLost(request, updated.error());
        });
    });
}

void Settler::finish(const QString &googleEventId)
{
    m_busy.remove(googleEventId);
    Q_EMIT settled(googleEventId);
}

void Settler::fail(const QString &googleEventId, const Error &error)
{
    m_busy.remove(googleEventId);
    Q_EMIT failed(googleEventId, error);
}

} // namespace aria::conflicts
