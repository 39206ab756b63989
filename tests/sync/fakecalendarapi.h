// A strict little Google in memory, of one calendar: sync tokens, pages, If-Match, and faults before or after a write is
// applied. Every call is logged; whatever Google would not take is a violation.
#pragma once

#include "sync/fakeevents.h"

#include <QFuture>
#include <QHash>
#include <QPromise>
#include <QStringList>

#include <functional>
#include <map>
#include <set>

namespace aria::test {

class FakeCalendarApi final : public google::CalendarApi, public FakeEvents
{
public:
    explicit FakeCalendarApi(const Clock &clock)
        : FakeEvents(clock)
    {
    }

    // -- how it behaves -----------------------------------------------------------------------------------------------
    struct Fault
    {
        enum class When { Before, After };
        Error error;
        When when = When::Before;
    };
    // The next call of this name ("list", "get", "probe", "instance", "insert", "patch", "delete", "watch", "stop", "info")
    // fails. Several are worked off in order.
    void failNext(const QString &call, Fault fault);
    void failNext(const QString &call, const Error &error);
    void forgetFaults() { m_faults.clear(); }
    void refuse(const QString &summary) { m_refused.insert(summary); } // content with this title: 400
    void expireTokens();
    // Calls of this name wait until release().
    void hold(const QString &call) { m_gates.insert({ call, QPromise<void>() }).first->second.start(); }
    void release(const QString &call);
    bool isWaiting(const QString &call) const { return m_waiting.value(call) > 0; }

    int pageSize = 2500;
    bool bareTombstones = false; // id and status only
    bool emptyLists = false; // full lists come back empty although there are events
    QStringList leftOut; // missing from lists although they live
    QString calendarId = QStringLiteral("primary");
    QString realCalendarId = QStringLiteral("me@example.com");
    std::optional<Error> infoError;
    bool away = false; // whatever is asked of the calendar is not found
    QStringList unreadable; // ids that come in no readable form
    int nameless = 0; // items without an id on each list's last page
    std::function<QString(const google::ListQuery &)> nextPage; // a list that never comes to its end
    QString accessRole = QStringLiteral("owner");
    QByteArray timeZone = "Europe/Berlin";
    QJsonArray defaultReminders;
    std::chrono::seconds channelLife{ 0 }; // 0: as asked
    std::function<void(const google::Write &)> afterWrite; // runs once applied, before the answer is given
    std::function<void(const google::ListQuery &)> afterList; // runs once the page is taken

    // -- what was asked ------------------------------------------------------------------------------------------------
    struct Call
    {
        QString name;
        google::Write write; // of insert, patch, delete
        QString id;
    };
    QList<Call> calls;
    QStringList violations;
    QList<google::Channel> channels; // working ones
    int mostAtOnce = 0; // requests for one event at the same time
    int count(const QString &name) const;
    QList<google::Write> writes() const;
    void forgetCalls() { calls.clear(); }

    google::Result<google::EventPage> list(google::ListQuery query) override;
    google::Result<calendar::Event> get(QString calendarId, QString eventId) override;
    google::Result<void> probe(QString calendarId) override;
    google::Result<calendar::Event> instance(
        QString calendarId, QString masterId, calendar::EventTime originalStart) override;
    google::Result<calendar::Event> write(google::Write write) override;
    QCoro::Task<QList<Expected<calendar::Event>>> writeAll(QList<google::Write> writes) override;
    google::Result<google::Channel> watch(QString calendarId, QString channelId, QString token, QUrl address,
        std::chrono::seconds ttl) override;
    google::Result<void> stop(QString channelId, QString resourceId) override;
    google::Result<QList<google::CalendarInfo>> calendarList() override;
    google::Result<google::CalendarInfo> calendarInfo(QString calendarId) override;
    google::Result<QList<google::BusyTimes>> freeBusy(google::BusyQuery query) override;
    std::optional<std::chrono::milliseconds> clockOffset() const override { return offset; }

private:
    QCoro::Task<void> pass(QString call);
    std::optional<Fault> takeFault(const QString &call);
    void check(const google::Write &write);
    Expected<calendar::Event> apply(const google::Write &write);

    QHash<QString, QList<Fault>> m_faults;
    std::map<QString, QPromise<void>> m_gates;
    QHash<QString, int> m_waiting;
    QHash<QString, int> m_inFlight;
    std::set<QString> m_refused;
    qint64 m_oldestToken = 0;
};

inline Error serverError()
{
    return googleError(ErrorCategory::Unavailable, QStringLiteral("backendError"), 503);
}
inline Error networkError()
{
    return googleError(ErrorCategory::Unavailable, QStringLiteral("network"));
}

} // namespace aria::test
