// Events of a plausible day, Monday 2024-01-15 in Berlin, for pictures and tests.
#pragma once

#include "service/types.h"

namespace aria::test {

struct SampleEvent
{
    QString id;
    QString title;
    QString start; // as Google writes it; a date for all-day events
    QString end;
};

inline service::EventView viewOf(const SampleEvent &sample)
{
    const auto time = [](const QString &text) {
        return QJsonObject{ { text.size() == 10 ? QStringLiteral("date") : QStringLiteral("dateTime"),
            text } };
    };
    service::EventView view;
    view.event = calendar::Event(
        QJsonObject{ { QStringLiteral("id"), sample.id }, { QStringLiteral("summary"), sample.title },
            { QStringLiteral("start"), time(sample.start) }, { QStringLiteral("end"), time(sample.end) } });
    view.googleEventId = sample.id;
    view.localId = qHash(sample.id);
    view.calendarId = QStringLiteral("primary");
    return view;
}

inline QList<service::EventView> sampleDay()
{
    const auto s = [](const char *text) { return QString::fromUtf8(text); };
    QList<service::EventView> views;
    const auto add = [&](const char *id, const char *title, const char *start,
                         const char *end) -> service::EventView & {
        views.append(viewOf({ s(id), s(title), s(start), s(end) }));
        return views.last();
    };
    const auto guest = [&](const char *name, const char *answer, bool self = false) {
        return QJsonObject{ { s("email"), s(name).toLower() + s("@example.com") },
            { s("displayName"), s(name) }, { s("responseStatus"), s(answer) }, { s("self"), self } };
    };
    add("birthday", "Anna’s birthday", "2024-01-15", "2024-01-16").event.set(s("colorId"), s("5"));
    add("fair", "Trade fair in Hanover", "2024-01-14", "2024-01-18").event.set(s("colorId"), s("10"));
    auto &standup =
        add("standup_20240115T080000Z", "Stand-up", "2024-01-15T09:00:00+01:00", "2024-01-15T09:15:00+01:00");
    standup.event.set(s("recurringEventId"), s("standup"));
    auto &team = add("team", "Team meeting", "2024-01-15T12:30:00+01:00", "2024-01-15T13:30:00+01:00");
    team.event.set(s("location"), s("Conference room A"));
    team.event.set(s("hangoutLink"), s("https://meet.google.com/abc-defg-hij"));
    team.event.set(s("attendees"), QJsonArray{ guest("Alice", "accepted"), guest("Bob", "needsAction") });
    auto &review = add("review", "Review of the quarterly figures with the whole department",
        "2024-01-15T14:00:00+01:00", "2024-01-15T15:00:00+01:00");
    review.status = store::SyncStatus::PendingToGoogle;
    review.event.set(s("hangoutLink"), s("https://meet.google.com/abc-defg-hij"));
    review.event.set(s("colorId"), s("3"));
    auto &lunch = add("declined", "Wine tasting", "2024-01-15T16:00:00+01:00", "2024-01-15T17:00:00+01:00");
    lunch.event.set(s("attendees"), QJsonArray{ guest("Me", "declined", true), guest("Carol", "accepted") });
    auto &dentist = add("dentist", "Dentist", "2024-01-16T08:30:00+01:00", "2024-01-16T09:00:00+01:00");
    dentist.status = store::SyncStatus::Conflict;
    dentist.event.set(s("location"), s("Bahnhofstraße 12, Berlin"));
    auto &broken = add("broken", "Flight to Oslo", "2024-01-17T18:45:00+01:00", "2024-01-17T20:25:00+01:00");
    broken.status = store::SyncStatus::Error;
    broken.errorMessage = s("The attendee email is invalid.");
    return views;
}

} // namespace aria::test
