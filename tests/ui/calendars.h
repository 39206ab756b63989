// Three calendars, one of which can only be read.
#pragma once

#include "support/fakeservice.h"

namespace aria::test {

inline void giveCalendars(FakeService &fake)
{
    const auto text = [](const char *value) { return QString::fromUtf8(value); };
    const auto status = [&text](const char *id, bool isReadOnly = false) {
        CalendarStatus calendar;
        calendar.calendarId = text(id);
        calendar.readOnly = isReadOnly;
        return calendar;
    };
    fake.statusView->calendars = { status("primary"), status("work@example.com"), status("holidays", true) };
    const auto info = [&text](const char *id, const char *name, const char *color, google::AccessRole role) {
        google::CalendarInfo calendar;
        calendar.id = text(id);
        calendar.summary = text(name);
        calendar.backgroundColor = text(color);
        calendar.accessRole = role;
        calendar.primary = calendar.id == text("me@example.com");
        return calendar;
    };
    using google::AccessRole;
    fake.calendarInfos = QList{ info("me@example.com", "Home", "#9fe1e7", AccessRole::Owner),
        info("work@example.com", "Work & travel", "#f83a22", AccessRole::Writer),
        info("holidays", "Holidays", "#16a765", AccessRole::Reader) };
}

} // namespace aria::test
