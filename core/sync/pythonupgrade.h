// The first sync on a database that the Python service left behind: finds out which row is which of Google's events,
// before anything is pulled or pushed, so that neither side gets anything twice.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "google/calendarapi.h"
#include "store/store.h"

namespace aria::sync {

// Lives on the service's thread.
class PythonUpgrade
{
public:
    // `inheritsPrimary`: the rows of "primary" are this calendar's. (The Python service kept no names.)
    PythonUpgrade(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
        QString calendarId, bool inheritsPrimary);

    // Whether there is nothing (left) to do. Asks the database until it is so.
    QCoro::Task<Expected<bool>> isDone();

    // Lists all of Google's events and stores what the rows are, in one transaction. It changes neither what ARIA shows
    // nor Google; the full list that follows brings both together. Rows that Google has nothing for are ARIA's new
    // ones. Errors leave everything as it was.
    QCoro::Task<Expected<bool>> run();

private:
    struct Rows;
    struct Listing;
    struct Plan;

    QCoro::Task<Expected<bool>> runOnce(); // false: ARIA changed rows meanwhile
    QCoro::Task<Expected<Rows>> load();
    QCoro::Task<Expected<Listing>> list(Rows rows);
    QCoro::Task<Expected<bool>> lookForUnlisted(Listing *listing, QList<store::EventRecord> linked);
    Plan plan(Rows rows, const Listing &listing);
    void planUnlisted(store::EventRecord record, const Listing &listing, Plan &plan);

    google::CalendarApi &m_api;
    store::Store &m_store;
    const Clock &m_clock;
    RandomSource &m_random;
    const QString m_calendarId;
    const bool m_inheritsPrimary;
    bool m_done = false;
};

} // namespace aria::sync
