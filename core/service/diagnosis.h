// Whether everything that the service needs is as it should be, and what to do if it is not. One implementation for GET
// /diagnostics, --doctor and the windows.
#pragma once

#include "service/types.h"

namespace aria::service {

struct Check
{
    enum class Level { Ok, Warning, Problem };
    QString id; // stays the same from version to version
    Level level = Level::Ok;
    QString found; // a sentence
    QString advice = {}; // what to do; empty: nothing
};
QString toString(Check::Level level); // "ok", "warning", "problem"

// A setting as it may be shown to anybody: a value that could name a person, a host, a calendar or a secret is left out.
struct ShownSetting
{
    QString name;
    QString source; // "environment", without the paths of files
    std::optional<QString> value; // nullopt: set, but not shown; "": not set
};

struct Diagnosis
{
    QDateTime at;
    QList<ShownSetting> settings;
    QList<Check> checks;

    Check::Level worst() const;
};

// For a person, in English, one line per check. Nothing private is in it.
QString textOf(const Diagnosis &diagnosis);

// The result of an attempt to reach an address.
struct Reached
{
    bool answered = false;
    int status = 0; // HTTP
    QString problem; // why there was no answer, without the address
    bool isUntrusted = false; // the certificate was not accepted
    QDateTime certificateEnds; // invalid: there was none
};

// Everything that the diagnosis looks at. What is nullopt could not be looked at, or need not be.
struct DiagnosisFacts
{
    QDateTime at;
    std::optional<LoadedSettings> settings;
    QString settingsProblem; // lines that name the bad settings, where they could not be loaded
    bool databaseReachable = false;
    QString databaseProblemCode;
    std::optional<int> schemaVersion; // 0: there is no database yet
    int newestSchema = 0;
    std::optional<google::AuthStatus> auth;
    std::optional<StatusView> status;
    bool isRunning = true; // whether a service is at work on this database here
    std::optional<Reached> google;
    // Of the settings, as far as Google was asked; the value: it can be written.
    QList<Expected<bool>> calendars;
    std::optional<std::chrono::milliseconds> clockOffset; // Google's clock minus ours
    std::optional<Reached> webhook;
    std::optional<bool> portIsUsed; // by somebody; nullopt: we are that somebody
};

Diagnosis diagnose(const DiagnosisFacts &facts);

// Only the settings of a diagnosis.
QList<ShownSetting> shownSettings(const LoadedSettings &loaded);

} // namespace aria::service
