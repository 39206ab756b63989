#include "invitation/invitation.h"

#include "calendar/ownanswer.h"
#include "diff/direction.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace aria::invitation {

using calendar::Event;

namespace {

struct InvitationText
{
    Q_DECLARE_TR_FUNCTIONS(aria::invitation::Invitation)
};

} // namespace

std::optional<Answer> answerOf(const Event &event)
{
    const QJsonObject self = calendar::ownAttendee(event);
    if (self.isEmpty() || event.organizedBySelf())
        return std::nullopt;
    return answerFrom(self.value("responseStatus"_L1).toString());
}

bool isUnanswered(const Event &event)
{
    return answerOf(event) == Answer::None;
}

QString noteOf(const Event &event)
{
    return calendar::ownAttendee(event).value("comment"_L1).toString();
}

QString hostOf(const Event &event)
{
    const QJsonObject organizer = event.json().value("organizer"_L1).toObject();
    const QString name = organizer.value("displayName"_L1).toString().trimmed();
    return diff::isolated(name.isEmpty() ? organizer.value("email"_L1).toString() : name, {});
}

bool mayChange(const Event &event)
{
    return event.organizedBySelf() || event.json().value("guestsCanModify"_L1).toBool()
        || calendar::ownAttendee(event).isEmpty();
}

QString googleWord(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return u"accepted"_s;
    case Answer::Maybe:
        return u"tentative"_s;
    case Answer::No:
        return u"declined"_s;
    case Answer::None:
        break;
    }
    return u"needsAction"_s;
}

Answer answerFrom(const QString &googleWord)
{
    for (const Answer answer : { Answer::Yes, Answer::Maybe, Answer::No }) {
        if (googleWord == invitation::googleWord(answer))
            return answer;
    }
    return Answer::None;
}

QString labelOf(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return InvitationText::tr("Yes", "answer to an invitation");
    case Answer::Maybe:
        return InvitationText::tr("Maybe", "answer to an invitation");
    case Answer::No:
        return InvitationText::tr("No", "answer to an invitation");
    case Answer::None:
        break;
    }
    return {};
}

QString menuTextOf(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return InvitationText::tr("&Yes", "answer to an invitation, in a menu");
    case Answer::Maybe:
        return InvitationText::tr("&Maybe", "answer to an invitation, in a menu");
    case Answer::No:
        return InvitationText::tr("&No", "answer to an invitation, in a menu");
    case Answer::None:
        break;
    }
    return {};
}

QString words(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return InvitationText::tr("You said yes.");
    case Answer::Maybe:
        return InvitationText::tr("You said maybe.");
    case Answer::No:
        return InvitationText::tr("You said no.");
    case Answer::None:
        break;
    }
    return InvitationText::tr("You have not answered yet.");
}

} // namespace aria::invitation
