// Finds out what a sync would do now, without doing it: Google is asked, nothing is written on either side.
#pragma once

#include "base/callscope.h"
#include "base/clock.h"
#include "base/random.h"
#include "google/calendarapi.h"
#include "merge/applydecision.h"
#include "store/store.h"
#include "sync/plan/waitingplan.h"
#include "sync/pull/cycle.h"
#include "sync/upgrade/pythonupgrade.h"

namespace aria::sync {

// All calendars of the settings. One that fails is counted under `errors` and holds up no other; an error
// only if all fail.
QCoro::Task<Expected<Plan>> dryRunAll(google::CalendarApi &api, store::Store &store, const Clock &clock,
    RandomSource &random, QStringList calendarIds, ConflictStrategy strategy);

// One calendar. Lives on the service's thread for the length of run(); the references outlive it.
class DryRun
{
public:
    DryRun(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
        QString calendarId, ConflictStrategy strategy, bool inheritsPrimary = false);

    // Lists what is new at Google with the stored sync token, which stays as it is, and lets the sync's own decisions
    // run in a transaction that is rolled back. Errors as those of a sync. Edits wait meanwhile, as during a page.
    QCoro::Task<Expected<Plan>> run();

private:
    struct Listing
    {
        QList<calendar::Event> items; // each id once, as it was last listed
        ListEnd end;
        bool full = false;
        bool initialImport = false;
        bool readOnly = false;
        bool isWhole = true; // all of it could be read
    };
    QCoro::Task<Expected<Listing>> list();
    QCoro::Task<Expected<Listing>> listPages(QString syncToken);
    // Checks whether what a full list does not show is really gone, unless there is so much of it that a
    // person is asked anyway.
    QCoro::Task<Expected<Listing>> lookForVanished(Listing listing);
    // Finds out when Google deleted what ARIA has edited, if that decides (most_recent) and the list does not say.
    QCoro::Task<Expected<Listing>> learnTimes(Listing listing);

    google::CalendarApi &m_api;
    store::Store &m_store;
    const Clock &m_clock;
    RandomSource &m_random;
    const QString m_calendarId;
    const QByteArray m_call = CallScope::current(); // of the API, that wants to know
    const ConflictStrategy m_strategy;
    PythonUpgrade m_upgrade;
};

} // namespace aria::sync
