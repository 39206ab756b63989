// Versions of one event to decide between: a base with every field, and what may become of each of them.
#pragma once

#include "merge/reconcile.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace aria::test {

using calendar::Event;
using namespace aria::sync;

inline QJsonObject json(const char *text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    Q_ASSERT(document.isObject());
    return document.object();
}

inline Event baseEvent()
{
    return Event(
        json(R"({"id":"e1","etag":"\"1\"","kind":"calendar#event","summary":"Lunch","description":"d",
        "location":"Berlin","colorId":"3","visibility":"private","transparency":"transparent",
        "status":"confirmed","hangoutLink":"https://meet","unknownMember":{"a":1},
        "organizer":{"email":"me@x","self":true},
        "start":{"dateTime":"2024-01-15T14:00:00+01:00","timeZone":"Europe/Berlin"},
        "end":{"dateTime":"2024-01-15T15:00:00+01:00","timeZone":"Europe/Berlin"},
        "attendees":[{"email":"a@x","responseStatus":"accepted"},{"email":"b@x","responseStatus":"needsAction"}],
        "recurrence":["RRULE:FREQ=WEEKLY;COUNT=5"],
        "reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":10}]},
        "extendedProperties":{"private":{"k":"v"}}})"));
}

inline bool isNothing(const Decision &decision)
{
    return decision.aria == Decision::Aria::Keep && decision.google == Decision::Google::Keep
        && !decision.conflict;
}

// Two different new values of each field.
struct FieldCase
{
    QString field;
    QJsonValue first;
    QJsonValue second;
    bool clearable = true;
};

inline QJsonObject times(const char *start, const char *end)
{
    const auto time = [](const char *text) {
        return QJsonObject{ { QStringLiteral("dateTime"), QLatin1String(text) },
            { QStringLiteral("timeZone"), QStringLiteral("Europe/Berlin") } };
    };
    return { { QStringLiteral("start"), time(start) }, { QStringLiteral("end"), time(end) } };
}

inline const QList<FieldCase> &fieldCases()
{
    static const QList<FieldCase> cases{
        { QStringLiteral("summary"), QStringLiteral("A"), QStringLiteral("B") },
        { QStringLiteral("description"), QStringLiteral("A"), QStringLiteral("B") },
        { QStringLiteral("location"), QStringLiteral("A"), QStringLiteral("B") },
        { QStringLiteral("colorId"), QStringLiteral("1"), QStringLiteral("2") },
        { QStringLiteral("visibility"), QStringLiteral("public"), QStringLiteral("confidential") },
        { QStringLiteral("transparency"), QStringLiteral("opaque"), QStringLiteral("opaque") },
        { QStringLiteral("guestsCanModify"), true, true, false },
        { QStringLiteral("guestsCanInviteOthers"), false, false, false },
        { QStringLiteral("guestsCanSeeOtherGuests"), false, false, false },
        { QStringLiteral("anyoneCanAddSelf"), true, true, false },
        { QStringLiteral("eventLabelId"), QStringLiteral("l1"), QStringLiteral("l2"), false },
        { QStringLiteral("source"), json(R"({"title":"A","url":"https://a.example"})"),
            json(R"({"title":"B","url":"https://b.example"})"), false },
        { QStringLiteral("attachments"), QJsonArray{ json(R"({"fileUrl":"https://a.example/1"})") },
            QJsonArray{ json(R"({"fileUrl":"https://a.example/2"})") }, false },
        { QStringLiteral("status"), QStringLiteral("tentative"), QStringLiteral("tentative"), false },
        { QStringLiteral("times"), times("2024-01-16T14:00:00+01:00", "2024-01-16T15:00:00+01:00"),
            times("2024-01-15T14:00:00+01:00", "2024-01-15T16:00:00+01:00"), false },
        { QStringLiteral("attendees"),
            QJsonArray{ json(R"({"email":"a@x","responseStatus":"declined"})"), json(R"({"email":"b@x"})") },
            QJsonArray{
                json(R"({"email":"a@x","responseStatus":"tentative"})"), json(R"({"email":"b@x"})") } },
        { QStringLiteral("recurrence"), QJsonArray{ QStringLiteral("RRULE:FREQ=DAILY;COUNT=5") },
            QJsonArray{ QStringLiteral("RRULE:FREQ=MONTHLY;COUNT=5") } },
        { QStringLiteral("reminders"),
            json(R"({"useDefault":false,"overrides":[{"method":"popup","minutes":5}]})"),
            json(
                R"({"useDefault":false,"overrides":[{"method":"email","minutes":60},{"method":"popup","minutes":10}]})") },
        { QStringLiteral("extendedProperties"), json(R"({"private":{"k":"w"}})"),
            json(R"({"private":{"k":"v","l":"x"}})") },
    };
    return cases;
}

enum Change { Unchanged, First, Second, Cleared, Deleted };

inline Event changed(Event event, const FieldCase &fieldCase, Change change)
{
    if (change == Unchanged)
        return event;
    const QJsonValue value = change == First ? fieldCase.first
        : change == Second                   ? fieldCase.second
                                             : QJsonValue();
    if (fieldCase.field == QLatin1String("times")) {
        event.set(QStringLiteral("start"), value[QLatin1String("start")]);
        event.set(QStringLiteral("end"), value[QLatin1String("end")]);
    } else {
        event.set(fieldCase.field, value);
    }
    return event;
}

inline Event bumped(Event event)
{
    event.set(QStringLiteral("etag"), QStringLiteral("\"2\""));
    event.set(QStringLiteral("unknownMember"), json(R"({"a":2})"));
    return event;
}

inline const QList<ConflictStrategy> strategies{ ConflictStrategy::GoogleWins, ConflictStrategy::AriaWins,
    ConflictStrategy::MostRecent, ConflictStrategy::Manual };
inline const QDateTime early({ 2024, 1, 1 }, { 10, 0 }, Qt::UTC);
inline const QDateTime late({ 2024, 1, 1 }, { 11, 0 }, Qt::UTC);

inline FieldConflict::Winner expectedWinner(ConflictStrategy strategy, bool ariaLater)
{
    switch (strategy) {
    case ConflictStrategy::GoogleWins:
        return FieldConflict::Winner::Google;
    case ConflictStrategy::AriaWins:
        return FieldConflict::Winner::Aria;
    case ConflictStrategy::MostRecent:
        return ariaLater ? FieldConflict::Winner::Aria : FieldConflict::Winner::Google;
    case ConflictStrategy::Manual:
        break;
    }
    return FieldConflict::Winner::Undecided;
}

} // namespace aria::test
