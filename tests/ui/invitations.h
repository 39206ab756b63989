// Events to which somebody else invites the person, for pictures and tests.
#pragma once

#include "ui/sampleevents.h"

namespace aria::test {

// By Anna Lee, with Bob; the person's own answer is `answer`.
inline service::EventView invitationOf(
    const SampleEvent &sample, const QString &answer = QStringLiteral("needsAction"))
{
    const auto s = [](const char *text) { return QString::fromUtf8(text); };
    service::EventView view = viewOf(sample);
    const QJsonObject anna{ { s("email"), s("anna@example.org") }, { s("displayName"), s("Anna Lee") } };
    QJsonObject organizer = anna;
    organizer.insert(s("organizer"), true);
    organizer.insert(s("responseStatus"), s("accepted"));
    const QJsonObject bob{ { s("email"), s("bob@example.org") }, { s("displayName"), s("Bob") },
        { s("responseStatus"), s("tentative") }, { s("comment"), s("If my train is on time") } };
    const QJsonObject me{ { s("email"), s("me@example.org") }, { s("self"), true },
        { s("responseStatus"), answer } };
    view.event.set(s("organizer"), anna);
    view.event.set(s("attendees"), QJsonArray{ bob, organizer, me });
    return view;
}

} // namespace aria::test
