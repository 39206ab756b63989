// An event as answers and messages have it: Google's own JSON with the members that are ours (contract: Events).
#pragma once

#include "calendar/event.h"

namespace aria::calendar {

// What an answer says of an event beside its content.
struct Standing
{
    QString googleEventId; // MASTER_YYYYMMDDTHHMMSSZ for an occurrence; empty: null in the answer
    qint64 localId = 0; // 0: null
    QString calendarId;
    QString syncStatus;
};

QJsonObject eventAnswer(const Event &event, const Standing &standing);
// The same, added to a text. `json`: the event's own, compact.
void appendEventAnswer(
    QByteArray &text, const Event &event, const QByteArray &json, const Standing &standing);

// The members of Standing and of an event's times in an answer.
QJsonValue idOrNull(qint64 id);
QJsonValue textOrNull(const QString &text);
QJsonValue timeOrNull(const EventTime &time);
void appendTextOrNull(QByteArray &json, const QString &text);

// The names, as in the local API, of what is different for a reader between two versions of an event: not what only
// Google keeps its books with, nor another way of writing the same.
QStringList changedFields(const Event &before, const Event &after);

} // namespace aria::calendar
