// The statements by which several services on one database agree who leads (store/lead.h).
#pragma once

#include <QString>

namespace aria::store {

// A "?" stands for the calendar unless the comment says otherwise; %1 is replaced by a length of time or a list.
struct LeadStatements
{
    QString take; // true: this connection has the lock
    QString giveUp;
    QString easeCommit; // this transaction does not wait for the disk
    QString beat; // key, calendar, report
    QString signOfLife; // of calendars led here: %1 key, %2 calendars, quoted
    QString endSilentLeader; // suspect, key, calendar, calendar; %1 seconds
    QString report; // key, calendar; %1 milliseconds
    QString wakeOthers;
    QString forgetCommands; // %1 seconds
};

} // namespace aria::store
