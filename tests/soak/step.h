// What may happen in a random run. A step is two numbers and a kind, so that leaving one out changes no other.
#pragma once

#include <QList>
#include <QString>

namespace aria::soak {

enum class Act {
    ApiCreate,
    ApiUpdate,
    ApiDelete,
    ApiUpdateOccurrence,
    ApiDeleteOccurrence,
    SqlInsert,
    SqlUpdate,
    SqlDelete,
    GoogleCreate,
    GoogleUpdate,
    GoogleDelete,
    GoogleUpdateOccurrence,
    GoogleDeleteOccurrence,
    GoogleSplit,
    Resolve,
    Undo,
    SyncNow,
    Notify,
    Pass, // up to a second
    Sleep, // minutes to days
    SetClock, // wrong by up to hours, or right again
    Unplug,
    Fault,
    ExpireAccessTokens,
    ExpireSyncTokens,
    BreakDatabase,
    Restart,
    Kill,
    Rest, // until both sides agree
    Last = Rest,
};

struct Step
{
    Act act = Act::Pass;
    quint32 a = 0;
    quint32 b = 0;
};

QString describe(const Step &step);
// The lines of a report that are steps.
QList<Step> stepsIn(const QString &report);

// The same list for the same seed.
QList<Step> stepsFor(quint64 seed);

} // namespace aria::soak
