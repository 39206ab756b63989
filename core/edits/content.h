// Lays a request's content over an event. Pure.
#pragma once

#include "edits/eventtypes.h"

namespace aria::service {

// `base` with every mentioned field set. Attendees that stay keep Google's whole entry. InvalidInput with faults if
// the result is not a valid event (end before start, date mixed with time, a rule that does not fit the start).
Expected<calendar::Event> withInput(const calendar::Event &base, const EventInput &input);

// The same text for the same create request, whatever the order of its members.
QString fingerprintOf(const CreateRequest &request);

} // namespace aria::service
