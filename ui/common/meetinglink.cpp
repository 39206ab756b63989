#include "uicommon/meetinglink.h"

#include "uicommon/notestext.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

struct Meetings
{
    QString host; // or the end of it, behind a point
    QString path; // beginning; empty: any
};

const QList<Meetings> &known()
{
    static const QList<Meetings> services{ { u"meet.google.com"_s, {} }, { u"zoom.us"_s, u"/j/"_s },
        { u"zoom.us"_s, u"/my/"_s }, { u"zoom.us"_s, u"/w/"_s }, { u"zoom.us"_s, u"/s/"_s },
        { u"zoomgov.com"_s, u"/j/"_s }, { u"zoom.com"_s, u"/j/"_s },
        { u"teams.microsoft.com"_s, u"/l/meetup-join/"_s }, { u"teams.microsoft.com"_s, u"/meet/"_s },
        { u"teams.microsoft.us"_s, u"/l/meetup-join/"_s }, { u"teams.live.com"_s, u"/meet/"_s },
        { u"webex.com"_s, u"/meet/"_s }, { u"webex.com"_s, u"/join/"_s }, { u"webex.com"_s, u"/wbxmjs/"_s },
        { u"meet.jit.si"_s, {} }, { u"8x8.vc"_s, {} }, { u"whereby.com"_s, {} },
        { u"gotomeeting.com"_s, u"/join/"_s }, { u"meet.goto.com"_s, {} }, { u"gotomeet.me"_s, {} },
        { u"bluejeans.com"_s, {} }, { u"chime.aws"_s, {} }, { u"join.skype.com"_s, {} },
        { u"ringcentral.com"_s, u"/join/"_s }, { u"around.co"_s, u"/r/"_s }, { u"discord.gg"_s, {} },
        { u"facetime.apple.com"_s, u"/join"_s }, { u"meet.element.io"_s, {} }, { u"pexip.me"_s, {} } };
    return services;
}

bool isMeeting(const QUrl &url)
{
    const QString host = url.host().toLower();
    const QString path = url.path();
    const bool isKnown = std::any_of(known().begin(), known().end(), [&](const Meetings &service) {
        const bool isHost = host == service.host || host.endsWith(u'.' + service.host);
        return isHost && path.size() > 1 && path.startsWith(service.path);
    });
    if (isKnown || (host.endsWith(".webex.com"_L1) && path.contains("j.php"_L1)))
        return true;
    // Rooms of one's own: Jitsi and BigBlueButton.
    const QString first = host.section(u'.', 0, 0);
    if (first.contains("jitsi"_L1) && path.size() > 1)
        return true;
    return (first.contains("bbb"_L1) || host.contains("bigbluebutton"_L1))
        && (path.contains("/b/"_L1) || path.contains("/rooms/"_L1));
}

bool canBeOpened(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty()
        && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
}

} // namespace

QList<FoundLink> linksIn(const QString &text)
{
    static const QRegularExpression address(
        u"(?:https?://|mailto:)[^\\s<>\"”“«»‹›]+"_s, QRegularExpression::CaseInsensitiveOption);
    QList<FoundLink> links;
    auto found = address.globalMatch(text);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        QString link = match.captured();
        // The end of a sentence is no part of the address, nor is a bracket that was opened before it.
        while (!link.isEmpty()) {
            const QChar last = link.back();
            const bool closes =
                (last == u')' && !link.contains(u'(')) || (last == u']' && !link.contains(u'['));
            if (!closes && !u".,;:!?'。，；：！？、"_s.contains(last))
                break;
            link.chop(1);
        }
        const QUrl url(link, QUrl::StrictMode);
        const bool isMail = url.isValid() && url.scheme() == "mailto"_L1 && url.path().contains(u'@');
        if (canBeOpened(url) || isMail)
            links.append({ match.capturedStart(), link.size(), url });
    }
    return links;
}

namespace {

// Google's pages wrap addresses of others.
QUrl unwrapped(const QUrl &url)
{
    const QString host = url.host().toLower();
    if ((host != "www.google.com"_L1 && host != "google.com"_L1) || url.path() != "/url"_L1)
        return url;
    const QUrlQuery query(url);
    const QString inner =
        query.queryItemValue(query.hasQueryItem(u"q"_s) ? u"q"_s : u"url"_s, QUrl::FullyDecoded);
    const QUrl target(inner, QUrl::StrictMode);
    return canBeOpened(target) ? target : url;
}

// "zoom.us/j/123": of the known services only.
QUrl meetingWithoutScheme(const QString &text)
{
    static const QRegularExpression bare(
        u"(?<![\\w@/.:%=&?-])(?:[a-z0-9-]+\\.)+[a-z]{2,}/[^\\s<>\"”“«»‹›]+"_s,
        QRegularExpression::CaseInsensitiveOption);
    auto found = bare.globalMatch(text);
    while (found.hasNext()) {
        const QList<FoundLink> links = linksIn(u"https://"_s + found.next().captured());
        if (!links.isEmpty() && isMeeting(links.constFirst().url))
            return links.constFirst().url;
    }
    return {};
}

} // namespace

QUrl meetingOf(const calendar::Event &event)
{
    const QUrl own(event.meetingLink(), QUrl::StrictMode);
    if (canBeOpened(own))
        return own;
    for (const QString &text : { event.location(), plainNotes(event.description()) }) {
        for (const FoundLink &link : linksIn(text)) {
            if (const QUrl url = unwrapped(link.url); isMeeting(url))
                return url;
        }
        if (const QUrl url = meetingWithoutScheme(text); !url.isEmpty())
            return url;
    }
    return {};
}

} // namespace aria::uicommon
