#include "sampledata.h"

#include "eventwriter.h"

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

// Writes the sample as the person whose calendar it is.
class Sampler
{
public:
    Sampler(World &world, CalendarData &calendar)
        : m_world(world)
        , m_calendar(calendar)
        , m_writer({ .world = world, .calendar = calendar, .conferenceVersion1 = true, .person = true })
        , m_today(world.clock.nowUtc().toTimeZone(calendar.zone()).date())
        , m_monday(m_today.addDays(1 - m_today.dayOfWeek()))
    {
    }

    QDate day(int offset) const { return m_today.addDays(offset); }
    QDate monday() const { return m_monday; }

    QString timed(const QString &summary, const QDate &date, const QTime &from, int minutes,
        QJsonObject more = {}, const QString &zone = u"Europe/Berlin"_s)
    {
        const QTimeZone where = zoneOf(zone).value_or(QTimeZone::utc());
        const QDateTime start = QDateTime(date, from, where).toUTC();
        more["summary"_L1] = summary;
        more["start"_L1] = EventTime{ {}, start, zone }.toStored();
        more["end"_L1] = EventTime{ {}, start.addSecs(minutes * 60), zone }.toStored();
        return insert(more);
    }

    QString allDay(const QString &summary, const QDate &from, int days, QJsonObject more = {})
    {
        more["summary"_L1] = summary;
        more["start"_L1] = EventTime{ from, {}, {} }.toStored();
        more["end"_L1] = EventTime{ from.addDays(days), {}, {} }.toStored();
        return insert(more);
    }

    // Changes or cancels the n-th occurrence of a series.
    void occurrence(const QString &seriesId, qsizetype n, const QJsonObject &changes)
    {
        const StoredEvent *series = m_calendar.find(seriesId);
        if (series == nullptr)
            return note(u"no series "_s + seriesId);
        const auto starts =
            expand(Series::fromStored(series->json), m_world.clock.nowUtc().addDays(400), n + 1);
        if (starts.size() <= n)
            return note(u"too few occurrences"_s);
        const auto written = m_writer.patch(instanceId(seriesId, starts[n].key(), false), changes);
        if (!written)
            note(written.error().message);
    }

    QString problem;

private:
    QString insert(const QJsonObject &event)
    {
        const auto written = m_writer.insert(event);
        if (!written) {
            note(event["summary"_L1].toString() + u": "_s + written.error().message);
            return {};
        }
        return written->json["id"_L1].toString();
    }

    void note(const QString &text)
    {
        if (problem.isEmpty())
            problem = text;
    }

    World &m_world;
    CalendarData &m_calendar;
    EventWriter m_writer;
    QDate m_today;
    QDate m_monday;
};

QJsonObject guest(const QString &email, const QString &name, const QString &answer)
{
    return { { "email"_L1, email }, { "displayName"_L1, name }, { "responseStatus"_L1, answer } };
}

QJsonArray team(const World &world)
{
    return { guest(world.accountEmail, world.accountName, u"accepted"_s),
        guest(u"jonas.weber@example.com"_s, u"Jonas Weber"_s, u"accepted"_s),
        guest(u"mei.tanaka@example.net"_s, u"田中 芽衣"_s, u"tentative"_s),
        guest(u"carlos.ruiz@example.org"_s, u"Carlos Ruiz"_s, u"needsAction"_s),
        guest(u"sofia.papadaki@example.com"_s, u"Σοφία Παπαδάκη"_s, u"declined"_s) };
}

QJsonObject meet(const QString &requestId)
{
    return { { "createRequest"_L1,
        QJsonObject{ { "requestId"_L1, requestId },
            { "conferenceSolutionKey"_L1, QJsonObject{ { "type"_L1, u"hangoutsMeet"_s } } } } } };
}

QJsonObject reminders(std::initializer_list<std::pair<const char *, int>> list)
{
    QJsonArray overrides;
    for (const auto &[method, minutes] : list)
        overrides.append(QJsonObject{ { "method"_L1, QLatin1String(method) }, { "minutes"_L1, minutes } });
    return { { "useDefault"_L1, false }, { "overrides"_L1, overrides } };
}

QJsonArray rule(const QString &text)
{
    return { QString(u"RRULE:"_s + text) };
}

void addSeries(Sampler &s, const World &world)
{
    const QString standUp = s.timed(u"Daily stand-up"_s, s.monday().addDays(-14), { 9, 15 }, 15,
        { { "recurrence"_L1, rule(u"FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"_s) }, { "attendees"_L1, team(world) },
            { "conferenceData"_L1, meet(u"standup"_s) } });
    s.occurrence(standUp, 8, { { "status"_L1, u"cancelled"_s } });
    s.occurrence(standUp, 11,
        { { "summary"_L1, u"Daily stand-up (demo day)"_s },
            { "description"_L1, u"Everybody shows one thing."_s } });
    const QString planning = s.timed(u"Sprint planning"_s, s.monday().addDays(-28), { 10, 0 }, 90,
        { { "recurrence"_L1, rule(u"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"_s) },
            { "location"_L1, u"Room Ångström"_s }, { "attendees"_L1, team(world) },
            { "colorId"_L1, u"9"_s } });
    s.occurrence(planning, 2, { { "location"_L1, u"Room Curie"_s } });
    const QString yoga = s.timed(u"Yoga 🧘"_s, s.monday().addDays(-20), { 18, 30 }, 60,
        { { "recurrence"_L1, rule(u"FREQ=WEEKLY;BYDAY=TU,TH;COUNT=24"_s) },
            { "transparency"_L1, u"transparent"_s }, { "reminders"_L1, reminders({ { "popup", 45 } }) } });
    s.occurrence(yoga, 5, { { "status"_L1, u"cancelled"_s } });
    s.timed(u"Monthly report"_s, s.day(-60), { 16, 0 }, 60,
        { { "recurrence"_L1, rule(u"FREQ=MONTHLY;BYDAY=-1FR"_s) },
            { "reminders"_L1, reminders({ { "email", 1440 }, { "popup", 30 } }) } });
    s.timed(u"Call with New York"_s, s.monday().addDays(-5), { 10, 0 }, 45,
        { { "recurrence"_L1, rule(u"FREQ=WEEKLY;BYDAY=WE"_s) }, { "conferenceData"_L1, meet(u"newyork"_s) } },
        u"America/New_York"_s);
    s.allDay(u"Müllabfuhr: gelbe Tonne"_s, s.monday().addDays(-11), 1,
        { { "recurrence"_L1, rule(u"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"_s) },
            { "transparency"_L1, u"transparent"_s } });
    s.allDay(u"Rent is due"_s, s.day(-90), 1,
        { { "recurrence"_L1, rule(u"FREQ=MONTHLY;BYMONTHDAY=1"_s) }, { "colorId"_L1, u"11"_s } });
    s.allDay(u"День рождения Ольги"_s, s.day(9), 1,
        { { "recurrence"_L1, rule(u"FREQ=YEARLY"_s) }, { "visibility"_L1, u"private"_s } });
    const QString piano = s.timed(u"Klavierstunde"_s, s.monday().addDays(-17), { 17, 0 }, 45,
        { { "recurrence"_L1,
            QJsonArray{
                u"RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL="_s + s.day(70).toString(u"yyyyMMdd"_s) + u"T225959Z"_s,
                u"EXDATE;TZID=Europe/Berlin:"_s + s.monday().addDays(4).toString(u"yyyyMMdd"_s)
                    + u"T170000"_s } } });
    s.occurrence(piano, 0, { { "summary"_L1, u"Klavierstunde (Probe für das Konzert)"_s } });
}

void addMeetings(Sampler &s, const World &world)
{
    s.timed(u"Project kick-off"_s, s.day(0), { 11, 0 }, 60,
        { { "attendees"_L1, team(world) }, { "conferenceData"_L1, meet(u"kickoff"_s) },
            { "description"_L1, u"<b>Agenda</b><ul><li>Goals</li><li>Milestones</li></ul>"_s },
            { "guestsCanModify"_L1, true } });
    s.timed(
        u"Lunch with Jonas"_s, s.day(0), { 12, 30 }, 60, { { "location"_L1, u"Café Einstein, Berlin"_s } });
    s.timed(u"Dentist"_s, s.day(1), { 8, 0 }, 30,
        { { "visibility"_L1, u"private"_s },
            { "reminders"_L1, reminders({ { "popup", 60 }, { "popup", 1440 } }) } });
    s.timed(u"東京チームとの会議"_s, s.day(1), { 9, 0 }, 60, { { "attendees"_L1, team(world) } },
        u"Asia/Tokyo"_s);
    s.timed(u"Budget review"_s, s.day(2), { 14, 0 }, 90,
        { { "status"_L1, u"tentative"_s }, { "colorId"_L1, u"6"_s }, { "location"_L1, u"Room Curie"_s } });
    s.timed(u"Interview: C++ engineer"_s, s.day(2), { 16, 0 }, 60,
        { { "conferenceData"_L1, meet(u"interview"_s) },
            { "attendees"_L1,
                QJsonArray{ guest(u"candidate@example.net"_s, u"Noor Haddad"_s, u"accepted"_s) } } });
    s.timed(u"اجتماع مع العميل"_s, s.day(3), { 13, 0 }, 60, {}, u"Asia/Dubai"_s);
    s.timed(u"Webinar: calendars at scale"_s, s.day(3), { 9, 0 }, 60,
        { { "transparency"_L1, u"transparent"_s },
            { "source"_L1,
                QJsonObject{
                    { "url"_L1, u"https://example.com/webinar"_s }, { "title"_L1, u"Webinar"_s } } } },
        u"America/Los_Angeles"_s);
    s.timed(u"Konzert: Anoushka Shankar"_s, s.day(4), { 20, 0 }, 150,
        { { "location"_L1, u"Philharmonie Berlin"_s } });
    s.timed(u"Night train to Wien"_s, s.day(5), { 22, 10 }, 560, { { "location"_L1, u"Berlin Hbf"_s } });
    s.timed(u"Release 2.0 🚀"_s, s.day(7), { 15, 0 }, 30,
        { { "extendedProperties"_L1,
            QJsonObject{ { "private"_L1, QJsonObject{ { "ticket"_L1, u"REL-20"_s } } } } } });
    s.timed(u"Retrospective"_s, s.day(-2), { 15, 0 }, 60, { { "attendees"_L1, team(world) } });
    s.timed(u"Handover call"_s, s.day(-4), { 10, 30 }, 30);
    s.timed(u"Reunión con Madrid"_s, s.day(-1), { 17, 0 }, 45, {}, u"Europe/Madrid"_s);
    s.timed(u"Board meeting"_s, s.day(6), { 9, 0 }, 120,
        { { "organizer"_L1,
              QJsonObject{ { "email"_L1, u"ceo@example.com"_s }, { "displayName"_L1, u"Ines Duarte"_s } } },
            { "creator"_L1, QJsonObject{ { "email"_L1, u"ceo@example.com"_s } } },
            { "attendees"_L1,
                QJsonArray{ guest(u"ceo@example.com"_s, u"Ines Duarte"_s, u"accepted"_s),
                    guest(world.accountEmail, world.accountName, u"needsAction"_s) } } });
}

void addDays(Sampler &s)
{
    s.allDay(u"Conference in Lisboa"_s, s.day(12), 3, { { "location"_L1, u"Lisboa, Portugal"_s } });
    s.allDay(u"Vacation 🏖"_s, s.day(30), 10, { { "colorId"_L1, u"10"_s } });
    s.allDay(u"Visit from Mama"_s, s.day(-1), 3,
        { { "reminders"_L1, QJsonObject{ { "useDefault"_L1, false } } } });
    s.allDay(u"Project deadline"_s, s.day(5), 1, { { "reminders"_L1, reminders({ { "popup", 900 } }) } });
    s.allDay(u"Feiertag: Betriebsruhe"_s, s.day(20), 1, { { "transparency"_L1, u"transparent"_s } });
    s.allDay(u"春节"_s, s.day(45), 7);
}

} // namespace

QString addSampleData(World &world)
{
    Sampler own(world, *world.calendar(u"primary"_s));
    addSeries(own, world);
    addMeetings(own, world);
    addDays(own);
    CalendarData &family = world.addCalendar({ { "id"_L1, u"family2026@group.calendar.google.com"_s },
        { "summary"_L1, u"Family"_s }, { "backgroundColor"_L1, u"#9fe1e7"_s } });
    Sampler shared(world, family);
    shared.timed(u"Parents' evening"_s, shared.day(3), { 19, 0 }, 90);
    shared.allDay(u"School trip"_s, shared.day(8), 2);
    return own.problem.isEmpty() ? shared.problem : own.problem;
}

} // namespace simulator
