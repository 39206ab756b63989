// Gives answers to invitations.
#pragma once

#include "invitation/invitation.h"
#include "uicommon/servicelink.h"

namespace aria::invitation {

struct Reply
{
    Answer answer = Answer::None; // Yes, Maybe or No
    std::optional<QString> note = {}; // nullopt: the one that is there stays; empty: none
    bool isForSeries = false; // for all of its series, where the event is one of them
    bool hasMail = false; // Google writes to the organizer
};

// Lives on the UI thread.
class AnswerCommand : public QObject
{
    Q_OBJECT
public:
    explicit AnswerCommand(uicommon::ServiceLink &link, QObject *parent = nullptr);

    void give(const service::EventView &view, const Reply &reply);
    // Of an event of which only the key is known.
    void give(const service::EventKey &event, const Reply &reply);

Q_SIGNALS:
    // The event, or its series, as it is now.
    void answered(const aria::service::WriteOutcome &outcome);
    void failed(const QString &message);

private:
    uicommon::ServiceLink &m_link;
};

} // namespace aria::invitation
