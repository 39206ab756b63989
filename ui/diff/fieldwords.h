// The fields of an event and their values, as a person reads them.
#pragma once

#include "calendar/event.h"
#include "diff/viewer.h"

#include <QJsonValue>
#include <QStringList>

namespace aria::diff {

// "Title", "Time", "Guests", … by the local API's name of the field.
QString fieldLabel(const QString &apiField);

// A field's value in the form of service::ConflictField and calendar::fieldValue(). Null and empty: "". Whole events
// (the field named "event"): eventLine().
QString fieldText(const QString &apiField, const QJsonValue &value, const Viewer &viewer);

// Google's reminders object: "10 minutes before, 1 day before by e-mail".
QString remindersText(const QJsonObject &reminders, const Viewer &viewer);

// "10 minutes", "2 hours", "1 day", "3 weeks": the largest unit that divides it. 0 is "at
// the start" in remindersText.
QString durationText(int minutes);

// Names of guests with their answers: "Anna Lee (accepted), bob@example.com".
QString attendeesText(const QJsonArray &attendees, const Viewer &viewer);

// An event in one line: "Team Meeting · Mon, 15 Jan 2024, 14:00–15:00 · Room A · every week".
QString eventLine(const calendar::Event &event, const Viewer &viewer);

} // namespace aria::diff
