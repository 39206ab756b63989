// Google as only the leader of a calendar may change it. A write that was on its way when the process was stopped
// names its version (If-Match) or its id and so does no harm; this class keeps all later ones back.
#pragma once

#include "base/callscope.h"
#include "google/calendarapi.h"
#include "sync/lead/leadership.h"

namespace aria::sync {

// Reads pass through; their results are written through a FencedStore or not at all. Both references must outlive it.
class FencedApi final : public google::CalendarApi
{
public:
    FencedApi(google::CalendarApi &api, Leadership &leadership)
        : m_api(api)
        , m_leadership(leadership)
    {
    }

    // The calls for which this calendar is worked on now, for requests that are made outside of any call.
    void setCalls(QByteArray callIds) { m_calls = std::move(callIds); }

    google::Result<google::EventPage> list(google::ListQuery query) override
    {
        const CallScope scope(calls());
        return m_api.list(std::move(query));
    }
    google::Result<calendar::Event> get(QString calendarId, QString eventId) override
    {
        const CallScope scope(calls());
        return m_api.get(std::move(calendarId), std::move(eventId));
    }
    google::Result<void> probe(QString calendarId) override
    {
        const CallScope scope(calls());
        return m_api.probe(std::move(calendarId));
    }
    google::Result<calendar::Event> instance(
        QString calendarId, QString masterId, calendar::EventTime originalStart) override
    {
        const CallScope scope(calls());
        return m_api.instance(std::move(calendarId), std::move(masterId), originalStart);
    }
    google::Result<calendar::Event> write(google::Write write) override;
    QCoro::Task<QList<Expected<calendar::Event>>> writeAll(QList<google::Write> writes) override;
    google::Result<google::Channel> watch(QString calendarId, QString channelId, QString token, QUrl address,
        std::chrono::seconds ttl) override;
    google::Result<void> stop(QString channelId, QString resourceId) override;
    google::Result<QList<google::CalendarInfo>> calendarList() override
    {
        const CallScope scope(calls());
        return m_api.calendarList();
    }
    google::Result<google::CalendarInfo> calendarInfo(QString calendarId) override
    {
        const CallScope scope(calls());
        return m_api.calendarInfo(std::move(calendarId));
    }
    google::Result<QList<google::BusyTimes>> freeBusy(google::BusyQuery query) override
    {
        const CallScope scope(calls());
        return m_api.freeBusy(std::move(query));
    }
    std::optional<std::chrono::milliseconds> clockOffset() const override { return m_api.clockOffset(); }

private:
    QByteArray calls() const { return CallScope::currentOr(m_calls); }

    google::CalendarApi &m_api;
    Leadership &m_leadership;
    QByteArray m_calls;
};

} // namespace aria::sync
