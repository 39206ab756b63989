#include "api/eventinput.h"

#include "api/timeinput.h"
#include "calendar/limits.h"
#include "calendar/recurrence.h"

#include <QRegularExpression>
#include <QSet>

namespace aria::api {

using namespace Qt::StringLiterals;
using service::EventInput;

namespace {

std::optional<QStringList> readAttendees(const FieldReader &fields, Faults &faults)
{
    const QString name = u"attendees"_s;
    const auto list = fields.list(name, calendar::maxGuests);
    if (!list)
        return std::nullopt;
    QStringList attendees;
    QSet<QString> known;
    for (qsizetype i = 0; i < list->size(); ++i) {
        const QJsonValue entry = list->at(i);
        const QString email = entry.toString().trimmed();
        const QStringList loc = fields.loc(name) + QStringList{ QString::number(i) };
        if (!entry.isString())
            faults.add(loc, u"string_type"_s, u"Input should be a string"_s);
        else if (!isEmailAddress(email))
            faults.add(loc, u"value_error"_s, u"This is not a valid email address"_s);
        else if (!known.contains(email.toCaseFolded())) {
            known.insert(email.toCaseFolded());
            attendees.append(email);
        }
    }
    return attendees;
}

std::optional<QJsonArray> readReminders(const FieldReader &fields, Faults &faults)
{
    const QString name = u"reminders"_s;
    const auto list = fields.list(name, calendar::maxReminders);
    if (!list)
        return std::nullopt;
    QJsonArray reminders;
    for (qsizetype i = 0; i < list->size(); ++i) {
        const QStringList loc = fields.loc(name) + QStringList{ QString::number(i) };
        if (!list->at(i).isObject()) {
            faults.add(
                loc, u"model_attributes_type"_s, u"Input should be an object with method and minutes"_s);
            continue;
        }
        const FieldReader entry(list->at(i).toObject(), faults, loc);
        const auto method = entry.choice(u"method"_s, { u"email"_s, u"popup"_s }, true);
        const auto minutes = entry.integer(u"minutes"_s, 0, 40320, true);
        if (method && minutes)
            reminders.append(QJsonObject{ { u"method"_s, *method }, { u"minutes"_s, *minutes } });
    }
    return reminders;
}

// One line, or a list of lines. Only their form is checked; what they mean depends on the start.
std::optional<QStringList> readRecurrenceLines(const FieldReader &fields, Faults &faults)
{
    static const QRegularExpression form(
        uR"(^(RRULE:(.*;)?FREQ=.+|EXRULE:(.*;)?FREQ=.+|(RDATE|EXDATE)[:;].+)$)"_s);
    const QString name = u"recurrence"_s;
    if (!fields.has(name))
        return std::nullopt;
    QJsonArray values;
    if (fields.value(name).isString()) {
        if (!fields.value(name).toString().isEmpty())
            values.append(fields.value(name));
    } else if (fields.value(name).isArray()) {
        const auto list = fields.list(name, calendar::maxRecurrenceLines);
        if (!list)
            return std::nullopt;
        values = *list;
    } else {
        fields.fault(name, u"string_type"_s, u"Input should be an RRULE line or a list of lines"_s);
        return std::nullopt;
    }
    QStringList lines;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const QStringList loc = fields.value(name).isArray()
            ? fields.loc(name) + QStringList{ QString::number(i) }
            : fields.loc(name);
        const QString line = values[i].toString().trimmed();
        if (!values[i].isString())
            faults.add(loc, u"string_type"_s, u"Input should be a string"_s);
        else if (!form.match(line).hasMatch() || line.contains(u'\n'))
            faults.add(loc, u"value_error"_s,
                u"Input should be one RRULE, EXRULE, RDATE or EXDATE line such as RRULE:FREQ=WEEKLY;BYDAY=MO"_s);
        else
            lines.append(line);
    }
    return lines;
}

// With a start, the rule is checked completely; without one, the service checks it against the event's start.
std::optional<QStringList> readRecurrence(
    const FieldReader &fields, const std::optional<calendar::EventTime> &start, Faults &faults)
{
    auto lines = readRecurrenceLines(fields, faults);
    if (!lines || lines->isEmpty() || !start)
        return lines;
    const auto checked = calendar::checkRecurrence(*lines, *start);
    if (checked)
        return *checked;
    if (checked.error().faults.isEmpty())
        fields.fault(u"recurrence"_s, u"value_error"_s, checked.error().message);
    for (Fault fault : checked.error().faults) {
        if (fault.loc.value(0) != "body"_L1)
            fault.loc = fields.loc(u"recurrence"_s);
        faults.addAll({ fault });
    }
    return lines;
}

QStringList colorIds()
{
    QStringList ids{ QString() }; // empty: the calendar's own
    for (int id = 1; id <= 11; ++id)
        ids.append(QString::number(id));
    return ids;
}

calendar::SendUpdates readSendUpdates(const FieldReader &fields)
{
    const auto value = fields.choice(u"send_updates"_s, { u"none"_s, u"all"_s, u"externalOnly"_s });
    if (value == u"all"_s)
        return calendar::SendUpdates::All;
    if (value == u"externalOnly"_s)
        return calendar::SendUpdates::ExternalOnly;
    return calendar::SendUpdates::None;
}

struct Content
{
    EventInput input;
    std::optional<bool> expectAllDay;
};

Content readContent(const FieldReader &fields, bool create, Faults &faults)
{
    Content content;
    EventInput &input = content.input;
    input.title =
        fields.text(u"title"_s, { .required = create, .minLength = 1, .maxLength = calendar::maxTitle });
    input.description = fields.text(u"description"_s, { .maxLength = calendar::maxDescription });
    input.location = fields.text(u"location"_s, { .maxLength = calendar::maxLocation });
    const TimeInput times = readTimes(fields, create);
    input.start = times.start;
    input.end = times.end;
    input.zoneHasNoName = times.zoneHasNoName;
    content.expectAllDay = times.expectAllDay;
    input.attendees = readAttendees(fields, faults);
    input.recurrence = readRecurrence(fields, input.start, faults);
    input.reminders = readReminders(fields, faults);
    input.colorId = fields.choice(u"color_id"_s, colorIds());
    input.sendUpdates = readSendUpdates(fields);
    input.conference = fields.boolean(u"conference"_s).value_or(false);
    return content;
}

QString readIdempotencyKey(const Request &request, Faults &faults)
{
    if (!request.headers.contains("idempotency-key"))
        return {};
    const QByteArray key = request.header("idempotency-key");
    const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (key.isEmpty() || key.size() > 255 || !visible) {
        faults.add({ u"header"_s, u"idempotency-key"_s }, u"value_error"_s,
            u"Input should be 1 to 255 visible ASCII characters"_s);
    }
    return QString::fromLatin1(key);
}

Unexpected invalid(const Faults &faults)
{
    Error error{ ErrorCategory::InvalidInput, u"invalid_request"_s, u"The request has faults."_s };
    error.faults = faults.list();
    return Unexpected(error);
}

QString readId(const FieldReader &fields)
{
    return fields.text(u"google_event_id"_s, { .required = true, .minLength = 1, .maxLength = 1024 })
        .value_or(QString());
}

} // namespace

bool isEmailAddress(const QString &text)
{
    static const QRegularExpression form(
        uR"(^([^\s@<>()\[\]\\,;:"]{1,64})@((?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?)$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    const auto match = form.match(text);
    if (!match.hasMatch() || text.toUtf8().size() > 254 || text.endsWith(u'\n'))
        return false;
    const QString local = match.captured(1);
    const bool controls =
        std::any_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
    return !controls && !local.startsWith(u'.') && !local.endsWith(u'.') && !local.contains(".."_L1)
        && match.captured(2).contains(u'.');
}

Expected<service::CreateRequest> readCreate(const Request &request)
{
    Faults faults;
    service::CreateRequest create;
    create.idempotencyKey = readIdempotencyKey(request, faults);
    if (const auto body = readObject(request.body, false, faults)) {
        const FieldReader fields(*body, faults);
        create.content = readContent(fields, true, faults).input;
        create.calendarId = requestedCalendar(request, faults, &fields);
        create.localEventId = fields.integer(u"local_event_id"_s, 1, maxInteger);
    }
    if (!faults.isEmpty())
        return invalid(faults);
    return create;
}

Expected<UpdateBody> readUpdate(const Request &request)
{
    Faults faults;
    UpdateBody update;
    if (const auto body = readObject(request.body, false, faults)) {
        const FieldReader fields(*body, faults);
        update.request.googleEventId = readId(fields);
        const Content content = readContent(fields, false, faults);
        update.request.content = content.input;
        update.expectAllDay = content.expectAllDay;
        update.request.localEventId = fields.integer(u"local_event_id"_s, 1, maxInteger);
        update.request.etag = fields.text(u"etag"_s).value_or(QString());
        update.request.calendarId = requestedCalendar(request, faults, &fields);
    }
    if (!faults.isEmpty())
        return invalid(faults);
    return update;
}

Expected<service::RespondRequest> readResponse(const Request &request)
{
    Faults faults;
    service::RespondRequest response;
    if (const auto body = readObject(request.body, false, faults)) {
        const FieldReader fields(*body, faults);
        response.key.id = readId(fields);
        response.response =
            fields.choice(u"response"_s, { u"accepted"_s, u"tentative"_s, u"declined"_s }, true)
                .value_or(QString());
        response.comment = fields.text(u"comment"_s, { .maxLength = calendar::maxLocation });
        response.sendUpdates = readSendUpdates(fields);
        response.key.calendarId = requestedCalendar(request, faults, &fields);
    }
    if (!faults.isEmpty())
        return invalid(faults);
    return response;
}

Expected<service::MoveRequest> readMove(const Request &request)
{
    Faults faults;
    service::MoveRequest move;
    if (const auto body = readObject(request.body, false, faults)) {
        const FieldReader fields(*body, faults);
        move.key.id = readId(fields);
        move.toCalendarId =
            fields.text(u"to_calendar_id"_s, { .required = true, .minLength = 1 }).value_or(QString());
        move.key.calendarId = requestedCalendar(request, faults, &fields);
    }
    if (!faults.isEmpty())
        return invalid(faults);
    return move;
}

} // namespace aria::api
