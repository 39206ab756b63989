// A request's content laid over an event. Pure.
#pragma once

#include "service/eventtypes.h"

namespace aria::service {

// `base` with every mentioned field set. Attendees that stay keep Google's whole entry. InvalidInput with faults where
// the result makes no event (end before start, date against time, a rule that does not fit the start).
Expected<calendar::Event> withInput(const calendar::Event &base, const EventInput &input);

// The same text for the same create request, whatever the order of its members.
QString fingerprintOf(const CreateRequest &request);

} // namespace aria::service
