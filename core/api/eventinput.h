// Reads the bodies of POST /events/create and /events/update, naming every fault at once.
#pragma once

#include "api/message.h"
#include "service/types.h"

namespace aria::api {

// Category InvalidInput with all faults.
Expected<service::CreateRequest> readCreate(const Request &request);

struct UpdateBody
{
    service::UpdateRequest request;
    // all_day was said without both times: right only for an event that is (not) all-day already.
    std::optional<bool> expectAllDay;
};
Expected<UpdateBody> readUpdate(const Request &request);

// Whether the text can be an e-mail address (RFC 5321 4.5.3.1 lengths; one @; a domain of labels,
// international ones included).
bool isEmailAddress(const QString &text);

} // namespace aria::api
