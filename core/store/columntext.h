// Values as the database's text columns hold them. What ARIA and people wrote by SQL is read leniently; we
// write only one form.
#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QVariant>

#include <optional>

namespace aria::store {

class JsonTexts;

// NULL for an empty or invalid value.
QVariant fromText(const QString &text);
QVariant fromInstant(const QDateTime &instant); // RFC 3339 in UTC with milliseconds and Z, years 1 to 9999
QVariant fromJson(const QJsonObject &object);
QVariant fromJson(const QJsonObject &event, JsonTexts &texts);
QVariant fromJson(const QJsonArray &array);
QVariant fromList(const QJsonArray &array); // [] for the empty one

// With the characters restored that the database could not hold (base/exacttext.h); so do the
// functions that read JSON.
QString toText(const QVariant &value);
// Any ISO 8601 form; without a zone it is UTC. Invalid if NULL or unreadable.
QDateTime toInstant(const QVariant &value);
QJsonObject toObject(const QVariant &value);
// A text that is not a JSON list is kept as the only item of a list, so that nothing anybody wrote is lost
// before it is checked.
QJsonArray toArray(const QVariant &value);
// recurrence: a JSON list, or the lines as plain text.
QJsonArray toLines(const QVariant &value);
// reminders: a JSON list of overrides, or Google's reminders object; NULL: the calendar's default.
std::optional<QJsonArray> toReminders(const QVariant &value);

} // namespace aria::store
