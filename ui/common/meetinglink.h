// Where an event's online meeting is, whoever runs it. Pure.
#pragma once

#include "calendar/event.h"

#include <QList>
#include <QUrl>

namespace aria::uicommon {

// Google's own link; otherwise one in the place or the notes that leads to a meeting (Zoom, Teams, Webex, Jitsi, …).
// Empty if there is none that a browser may open.
QUrl meetingOf(const calendar::Event &event);

struct FoundLink
{
    qsizetype start = 0;
    qsizetype length = 0;
    QUrl url;
};

// Web and mail addresses in a text, in order.
QList<FoundLink> linksIn(const QString &text);

} // namespace aria::uicommon
