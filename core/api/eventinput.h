// Reads the bodies of POST /events/create, /update, /respond and /move, and reports all faults at once.
#pragma once

#include "api/message.h"
#include "service/types.h"

namespace aria::api {

// Category InvalidInput with all faults.
Expected<service::CreateRequest> readCreate(const Request &request);

struct UpdateBody
{
    service::UpdateRequest request;
    // all_day was given without both times: right only if the event's all_day is this already.
    std::optional<bool> expectAllDay;
};
Expected<UpdateBody> readUpdate(const Request &request);

// Of POST /events/respond and /events/move.
Expected<service::RespondRequest> readResponse(const Request &request);
Expected<service::MoveRequest> readMove(const Request &request);

// Whether the text can be an e-mail address (lengths of RFC 5321 4.5.3.1; one @; a domain made of
// labels, including international ones).
bool isEmailAddress(const QString &text);

} // namespace aria::api
