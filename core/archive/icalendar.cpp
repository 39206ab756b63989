#include "archive/icalendar.h"

#include "archive/icaltimes.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

using calendar::Event;
using calendar::EventTime;

// RFC 5545 allows no control characters in texts but line ends and tabs.
QByteArray plain(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (c.unicode() >= 0x20 ? c.unicode() != 0x7f : c == u'\n' || c == u'\t')
            out += c;
    }
    return out.toUtf8();
}

void addText(icalcomponent *component, const QString &text, icalproperty *(*make)(const char *))
{
    if (!text.isEmpty())
        icalcomponent_add_property(component, make(plain(text).constData()));
}

// In a parameter there can be neither quotes nor line ends.
QByteArray parameterText(QString text)
{
    return plain(text.replace(u'"', u'\'').simplified());
}

icalparameter_partstat partstatOf(const QString &response)
{
    if (response == u"accepted"_s)
        return ICAL_PARTSTAT_ACCEPTED;
    if (response == u"declined"_s)
        return ICAL_PARTSTAT_DECLINED;
    return response == u"tentative"_s ? ICAL_PARTSTAT_TENTATIVE : ICAL_PARTSTAT_NEEDSACTION;
}

// "mailto:" and an address that is one; empty: it is none.
QByteArray mailOf(const QJsonObject &person)
{
    static const QRegularExpression anAddress(u"^[^\\s\\x00-\\x1f\"<>@]+@[^\\s\\x00-\\x1f\"<>@]+$"_s);
    const QString address = person.value(u"email"_s).toString();
    return anAddress.match(address).hasMatch() ? "mailto:" + address.toUtf8() : QByteArray();
}

void addName(icalproperty *property, const QJsonObject &person)
{
    const QByteArray name = parameterText(person.value(u"displayName"_s).toString());
    if (!name.isEmpty())
        icalproperty_add_parameter(property, icalparameter_new_cn(name.constData()));
}

void addPeople(icalcomponent *component, const Event &event)
{
    const QJsonArray attendees = event.attendees();
    if (attendees.isEmpty())
        return;
    const QJsonObject organizer = event.json().value(u"organizer"_s).toObject();
    if (const QByteArray mail = mailOf(organizer); !mail.isEmpty()) {
        icalproperty *property = icalproperty_new_organizer(mail.constData());
        addName(property, organizer);
        icalcomponent_add_property(component, property);
    }
    for (const QJsonValue &value : attendees) {
        const QJsonObject person = value.toObject();
        const QByteArray mail = mailOf(person);
        if (mail.isEmpty())
            continue;
        icalproperty *property = icalproperty_new_attendee(mail.constData());
        addName(property, person);
        if (person.value(u"resource"_s).toBool())
            icalproperty_add_parameter(property, icalparameter_new_cutype(ICAL_CUTYPE_RESOURCE));
        icalproperty_add_parameter(property,
            icalparameter_new_role(
                person.value(u"optional"_s).toBool() ? ICAL_ROLE_OPTPARTICIPANT : ICAL_ROLE_REQPARTICIPANT));
        icalproperty_add_parameter(
            property, icalparameter_new_partstat(partstatOf(person.value(u"responseStatus"_s).toString())));
        icalcomponent_add_property(component, property);
    }
}

void addReminders(icalcomponent *component, const Event &event)
{
    const QJsonArray overrides = event.reminders().value(u"overrides"_s).toArray();
    for (const QJsonValue &value : overrides) {
        const int minutes = value.toObject().value(u"minutes"_s).toInt();
        icalcomponent *alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
        icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
        icalcomponent_add_property(alarm, icalproperty_new_description(plain(event.summary()).constData()));
        icaltriggertype trigger = icaltriggertype_from_int(-60 * minutes);
        icalcomponent_add_property(alarm, icalproperty_new_trigger(trigger));
        icalcomponent_add_component(component, alarm);
    }
}

// RRULE, RDATE, EXDATE and EXRULE as they stand; of a list of dates each gets a line of its own, because libical reads
// only the first.
void addRecurrence(icalcomponent *component, const Event &event, IcalTimes &times)
{
    static const QRegularExpression aZone(u"TZID=\"?([^\":;]+)"_s);
    for (const QString &line : event.recurrence()) {
        const qsizetype colon = line.indexOf(u':');
        const QString name = line.left(colon).toUpper();
        const bool isRule = name.startsWith(u"RRULE"_s) || name.startsWith(u"EXRULE"_s);
        if (const auto zone = aZone.match(line.left(colon)); zone.hasMatch())
            times.use(zone.captured(1).toUtf8());
        const QStringList values =
            isRule ? QStringList{ line.mid(colon + 1) } : line.mid(colon + 1).split(u',');
        for (const QString &value : values) {
            const QByteArray text = line.left(colon + 1).toUtf8() + value.trimmed().toUtf8();
            if (icalproperty *property = icalproperty_new_from_string(text.constData()))
                icalcomponent_add_property(component, property);
        }
    }
}

void addStates(icalcomponent *component, const Event &event)
{
    const QString visibility = event.json().value(u"visibility"_s).toString();
    if (visibility == u"private"_s)
        icalcomponent_add_property(component, icalproperty_new_class(ICAL_CLASS_PRIVATE));
    else if (visibility == u"confidential"_s)
        icalcomponent_add_property(component, icalproperty_new_class(ICAL_CLASS_CONFIDENTIAL));
    const bool isFree = event.json().value(u"transparency"_s).toString() == u"transparent"_s;
    icalcomponent_add_property(
        component, icalproperty_new_transp(isFree ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
    const bool isTentative = event.status() == calendar::EventStatus::Tentative;
    icalcomponent_add_property(
        component, icalproperty_new_status(isTentative ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED));
    if (const int sequence = event.json().value(u"sequence"_s).toInt(); sequence > 0)
        icalcomponent_add_property(component, icalproperty_new_sequence(sequence));
}

bool hasTimes(const IcalEvent &item)
{
    const EventTime start = item.event.start();
    return !start.isNull() && !item.event.end().isNull() && start.isDate() == item.event.end().isDate();
}

} // namespace

class IcalendarFile::Private
{
public:
    icalcomponent *component(const IcalEvent &item, const QString &uid);
    void addOccurrence(const IcalEvent &item, const QString &uid, const EventTime &like);

    QString name;
    IcalTimes times;
    QByteArray body;
};

icalcomponent *IcalendarFile::Private::component(const IcalEvent &item, const QString &uid)
{
    icalcomponent *out = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    icalcomponent_add_property(out, icalproperty_new_uid(plain(uid).constData()));
    icalcomponent_add_property(out, icalproperty_new_dtstamp(utcTime(item.changed)));
    icalcomponent_add_property(out, icalproperty_new_created(utcTime(item.created)));
    icalcomponent_add_property(out, icalproperty_new_lastmodified(utcTime(item.changed)));
    icalproperty *start = icalproperty_new_dtstart(times.timeOf(item.event.start()));
    times.setZone(start, item.event.start());
    icalcomponent_add_property(out, start);
    icalproperty *end = icalproperty_new_dtend(times.timeOf(item.event.end()));
    times.setZone(end, item.event.end());
    icalcomponent_add_property(out, end);
    addText(out, item.event.summary(), icalproperty_new_summary);
    addText(out, item.event.description(), icalproperty_new_description);
    addText(out, item.event.location(), icalproperty_new_location);
    addStates(out, item.event);
    addPeople(out, item.event);
    addReminders(out, item.event);
    return out;
}

void IcalendarFile::Private::addOccurrence(const IcalEvent &item, const QString &uid, const EventTime &like)
{
    icalcomponent *out = component(item, uid);
    icalproperty *which = icalproperty_new_recurrenceid(times.timeLike(item.event.originalStart(), like));
    times.setZone(which, like);
    icalcomponent_add_property(out, which);
    body += textOf(out);
}

IcalendarFile::IcalendarFile(const QString &name)
    : d(std::make_unique<Private>())
{
    d->name = name;
}

IcalendarFile::~IcalendarFile() = default;

bool IcalendarFile::add(const IcalEvent &master, const QList<IcalEvent> &occurrences)
{
    if (!hasTimes(master))
        return false;
    const QString uid = master.event.iCalUid().isEmpty() ? master.uid : master.event.iCalUid();
    const EventTime like = master.event.start();
    icalcomponent *component = d->component(master, uid);
    addRecurrence(component, master.event, d->times);
    for (const IcalEvent &occurrence : occurrences) {
        const EventTime original = occurrence.event.originalStart();
        if (!occurrence.isGone || original.isNull() || original.isDate() != like.isDate())
            continue;
        icalproperty *left = icalproperty_new_exdate(d->times.timeLike(original, like));
        d->times.setZone(left, like);
        icalcomponent_add_property(component, left);
    }
    d->body += textOf(component);
    for (const IcalEvent &occurrence : occurrences) {
        const EventTime original = occurrence.event.originalStart();
        if (!occurrence.isGone && hasTimes(occurrence) && !original.isNull()
            && original.isDate() == like.isDate())
            d->addOccurrence(occurrence, uid, like);
    }
    return true;
}

bool IcalendarFile::addAlone(const IcalEvent &occurrence)
{
    const EventTime original = occurrence.event.originalStart();
    if (!hasTimes(occurrence) || original.isNull())
        return false;
    const QString uid = occurrence.event.iCalUid().isEmpty() ? occurrence.uid : occurrence.event.iCalUid();
    d->addOccurrence(occurrence, uid, original);
    return true;
}

QByteArray IcalendarFile::content() const
{
    icalcomponent *head = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    icalcomponent_add_property(head, icalproperty_new_version("2.0"));
    icalcomponent_add_property(head, icalproperty_new_prodid("-//aria-calendar-sync//" ARIA_VERSION "//EN"));
    icalcomponent_add_property(head, icalproperty_new_calscale("GREGORIAN"));
    icalproperty *name = icalproperty_new_x(plain(d->name).constData());
    icalproperty_set_x_name(name, "X-WR-CALNAME");
    icalcomponent_add_property(head, name);
    const QByteArray text = textOf(head);
    const QByteArray end = "END:VCALENDAR";
    const qsizetype place = text.lastIndexOf(end);
    return text.left(place) + d->times.definitions() + d->body + text.mid(place);
}

} // namespace aria::archive
