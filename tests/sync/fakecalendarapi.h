// A strict little Google in memory: etags, sync tokens, pages, tombstones, If-Match, occurrences, and faults before or
// after a write is applied. Every call is logged; whatever Google would not take is a violation.
#pragma once

#include "base/clock.h"
#include "google/calendarapi.h"

#include <QFuture>
#include <QHash>
#include <QPromise>
#include <QStringList>

#include <functional>
#include <map>
#include <set>

namespace aria::test {

class FakeCalendarApi final : public google::CalendarApi
{
public:
    explicit FakeCalendarApi(const Clock &clock)
        : m_clock(clock)
    {
    }

    // -- as if a person did it in Google's web page ---------------------------------------------------------------
    calendar::Event put(QJsonObject json); // new, or replaced whole; gets id (if absent), etag, updated
    void edit(const QString &id, const QJsonObject &patch); // also an occurrence without a row of its own
    void remove(const QString &id); // a series with its exceptions
    void purge(const QString &id); // not even a tombstone is left
    calendar::Event at(const QString &id) const; // empty: unknown
    int living() const; // events that are not cancelled

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
    void refuse(const QString &summary) { m_refused.insert(summary); } // content with this title: 400
    void expireTokens();
    // Calls of this name wait until release().
    void hold(const QString &call) { m_gates.insert({ call, QPromise<void>() }).first->second.start(); }
    void release(const QString &call);
    bool isWaiting(const QString &call) const { return m_waiting.value(call) > 0; }

    int pageSize = 2500;
    bool bareTombstones = false; // id and status only
    bool deletionsKeepEtags = false; // a deleted event has the etag it had before
    bool restoresDeleted = true; // a patch may bring a deleted event back
    bool opaqueInstanceIds = false;
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
    std::chrono::milliseconds offset{ 0 };
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
    google::Result<bool> probe(QString calendarId) override;
    google::Result<calendar::Event> instance(
        QString calendarId, QString masterId, calendar::EventTime originalStart) override;
    google::Result<calendar::Event> write(google::Write write) override;
    QCoro::Task<QList<Expected<calendar::Event>>> writeAll(QList<google::Write> writes) override;
    google::Result<google::Channel> watch(QString calendarId, QString channelId, QString token, QUrl address,
        std::chrono::seconds ttl) override;
    google::Result<bool> stop(QString channelId, QString resourceId) override;
    google::Result<QList<google::CalendarInfo>> calendarList() override;
    google::Result<google::CalendarInfo> calendarInfo(QString calendarId) override;
    google::Result<QList<google::BusyTimes>> freeBusy(google::BusyQuery query) override;
    std::optional<std::chrono::milliseconds> clockOffset() const override { return offset; }

private:
    struct Stored
    {
        calendar::Event event;
        qint64 change = 0;
    };
    QCoro::Task<void> pass(QString call);
    std::optional<Fault> takeFault(const QString &call);
    void store(calendar::Event event);
    std::optional<calendar::Event> find(const QString &id); // unfolds occurrences
    QString instanceId(const QString &masterId, const calendar::EventTime &originalStart);
    void check(const google::Write &write);
    Expected<calendar::Event> apply(const google::Write &write);
    Expected<calendar::Event> insert(const google::Write &write);
    Expected<calendar::Event> patch(const google::Write &write);
    Expected<calendar::Event> erase(const google::Write &write);

    const Clock &m_clock;
    std::map<QString, Stored> m_events;
    QHash<QString, QPair<QString, QString>> m_opaque; // id → master, our name of the occurrence
    QHash<QString, QList<Fault>> m_faults;
    std::map<QString, QPromise<void>> m_gates;
    QHash<QString, int> m_waiting;
    QHash<QString, int> m_inFlight;
    std::set<QString> m_refused;
    qint64 m_change = 0;
    qint64 m_oldestToken = 0;
    int m_names = 0;
};

// Errors as the transport reports them.
Error googleError(ErrorCategory category, const QString &code, int httpStatus = 0);
inline Error serverError()
{
    return googleError(ErrorCategory::Unavailable, QStringLiteral("backendError"), 503);
}
inline Error networkError()
{
    return googleError(ErrorCategory::Unavailable, QStringLiteral("network"));
}

} // namespace aria::test
