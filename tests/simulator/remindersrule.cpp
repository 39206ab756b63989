// Reminders: clamped and collapsed where Google does so, refused where Google refuses.
#include "eventrules.h"

namespace simulator {

using namespace Qt::StringLiterals;

static tl::unexpected<ApiError> refuse(const QString &reason, const QString &message)
{
    return fail(ApiError{ .status = 400, .reason = reason, .message = message, .domain = u"calendar"_s });
}

Result<void> normalizeReminders(QJsonObject &event)
{
    constexpr int maximalMinutes = 40320;
    constexpr qsizetype maximalCount = 5;
    if (!event.contains("reminders"_L1))
        return {};
    const QJsonObject given = event.value("reminders"_L1).toObject();
    const QJsonArray overrides = given.value("overrides"_L1).toArray();
    if (overrides.size() > maximalCount) // counted as sent
        return refuse(u"eventRemindersCountExceedsLimit"_s,
            u"The event exceeds the allowed maximum number of reminders."_s);
    const bool useDefault = given.value("useDefault"_L1).toBool();
    if (useDefault && !overrides.isEmpty())
        return refuse(u"cannotUseDefaultRemindersAndSpecifyOverride"_s,
            u"Cannot specify both default reminders and overrides at the same time."_s);
    const bool allDay = event.value("start"_L1).toObject().contains("date"_L1);
    QMap<std::pair<QString, int>, QJsonObject> kept; // sorted: the order sent is not kept
    for (const QJsonValue value : overrides) {
        const QString method = value["method"_L1].toString();
        const int sent = value["minutes"_L1].toInt(-1);
        if (allDay && value["minutes"_L1].isDouble() && sent < 0)
            continue; // after the start of an all-day event: never returned
        const int minutes = qBound(0, sent, maximalMinutes);
        if (method == "popup"_L1 || method == "email"_L1)
            kept.insert({ method, minutes }, { { "method"_L1, method }, { "minutes"_L1, minutes } });
    }
    QJsonObject result{ { "useDefault"_L1, useDefault } };
    QJsonArray list;
    for (const QJsonObject &reminder : std::as_const(kept))
        list.append(reminder);
    if (!list.isEmpty())
        result["overrides"_L1] = list;
    event["reminders"_L1] = result;
    return {};
}

} // namespace simulator
