// Parameters and results of the service's commands. Plain values that cross threads.
#pragma once

#include "base/error.h"
#include "base/settings.h"
#include "edits/conflicttypes.h"
#include "edits/eventtypes.h"
#include "edits/eventwindow.h"
#include "google/values.h"
#include "merge/eventchange.h"
#include "store/eventmessages.h"
#include "store/records.h"
#include "sync/plan/plannedwrites.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>

namespace aria::service {

using sync::Changes;
using sync::Plan;
using sync::PlannedWrite;

// As long as `content` is the same, so is every answer that depends on the database alone.
struct Mark
{
    QByteArray content;
    QDateTime at; // UTC, whole seconds: what also follows from the time is the same within one
};

struct SyncRun
{
    bool finished = false; // false: it takes longer and continues
    Changes changes;
};

struct WebhookNotification
{
    QString channelId;
    QString token;
    QString resourceId;
    QString state; // sync, exists, not_exists
};

// A part of the history, newest first.
struct HistoryPage
{
    QList<store::HistoryRecord> records;
    QString nextCursor; // empty: there is nothing older
};

enum class State { Idle, Syncing, Offline, NeedsAuth, Paused, NeedsConfirmation };
QString toString(State state);

// The state of one calendar.
struct CalendarStatus
{
    QString calendarId;
    bool syncing = false;
    bool readOnly = false; // Google lets this account only read it
    qint64 heldDeletions = 0;
    QDateTime lastSyncTime; // invalid: never
    QString lastError; // of its latest run
};

// The outgoing hook.
struct NotifyStatus
{
    qint64 pending = 0; // messages that the receiver does not have yet
    QString lastError; // of the last attempt that failed; empty: nothing waits for another one
    bool disabled = false; // the receiver wants no more (410)
};

// Everything that /sync/status says; kept up to date by the service, read without waiting.
struct StatusView
{
    store::Statistics statistics;
    QDateTime lastSyncTime; // invalid: never
    bool webhookActive = false;
    QDateTime webhookExpires;
    ConflictStrategy conflictStrategy = ConflictStrategy::GoogleWins;
    State state = State::Idle;
    qint64 progressDone = 0;
    std::optional<qint64> progressTotal;
    QString lastError;
    std::optional<Error> problem; // lastError with its code, for showing it in another language
    QDateTime nextSyncTime;
    QString role; // leader or standby
    // By calendar id: Google's default reminders for events that set none of their own. Google's objects of method
    // and minutes, as last reported.
    QHash<QString, QJsonArray> defaultReminders;
    QList<CalendarStatus> calendars; // in the settings' order
    qint64 occurrencesDue = 0; // events whose occurrences are not all in their table yet
    NotifyStatus notify;
    qint64 mailsCaused = 0; // how many guests Google was asked to mail since the database was made
    quint64 edition =
        0; // the same number: the same status was given before; 0: it was made for this answer alone
};

struct HealthView
{
    bool databaseHealthy = false;
    bool syncReady = false;
    google::AuthStatus auth;
    QString databaseProblem = {}; // a sentence if the database is not healthy
};

using sync::EventChange;

} // namespace aria::service
