// Google Calendar API v3: checks a request against the discovery document, then carries it out.
#pragma once

#include "channels.h"
#include "discovery.h"
#include "eventwriter.h"
#include "listtoken.h"
#include "oauthserver.h"

namespace simulator {

class CalendarApi
{
public:
    CalendarApi(World &world, const Discovery &discovery, const OAuthServer &oauth, TokenBook &tokens,
        Channels &channels);

    // Requests below /calendar/v3/.
    Response handle(const Request &request);

private:
    // What a checked request needs to be carried out.
    struct Call
    {
        MatchedCall matched;
        QString clientId;
        QJsonObject body;
        const Request &request;
    };
    // An answer's JSON; nothing where the body stays empty (204).
    using Answer = Result<std::optional<QJsonObject>>;

    Result<Grant> authorize(const Request &request, const ApiMethod &method) const;
    Result<QJsonObject> readBody(const Request &request, const ApiMethod &method) const;
    Answer dispatch(const Call &call);
    Answer calendarCall(const Call &call);
    Answer eventCall(const Call &call, CalendarData &calendar);
    Answer getEvent(const Call &call, CalendarData &calendar) const;
    Answer writeEvent(const Call &call, CalendarData &calendar);
    Answer quickAdd(const Call &call, EventWriter &writer) const;
    Answer listCalendars(const Call &call);
    QJsonObject renderEntry(const CalendarData &calendar) const;

    World &m_world;
    const Discovery &m_discovery;
    const OAuthServer &m_oauth;
    TokenBook &m_tokens;
    Channels &m_channels;
};

QJsonObject eventColors();

} // namespace simulator
