// What a field's JSON means, however it is written; used only inside this room.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace aria::calendar {

// Whether two values of a member mean the same (undefined: absent). Not for start and end.
bool sameMeaning(const QString &field, const QJsonValue &a, const QJsonValue &b);

// The value that an absent member stands for; null if absence has no such value.
QJsonValue defaultOf(const QString &field);

// Three-way merges of sets; nullopt if the same element was changed differently on both sides. Null means empty.
// Google's objects and Google's order are kept wherever they mean the same.
std::optional<QJsonValue> mergeAttendees(
    const QJsonArray &base, const QJsonArray &aria, const QJsonArray &google);
std::optional<QJsonValue> mergeReminders(
    const QJsonObject &base, const QJsonObject &aria, const QJsonObject &google);

} // namespace aria::calendar
