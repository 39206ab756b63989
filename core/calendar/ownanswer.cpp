#include "calendar/ownanswer.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

const QString attendeesMember = u"attendees"_s;
const QString responseMember = u"responseStatus"_s;
const QString commentMember = u"comment"_s;
const QString companyMember = u"additionalGuests"_s;

bool isOwn(const QJsonValue &attendee)
{
    return attendee.toObject().value("self"_L1).toBool();
}

// `change` changes the own attendee in place.
template <class Change> Event withOwn(const Event &event, const Change &change)
{
    QJsonArray attendees = event.attendees();
    for (qsizetype i = 0; i < attendees.size(); ++i) {
        if (!isOwn(attendees.at(i)))
            continue;
        QJsonObject own = attendees.at(i).toObject();
        change(own);
        attendees[i] = own;
        Event result = event;
        result.set(attendeesMember, attendees);
        return result;
    }
    return event;
}

} // namespace

QJsonObject ownAttendee(const Event &event)
{
    const QJsonArray attendees = event.attendees();
    for (const QJsonValue attendee : attendees) {
        if (isOwn(attendee))
            return attendee.toObject();
    }
    return {};
}

bool sameAnswer(const Event &a, const Event &b)
{
    const QJsonObject left = ownAttendee(a);
    const QJsonObject right = ownAttendee(b);
    const auto response = [](const QJsonObject &own) {
        return own.value(responseMember).toString(u"needsAction"_s);
    };
    return response(left) == response(right)
        && left.value(commentMember).toString() == right.value(commentMember).toString()
        && left.value(companyMember).toInt() == right.value(companyMember).toInt();
}

Event withOwnAnswer(const Event &event, const Event &from)
{
    const QJsonObject answer = ownAttendee(from);
    if (answer.isEmpty())
        return event;
    // What is not said any more is said to be nothing: a member that is only left out would stay.
    return withOwn(event, [&answer](QJsonObject &own) {
        for (const auto &[member, nothing] : { std::pair{ responseMember, QJsonValue(u"needsAction"_s) },
                 std::pair{ commentMember, QJsonValue(u""_s) }, std::pair{ companyMember, QJsonValue(0) } }) {
            if (answer.contains(member) || own.contains(member))
                own.insert(member, answer.contains(member) ? answer.value(member) : nothing);
        }
    });
}

Event withOwnAnswer(const Event &event, const QString &response, const std::optional<QString> &comment)
{
    return withOwn(event, [&](QJsonObject &own) {
        own.insert(responseMember, response);
        if (comment && (own.contains(commentMember) || !comment->isEmpty()))
            own.insert(commentMember, *comment);
    });
}

QJsonObject answerBody(const Event &event)
{
    const QJsonObject own = ownAttendee(event);
    // What is not named would stay as it was.
    QJsonObject answer{ { u"email"_s, own.value("email"_L1) },
        { responseMember, own.value(responseMember).toString(u"needsAction"_s) },
        { commentMember, own.value(commentMember).toString() } };
    if (own.contains(companyMember))
        answer.insert(companyMember, own.value(companyMember));
    return { { u"attendeesOmitted"_s, true }, { attendeesMember, QJsonArray{ answer } } };
}

} // namespace aria::calendar
