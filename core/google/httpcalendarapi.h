// CalendarApi over HTTP.
#pragma once

#include "google/calendarapi.h"
#include "google/transport.h"

namespace aria::google {

// Lives on the service's thread. Keeps nothing of what it fetched. Only `apiRoot` distinguishes
// Google from a simulator.
class HttpCalendarApi final : public CalendarApi
{
public:
    HttpCalendarApi(QUrl apiRoot, OAuth &oauth, QNetworkAccessManager &network, Clock &clock,
        RandomSource &random, RetryPolicy policy = {});
    ~HttpCalendarApi() override;

    Result<EventPage> list(ListQuery query) override;
    Result<calendar::Event> get(QString calendarId, QString eventId) override;
    Result<void> probe(QString calendarId) override;
    Result<calendar::Event> instance(
        QString calendarId, QString masterId, calendar::EventTime originalStart) override;
    Result<calendar::Event> write(Write write) override;
    QCoro::Task<QList<Expected<calendar::Event>>> writeAll(QList<Write> writes) override;
    Result<Channel> watch(QString calendarId, QString channelId, QString token, QUrl address,
        std::chrono::seconds ttl) override;
    Result<void> stop(QString channelId, QString resourceId) override;
    Result<QList<CalendarInfo>> calendarList() override;
    Result<CalendarInfo> calendarInfo(QString calendarId) override;
    Result<QList<BusyTimes>> freeBusy(BusyQuery query) override;
    std::optional<std::chrono::milliseconds> clockOffset() const override;

    void setMetrics(Metrics *metrics) { m_transport.setMetrics(metrics); } // before the first call

    // Ends every call in flight with Unavailable (code stopped), for a quick exit. Nothing works afterwards.
    void stopAll();

private:
    QCoro::Task<QList<Expected<calendar::Event>>> sendBatch(QList<Write> writes);
    Result<calendar::Event> fetchEvent(ApiRequest request, QString id);

    OAuth &m_oauth;
    Clock &m_clock;
    RandomSource &m_random;
    Transport m_transport;
    // Calls may outlive this object at a quick exit.
    std::shared_ptr<bool> m_life = std::make_shared<bool>(true);
};

} // namespace aria::google
