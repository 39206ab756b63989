// Whose calendar this is. "primary" means a different calendar for a different account: after a sign-in with one, the
// sync must touch neither side instead of taking everything for deleted.
#pragma once

#include "base/clock.h"
#include "google/calendarapi.h"
#include "store/store.h"

namespace aria::sync {

// Lives on the service's thread.
class CalendarIdentity
{
public:
    // `others`: the calendars of the settings that are synced too.
    CalendarIdentity(google::CalendarApi &api, store::Store &store, const Clock &clock, QString calendarId,
        QStringList others = {});

    // Compares the calendar's real id (calendarList.get) with the one in the database, which is stored when first
    // known. Precondition "other_calendar" if they differ, "same_calendar" if it is another one of the settings under a
    // second name ("primary" and the account's address): synced twice, each event would be there twice. Asks Google
    // once, until forget(). If Google does not tell (scope not granted, calendar not in the list), nothing is compared.
    QCoro::Task<Expected<void>> check();
    // The same without storing anything.
    QCoro::Task<Expected<void>> compare();
    // Asks Google again, unless it was asked within the last minute. Called before believing Google
    // that something is gone.
    QCoro::Task<Expected<void>> checkAgain();
    void forget() { m_checked = false; } // somebody signed in

private:
    enum class Remember { Yes, No };
    QCoro::Task<Expected<void>> ask(Remember remember);
    Expected<void> note(store::Session &session, const QString &id, bool isKnown, Remember remember) const;

    google::CalendarApi &m_api;
    store::Store &m_store;
    const Clock &m_clock;
    const QString m_calendarId;
    const QStringList m_others;
    bool m_checked = false;
    std::chrono::milliseconds m_checkedAt{ 0 }; // monotonic
};

} // namespace aria::sync
