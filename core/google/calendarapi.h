// Google Calendar API v3 as the sync engine sees it: an interface, so that engine tests run without HTTP.
#pragma once

#include "base/error.h"
#include "calendar/event.h"
#include "calendar/sendupdates.h"
#include "google/values.h"

#include <QCoro/QCoroTask>

#include <QJsonObject>
#include <QList>

namespace aria::google {

template <class T> using Result = QCoro::Task<Expected<T>>;

// events.list with singleEvents=false, maxResults=2500. With a syncToken: incremental, deleted entries included.
// Without: the full list (no tombstones except cancelled exceptions).
struct ListQuery
{
    QString calendarId;
    QString syncToken; // empty: full list
    QString pageToken; // empty: first page
};

struct EventPage
{
    QList<calendar::Event> items; // as Google has them; cancelled ones may have only id and status
    QStringList unreadable; // ids of items that cannot be read as events; empty for those without an id
    QString nextPageToken; // empty on the last page
    QString nextSyncToken; // on the last page only
    QByteArray timeZone; // the calendar's
    AccessRole accessRole = AccessRole::Unknown;
    QJsonArray defaultReminders;
};

// One write; several of them can be sent in one batch.
struct Write
{
    enum class Kind { Insert, Patch, Delete, Move };
    Kind kind = Kind::Patch;
    QString calendarId;
    QString eventId; // for Insert it stands in the body
    QString destination = {}; // Move: the calendar where the event goes, under its id
    QJsonObject body; // empty for Delete and Move
    QString etag; // If-Match; empty: unconditional
    calendar::SendUpdates sendUpdates = calendar::SendUpdates::None; // always sent explicitly
    bool conferenceData = false; // sends conferenceDataVersion=1
};

// Calls belong to the service's thread and run there as coroutines; the object must outlive its calls. Errors carry
// Google's reason as code; transient ones are returned only after the transport's own retries were used up. 410 on a
// list: category Gone, code "fullSyncRequired". A sync token unknown to Google (400 invalid on a list with a token)
// is reported in the same way. NotFound and Gone for an event are Google's own word, but not enough to take the event
// for deleted: Google says the same of a calendar that this account does not see at the moment (sync/pull/notfound.h). If
// only the calendar can be missing, the error is Unavailable, code calendar_away.
class CalendarApi
{
public:
    virtual ~CalendarApi() = default;

    virtual Result<EventPage> list(ListQuery query) = 0;
    virtual Result<calendar::Event> get(QString calendarId, QString eventId) = 0;
    // Whether the calendar itself answers, tested with a list of one event.
    virtual Result<void> probe(QString calendarId) = 0;
    // events.instances?originalStart=: the occurrence of a series as Google names it. NotFound if there is none: with
    // httpStatus 404 Google does not find the series, with 0 the series has no occurrence at that time.
    virtual Result<calendar::Event> instance(
        QString calendarId, QString masterId, calendar::EventTime originalStart) = 0;
    // insert, patch and move return the event as Google now has it; delete returns an empty Event.
    virtual Result<calendar::Event> write(Write write) = 0;
    // Sends up to 50 writes in one batch request, and splits more. The results have the order and number of the
    // writes. The outer error (network, 401, 5xx of the whole batch) is in every result.
    virtual QCoro::Task<QList<Expected<calendar::Event>>> writeAll(QList<Write> writes) = 0;

    virtual Result<Channel> watch(
        QString calendarId, QString channelId, QString token, QUrl address, std::chrono::seconds ttl) = 0;
    virtual Result<void> stop(QString channelId, QString resourceId) = 0; // no error if it was unknown (404)

    virtual Result<QList<CalendarInfo>> calendarList() = 0; // all pages
    virtual Result<CalendarInfo> calendarInfo(QString calendarId) = 0; // calendarList.get

    // freebusy.query, in the order of the ids. Forbidden, code freebusy_not_allowed: the sign-in does not include it; then
    // Google is not asked.
    virtual Result<QList<BusyTimes>> freeBusy(BusyQuery query) = 0;

    // Google's clock minus ours at this moment, from the Date header of its answers (RFC 9110 6.6.1); right even just
    // after our clock was set. Nullopt: Google has not answered yet.
    virtual std::optional<std::chrono::milliseconds> clockOffset() const = 0;
};

} // namespace aria::google
