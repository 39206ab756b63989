// The first sync on a database that the Python service left behind: finds out which row belongs to which of Google's
// events before anything is pulled or pushed, so that neither side gets anything twice.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "google/calendarapi.h"
#include "store/store.h"

namespace aria::sync {

// Whether the rows of "primary" belong to this calendar. The Python service kept no calendar names, so they go to the
// first calendar in the settings, unless one of these is called "primary".
bool inheritsPrimary(const QStringList &calendarIds, const QString &calendarId);

// What the rows are; found out but not stored yet.
struct UpgradePlan
{
    QList<store::EventRecord> save;
    QList<store::EventRecord> retire; // another row stands for their event
    QHash<qint64, qint64> revisions; // of all rows looked at, by local id
    bool renamesPrimary = false;
};

// Stores the plan, inside Store::write. False: ARIA changed rows meanwhile, and nothing is stored.
Expected<bool> applyUpgrade(
    store::Session &session, const QString &calendarId, const UpgradePlan &plan, const QDateTime &now);

// Lives on the service's thread.
class PythonUpgrade
{
public:
    PythonUpgrade(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
        QString calendarId, bool inheritsPrimary);

    // Whether there is nothing (left) to do. Asks the database until that is so.
    QCoro::Task<Expected<bool>> isDone();

    // Lists all of Google's events and finds out what the rows are. Writes nothing.
    QCoro::Task<Expected<UpgradePlan>> prepare();

    // Lists all of Google's events and stores what the rows are, in one transaction. This changes neither what ARIA
    // shows nor Google; the full list that follows brings both together. Rows for which Google has nothing are new in
    // ARIA. Errors leave everything as it was.
    QCoro::Task<Expected<void>> run();

private:
    struct Rows;
    struct Listing;

    QCoro::Task<Expected<bool>> runOnce(); // false: ARIA changed rows meanwhile
    QCoro::Task<Expected<Rows>> load();
    QCoro::Task<Expected<Listing>> list(Rows rows);
    QCoro::Task<Expected<bool>> lookForUnlisted(Listing *listing, QList<store::EventRecord> linked);
    UpgradePlan plan(Rows rows, const Listing &listing);
    void planUnlisted(store::EventRecord record, const Listing &listing, UpgradePlan &plan);

    google::CalendarApi &m_api;
    store::Store &m_store;
    const Clock &m_clock;
    RandomSource &m_random;
    const QString m_calendarId;
    const bool m_inheritsPrimary;
    bool m_done = false;
};

} // namespace aria::sync
