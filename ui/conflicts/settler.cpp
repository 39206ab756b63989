#include "conflicts/settler.h"

#include "base/whenfinished.h"
#include "diff/reply.h"
#include "uicommon/eventcopy.h"

using namespace Qt::StringLiterals;

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
    const service::EventKey key = conflict.view.key();
    if (m_busy.contains(key))
        return;
    auto *service = m_link.service();
    if (!service) {
        fail(key, diff::Replies::interrupted());
        return;
    }
    m_busy.insert(key);
    if (!choice.keepBoth) {
        resolve(conflict, choice);
        return;
    }
    service::CreateRequest copy;
    copy.calendarId = key.calendarId;
    copy.content = uicommon::copyOf(ariaVersion(conflict));
    // The same conflict gives the same key, so that no attempt makes a second copy.
    copy.idempotencyKey = u"keep-both-%1-%2-%3"_s.arg(key.calendarId, key.id, conflict.eventHash);
    whenFinished(service->createEvent(copy), this, [this, conflict, choice](const auto &future) {
        if (const auto created = resultOf(future); !created)
            fail(conflict.view.key(), created.error());
        else
            resolve(conflict, choice);
    });
}

void Settler::resolve(const ConflictView &conflict, const Choice &choice)
{
    const service::EventKey key = conflict.view.key();
    auto *service = m_link.service();
    if (!service) {
        fail(key, diff::Replies::interrupted());
        return;
    }
    whenFinished(service->resolveConflict(key, resolutionOf(choice, conflict)), this,
        [this, key, choice](const auto &future) {
            if (const auto resolved = resultOf(future); !resolved) {
                fail(key, resolved.error());
                return;
            }
            if (choice.ownFields.isEmpty()) {
                finish(key);
                return;
            }
            service::UpdateRequest request;
            request.googleEventId = key.id;
            request.calendarId = key.calendarId;
            request.content = choice.own;
            saveWording(request);
        });
}

void Settler::saveWording(const service::UpdateRequest &request)
{
    auto *service = m_link.service();
    if (!service) {
        finish(request.key());
        Q_EMIT wordingLost(request, diff::Replies::interrupted());
        return;
    }
    whenFinished(service->updateEvent(request), this, [this, request](const auto &future) {
        finish(request.key());
        if (const auto updated = resultOf(future); !updated)
            Q_EMIT wordingLost(request, updated.error());
        else
            Q_EMIT wordingSaved(request.key());
    });
}

void Settler::finish(const service::EventKey &event)
{
    m_busy.remove(event);
    Q_EMIT settled(event);
}

void Settler::fail(const service::EventKey &event, const Error &error)
{
    m_busy.remove(event);
    Q_EMIT failed(event, error);
}

} // namespace aria::conflicts
