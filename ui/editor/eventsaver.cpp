#include "editor/eventsaver.h"

#include "base/whenfinished.h"
#include "uicommon/errorwords.h"

using namespace Qt::StringLiterals;

namespace aria::editor {

using service::WriteOutcome;

EventSaver::EventSaver(uicommon::ServiceLink &link, QObject *parent)
    : QObject(parent)
    , m_link(link)
{
}

void EventSaver::save(const Saving &saving)
{
    m_saving = saving;
    setSaving(true);
    if (!saving.isContentChanged)
        return moveThen({ saving.view });
    whenFinished(send(), this, [this](const QFuture<Expected<WriteOutcome>> &future) {
        if (future.resultCount() > 0)
            return take(future.result());
        take(makeError(ErrorCategory::Unavailable, u"stopped"_s,
            tr("The service stopped before it answered. Please save once more.")));
    });
}

service::Reply<WriteOutcome> EventSaver::send() const
{
    service::CalendarService &service = *m_link.service();
    if (m_saving.view.event.isEmpty()) {
        return service.createEvent(
            { m_saving.input, std::nullopt, m_saving.idempotencyKey, m_saving.calendarId });
    }
    const service::UpdateRequest request{ m_saving.view.googleEventId, m_saving.input, std::nullopt,
        m_saving.etag, m_saving.view.calendarId };
    return m_saving.isFollowing ? service.updateFollowing(request) : service.updateEvent(request);
}

void EventSaver::take(const Expected<WriteOutcome> &outcome)
{
    if (outcome) {
        m_isContentSaved = true;
        return moveThen(*outcome);
    }
    setSaving(false);
    const QString text = tr("This could not be saved: %1").arg(uicommon::errorText(outcome.error()));
    if (outcome.error().category == ErrorCategory::Stale)
        Q_EMIT stale(text);
    else
        Q_EMIT refused(text);
}

// The event with its new content goes to the calendar that was chosen.
void EventSaver::moveThen(const WriteOutcome &written)
{
    const service::EventView &view = m_saving.view;
    const QString &target = m_saving.calendarId;
    auto *service = m_link.service();
    if (view.event.isEmpty() || target.isEmpty() || target == view.calendarId || !service) {
        setSaving(false);
        return Q_EMIT saved(written);
    }
    whenFinished(service->moveEvent({ view.key(), target }), this,
        [this, written](const QFuture<Expected<WriteOutcome>> &future) {
            setSaving(false);
            if (future.resultCount() > 0 && future.result()) {
                m_movedFrom = m_saving.view.calendarId;
                return Q_EMIT saved(*future.result());
            }
            Q_EMIT notMoved(written.view.event.isEmpty() ? m_saving.view : written.view,
                tr("The event could not be moved to the other calendar: %1")
                    .arg(future.resultCount() > 0 ? uicommon::errorText(future.result().error())
                                                  : tr("The service stopped before it answered.")));
        });
}

void EventSaver::setSaving(bool isSaving)
{
    m_isSaving = isSaving;
    Q_EMIT savingChanged();
}

} // namespace aria::editor
