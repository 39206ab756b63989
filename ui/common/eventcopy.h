// An event made once more: kept beside the other version in a conflict, or brought back after its deletion. Pure.
#pragma once

#include "service/types.h"

namespace aria::uicommon {

// Content for CalendarService::createEvent. Left out is what belongs to one event alone, such as answers and a meeting.
service::EventInput copyOf(const calendar::Event &event);

} // namespace aria::uicommon
