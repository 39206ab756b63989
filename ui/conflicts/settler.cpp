#include "conflicts/settler.h"

#include "base/whenfinished.h"
#include "diff/reply.h"

namespace aria::conflicts {

using diff::resultOf;
using service::ConflictView;

Settler::Settler(uicommon::ServiceLink &link, QObject *parent)
    : QObject(parent)
    , m_link(link)
{
}

void Settler::settle(const ConflictView &conflict, const Choice &choice)
{
    const QString id = conflict.view.googleEventId;
    if (m_busy.contains(id))
        return;
    auto *service = m_link.service();
    if (!service) {
        fail(id, diff::Replies::interrupted());
        return;
    }
    m_busy.insert(id);
    if (!choice.keepBoth) {
        resolve(conflict, choice);
        return;
    }
    service::CreateRequest copy;
    copy.content = contentOf(ariaVersion(conflict));
    // The same conflict gives the same key, so that no try makes a second copy.
    copy.idempotencyKey = QStringLiteral("keep-both-%1-%2").arg(id, conflict.eventHash);
    whenFinished(service->createEvent(copy), this, [this, conflict, choice](const auto &future) {
        if (const auto created = resultOf(future); !created)
            fail(conflict.view.googleEventId, created.error());
        else
            resolve(conflict, choice);
    });
}

void Settler::resolve(const ConflictView &conflict, const Choice &choice)
{
    const QString id = conflict.view.googleEventId;
    auto *service = m_link.service();
    if (!service) {
        fail(id, diff::Replies::interrupted());
        return;
    }
    whenFinished(service->resolveConflict(id, resolutionOf(choice, conflict)), this,
        [this, id, choice](const auto &future) {
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
            saveWording(request);
        });
}

void Settler::saveWording(const service::UpdateRequest &request)
{
    auto *service = m_link.service();
    if (!service) {
        finish(request.googleEventId);
        Q_EMIT wordingLost(request, diff::Replies::interrupted());
        return;
    }
    whenFinished(service->updateEvent(request), this, [this, request](const auto &future) {
        finish(request.googleEventId);
        if (const auto updated = resultOf(future); !updated)
            Q_EMIT wordingLost(request, updated.error());
        else
            Q_EMIT wordingSaved(request.googleEventId);
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
