#include "api/mcpagenda.h"

#include "api/errors.h"
#include "api/eventjson.h"
#include "api/freetime.h"
#include "base/timezones.h"
#include "calendar/walltime.h"

#include <QRegularExpression>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace aria::api {

namespace {

constexpr int longestWindow = 366; // days
constexpr int mostEvents = 5000; // that are looked through

struct Window
{
    Span span;
    QTimeZone zone;
    QByteArray zoneName;
};

// RFC 3339, or a date: midnight in the zone.
QDateTime momentIn(const QString &text, const QTimeZone &zone)
{
    const QDate date = QDate::fromString(text, Qt::ISODate);
    if (date.isValid() && text.size() == 10)
        return date.startOfDay(zone).toUTC();
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    const bool isMoment = time.isValid() && time.timeSpec() != Qt::LocalTime;
    return isMoment && calendar::isInCalendar(time.toUTC()) ? time.toUTC() : QDateTime();
}

Response refused(const QString &name, const QString &given, const QString &allowed)
{
    return Response::detail(422, u"%1 is \"%2\", but should be %3."_s.arg(name, given.left(80), allowed));
}

// The window that the arguments ask for, or why there is none.
std::variant<Window, Response> windowOf(const QJsonObject &arguments, const Span &otherwise)
{
    Window window;
    const QString zone = arguments.value("time_zone"_L1).toString(u"UTC"_s);
    window.zoneName = zoneNameFor(zone.toUtf8());
    if (window.zoneName.isEmpty())
        return refused(u"time_zone"_s, zone, u"an IANA time zone such as Europe/Berlin"_s);
    window.zone = zoneNamed(window.zoneName).value_or(QTimeZone::utc());
    window.span = otherwise;
    const QString form = u"RFC 3339 with an offset, or a date such as 2030-01-15"_s;
    for (const auto &[name, moment] :
        { std::pair(u"from"_s, &window.span.from), std::pair(u"to"_s, &window.span.to) }) {
        if (!arguments.contains(name))
            continue;
        *moment = momentIn(arguments.value(name).toString(), window.zone);
        if (!moment->isValid())
            return refused(name, arguments.value(name).toString(), form);
    }
    if (arguments.contains("from"_L1) && !arguments.contains("to"_L1))
        window.span.to = window.span.from.addSecs(otherwise.from.secsTo(otherwise.to));
    if (window.span.to <= window.span.from)
        return refused(u"to"_s, arguments.value("to"_L1).toString(), u"later than from"_s);
    if (window.span.from.daysTo(window.span.to) > longestWindow)
        return refused(u"to"_s, arguments.value("to"_L1).toString(), u"at most 366 days after from"_s);
    return window;
}

service::AgendaView ofCalendar(const service::AgendaView &events, const QString &calendarId)
{
    if (calendarId.isEmpty())
        return events;
    service::AgendaView some = events;
    some.removeIf([&](const service::EventView &view) { return view.calendarId != calendarId; });
    return some;
}

Response listed(const service::WindowPage &page)
{
    QJsonObject json{ { u"success"_s, true }, { u"count"_s, page.events.size() },
        { u"events"_s, eventsJson(page.events) } };
    if (page.events.truncated || !page.nextCursor.isEmpty())
        json.insert(u"truncated"_s, true);
    return Response::json(json);
}

// "09:30" as minutes after midnight; -1: it is none.
int minutesOf(const QString &text)
{
    static const QRegularExpression form(u"^([01]\\d|2[0-4]):([0-5]\\d)$"_s);
    const auto match = form.match(text);
    const int minutes = match.captured(1).toInt() * 60 + match.captured(2).toInt();
    return match.hasMatch() && minutes <= 24 * 60 ? minutes : -1;
}

} // namespace

McpAgenda::McpAgenda(service::CalendarService &service, const Clock &clock)
    : m_service(service)
    , m_clock(clock)
{
}

Answer McpAgenda::list(const QJsonObject &arguments)
{
    const QDateTime now = m_clock.nowUtc();
    return read(arguments, { now, now.addDays(7) });
}

Answer McpAgenda::search(const QJsonObject &arguments)
{
    const QDateTime now = m_clock.nowUtc();
    return read(arguments, { now.addDays(-30), now.addDays(335) });
}

// As GET /events reads.
Answer McpAgenda::read(const QJsonObject &arguments, const Span &otherwise)
{
    const auto window = windowOf(arguments, otherwise);
    if (const auto *why = std::get_if<Response>(&window))
        return ready(*why);
    const Window asked = std::get<Window>(window);
    service::WindowRequest request;
    request.from = calendar::EventTime(calendar::ZonedTime{ asked.span.from, "UTC" });
    request.to = calendar::EventTime(calendar::ZonedTime{ asked.span.to, "UTC" });
    request.zone = asked.zoneName;
    request.words = arguments.value("query"_L1).toString();
    request.calendarId = arguments.value("calendar_id"_L1).toString();
    request.limit = arguments.value("limit"_L1).toInt(request.limit);
    return answerWith(
        m_service.eventsIn(request), this, [](const service::WindowPage &page) { return listed(page); });
}

Answer McpAgenda::freeTime(const QJsonObject &arguments)
{
    const auto window = windowOf(arguments, {});
    if (const auto *why = std::get_if<Response>(&window))
        return ready(*why);
    const Window asked = std::get<Window>(window);
    FreeTimeQuestion question{ asked.span, asked.zone };
    for (const auto &[name, minutes] :
        { std::pair(u"earliest"_s, &question.earliest), std::pair(u"latest"_s, &question.latest) }) {
        if (!arguments.contains(name))
            continue;
        *minutes = minutesOf(arguments.value(name).toString());
        if (*minutes < 0)
            return ready(refused(name, arguments.value(name).toString(), u"a time such as 09:30"_s));
    }
    if (question.latest <= question.earliest)
        return ready(refused(u"latest"_s, arguments.value("latest"_L1).toString(), u"later than earliest"_s));
    question.minutes = arguments.value("minutes"_L1).toInt(question.minutes);
    question.weekends = arguments.value("weekends"_L1).toBool();
    question.limit = arguments.value("limit"_L1).toInt(question.limit);
    const QString calendarId = arguments.value("calendar_id"_L1).toString();
    const QString zoneName = QString::fromUtf8(asked.zoneName);
    return answerWith(m_service.eventsBetween(asked.span.from, asked.span.to, mostEvents), this,
        [question, calendarId, zoneName](const service::AgendaView &events) {
            if (events.truncated || events.size() >= mostEvents) {
                return Response::detail(422,
                    u"There are so many events in this window that not all can be seen; ask for a shorter one."_s);
            }
            QJsonArray gaps;
            for (const Span &gap :
                freeTimes(busyTimes(ofCalendar(events, calendarId), question.zone), question)) {
                gaps.append(QJsonObject{
                    { u"start_time"_s, gap.from.toTimeZone(question.zone).toString(Qt::ISODate) },
                    { u"end_time"_s, gap.to.toTimeZone(question.zone).toString(Qt::ISODate) },
                    { u"minutes"_s, gap.from.secsTo(gap.to) / 60 } });
            }
            return Response::json({ { u"success"_s, true }, { u"count"_s, gaps.size() },
                { u"time_zone"_s, zoneName }, { u"slots"_s, gaps } });
        });
}

} // namespace aria::api
