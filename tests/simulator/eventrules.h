// What Google accepts in an event, and how it rewrites it before it is kept.
#pragma once

#include "instances.h"

namespace simulator {

// Who writes and how; from the request.
struct WriteContext
{
    World &world;
    CalendarData &calendar;
    bool conferenceVersion1 = false;
    bool supportsAttachments = false;
    // An edit as in Google's web page: server-owned members and off-RFC rules may be given.
    bool person = false;
    QString sendUpdates = {}; // all, externalOnly, none; empty: not given
    QByteArray ifMatch = {};
    QString method = {}; // for the mail log
};

// Members that a client cannot set; they are ignored in requests.
const QStringList &readOnlyMembers();

// RFC 7386 as Google does it: objects merge, arrays are replaced, null removes.
QJsonObject mergePatch(const QJsonObject &base, const QJsonObject &patch);

// The event in the form in which it is kept, without members that have their default. `old` is what
// was there (empty: nothing).
Result<QJsonObject> normalizeEvent(const WriteContext &context, QJsonObject event, const QJsonObject &old);

// Parts of normalizeEvent.
Result<void> normalizeTimes(const WriteContext &context, QJsonObject &event);
Result<void> normalizeReminders(QJsonObject &event);
Result<void> normalizeAttendees(const WriteContext &context, QJsonObject &event, const QJsonObject &old);
Result<void> normalizeConference(const WriteContext &context, QJsonObject &event, const QJsonObject &old);
void normalizeExtendedProperties(QJsonObject &event);
Result<void> checkEventType(const WriteContext &context, const QJsonObject &event, const QJsonObject &old);
// 403 where a guest changes what belongs to the organizer.
Result<void> checkOrganizer(const WriteContext &context, const QJsonObject &event, const QJsonObject &old);

} // namespace simulator
