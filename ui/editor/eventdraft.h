// The content of the editor's fields, and what it means. Pure.
#pragma once

#include "service/types.h"

namespace aria::editor {

struct EventDraft
{
    QString title;
    QString place;
    QString notes;
    QString colorId; // empty: the calendar's
    bool isAllDay = false;
    QDate startDate;
    QTime startTime;
    QDate endDate; // the last day, inclusive
    QTime endTime;
    QByteArray zone; // IANA; of both times
    QStringList recurrence; // lines
    QStringList guests; // e-mails
    std::optional<QJsonArray> reminders; // nullopt: the calendar's own
    QString calendarId; // as in the settings; empty: of a new event, nobody has
        // chosen one

    // What is typed and not understood, or not an address yet, by field: "start_date", "start_time", "end_date",
    // "end_time", "until", "guest". The values above are the last that were clear.
    QMap<QString, QString> unclear = {};

    friend bool operator==(const EventDraft &, const EventDraft &) = default;
};

// Of its days and times.
QMap<QString, QString> unclearTimes(const EventDraft &draft);
void forgetUnclearTimes(EventDraft &draft);

// An hour from the next full hour on `day`, or on today if `day` is invalid.
EventDraft newDraft(QDate day, const QDateTime &now, const QTimeZone &zone);

// `zone` if the event names none.
EventDraft draftOf(const calendar::Event &event, const QTimeZone &zone);
// What is known already of a new event.
EventDraft draftOf(const service::EventInput &input, const QTimeZone &zone);

calendar::EventTime startOf(const EventDraft &draft);
calendar::EventTime endOf(const EventDraft &draft); // exclusive

// Google's objects: of the guests that `known` has as well, with their answers.
QJsonArray guestsOf(const EventDraft &draft, const calendar::Event &known);

// What differs, to be sent; everything if `before` is nullptr.
service::EventInput inputFor(const EventDraft *before, const EventDraft &after);

enum class Field { Title, Times, Zone, Repeat, Guests };
struct Problem
{
    Field field;
    QString text; // one sentence for a person
};
// Empty: it can be saved.
QList<Problem> problemsOf(const EventDraft &draft);

// "name@example.com": whether Google would accept it as an address.
bool isEmail(const QString &text);

} // namespace aria::editor
