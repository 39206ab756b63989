#include "service/diagnosis.h"

#include "google/scopes.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::service {

namespace {

using Level = Check::Level;

// Values that reveal nothing about anybody.
const QStringList harmless{ u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, u"CALENDAR_SYNC_PORT"_s,
    u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"CALENDAR_SYNC_PUSH_WAIT_MS"_s,
    u"CALENDAR_SYNC_HISTORY_RETENTION_DAYS"_s, u"CALENDAR_SYNC_DELETED_RETENTION_DAYS"_s,
    u"CALENDAR_SYNC_LOG_LEVEL"_s, u"CALENDAR_SYNC_LOG_FORMAT"_s };

// Of an error's code: it may have come from outside.
QString wordOf(const QString &code)
{
    static const QRegularExpression word(u"^[A-Za-z_]{1,40}$"_s);
    return word.match(code).hasMatch() ? code : u"unknown"_s;
}

QString asText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

QString plural(qint64 count, const QString &one, const QString &many)
{
    return u"%1 %2"_s.arg(count).arg(count == 1 ? one : many);
}

Check aboutSettings(const DiagnosisFacts &facts)
{
    const QString id = u"settings"_s;
    if (!facts.settings) {
        return { id, Level::Problem, u"Settings are wrong: %1."_s.arg(facts.settingsProblem),
            u"Start the program with --print-config: it names each value and what is allowed."_s };
    }
    const auto isSet = [](const SettingSource &source) { return source.source != "default"_L1; };
    const auto set = std::count_if(facts.settings->sources.begin(), facts.settings->sources.end(), isSet);
    if (!facts.settings->notices.isEmpty()) {
        return { id, Level::Warning,
            u"The settings can be used; %1."_s.arg(plural(facts.settings->notices.size(),
                u"notice about them is in the log"_s, u"notices about them are in the log"_s)),
            u"Read the first lines of the log."_s };
    }
    return { id, Level::Ok, u"The settings can be used; %1 of them set."_s.arg(set) };
}

Check aboutDatabase(const DiagnosisFacts &facts)
{
    const QString id = u"database"_s;
    const QString kind =
        facts.settings ? facts.settings->settings.databaseUrl.section(u"://"_s, 0, 0) : QString();
    if (facts.databaseReachable)
        return { id, Level::Ok, u"The database (%1) can be used."_s.arg(kind) };
    if (facts.schemaVersion == 0)
        return { id, Level::Ok, u"There is no database (%1) yet; the first start makes it."_s.arg(kind) };
    return {
        id, Level::Problem,
        u"The database (%1) cannot be used: %2."_s.arg(kind, wordOf(facts.databaseProblemCode)),
        u"Check CALENDAR_SYNC_DATABASE_URL, that the server runs, and its rights; the log names the reason."_s
    };
}

Check aboutSchema(const DiagnosisFacts &facts)
{
    const QString id = u"schema"_s;
    if (facts.databaseProblemCode == "schema_newer"_L1
        || facts.schemaVersion.value_or(0) > facts.newestSchema) {
        return { id, Level::Problem, u"The database was written by a newer version of this program."_s,
            u"Install that version again, or a later one."_s };
    }
    if (!facts.schemaVersion)
        return { id, Level::Warning, u"The schema cannot be looked at without the database."_s,
            u"Make the database reachable first."_s };
    if (*facts.schemaVersion == 0)
        return { id, Level::Ok, u"The schema will be of version %1."_s.arg(facts.newestSchema) };
    if (*facts.schemaVersion == facts.newestSchema)
        return { id, Level::Ok, u"The schema is of version %1."_s.arg(facts.newestSchema) };
    return { id, Level::Warning,
        u"The schema is of version %1; this program brings it to %2 with its next start."_s
            .arg(*facts.schemaVersion)
            .arg(facts.newestSchema),
        u"Start the service."_s };
}

QList<Check> aboutSignIn(const google::AuthStatus &auth)
{
    QList<Check> checks;
    if (!auth.clientSecretsConfigured) {
        checks.append({ u"client_secrets"_s, Level::Problem, u"There is no usable client_secrets.json."_s,
            u"Download it from the Google Cloud console into the credentials folder (docs/setup-guide.md)."_s });
    } else {
        checks.append({ u"client_secrets"_s, Level::Ok, u"client_secrets.json can be used."_s });
    }
    if (auth.credentialsValid) {
        const QString renewed = auth.hasRefreshToken ? u"; the sign-in renews itself"_s : QString();
        checks.append({ u"sign_in"_s, auth.hasRefreshToken ? Level::Ok : Level::Warning,
            u"Signed in to Google%1."_s.arg(renewed),
            auth.hasRefreshToken ? QString()
                                 : u"Sign in again: there is nothing to renew the sign-in with."_s });
    } else {
        const QString why = auth.problemCode.isEmpty() ? u"nobody signed in yet"_s : wordOf(auth.problemCode);
        checks.append({ u"sign_in"_s, Level::Problem, u"Not signed in to Google: %1."_s.arg(why),
            u"Sign in: in the tray program, or open what GET /auth/url answers. If it is needed every seven days, the"
            u" consent screen is in Testing: publish it."_s });
    }
    const QStringList missing = auth.tokenExists ? google::missingScopes(auth.scopes) : QStringList();
    if (!missing.isEmpty()) {
        checks.append({ u"scopes"_s, auth.credentialsValid ? Level::Warning : Level::Problem,
            u"The sign-in lacks %1."_s.arg(missing.join(u", "_s)),
            u"Sign in again and tick every box that Google shows."_s });
    } else if (auth.tokenExists) {
        checks.append({ u"scopes"_s, Level::Ok, u"The sign-in covers what is needed."_s });
    }
    return checks;
}

Check aboutGoogle(const Reached &google)
{
    const QString id = u"google"_s;
    if (google.answered && google.status < 500)
        return { id, Level::Ok, u"Google's API answers."_s };
    if (google.answered)
        return { id, Level::Warning, u"Google's API answers with status %1."_s.arg(google.status),
            u"It usually passes. If not, look at https://www.google.com/appsstatus."_s };
    return { id, Level::Problem, u"Google's API cannot be reached: %1."_s.arg(google.problem),
        google.isUntrusted
            ? u"Something between here and Google has a certificate that is not trusted; check the clock"
              u" and the proxy."_s
            : u"Check the network, the proxy and the firewall. Edits are kept meanwhile."_s };
}

// Named by their place in the settings: an id is often somebody's address.
Check aboutCalendars(const QList<Expected<bool>> &calendars)
{
    const QString id = u"calendars"_s;
    QStringList faults;
    Level level = Level::Ok;
    for (qsizetype i = 0; i < calendars.size(); ++i) {
        const QString which = u"calendar %1 of %2 "_s.arg(i + 1).arg(calendars.size());
        if (!calendars.at(i)) {
            level = Level::Problem;
            faults.append(which + u"does not answer (%1)"_s.arg(wordOf(calendars.at(i).error().code)));
        } else if (!*calendars.at(i)) {
            level = qMax(level, Level::Warning);
            faults.append(which + u"can only be read"_s);
        }
    }
    if (level == Level::Ok)
        return { id, Level::Ok,
            calendars.size() == 1 ? u"The calendar can be read and written."_s
                                  : u"All %1 calendars can be read and written."_s.arg(calendars.size()) };
    return { id, level, faults.join(u"; "_s) + u'.',
        u"Check CALENDAR_SYNC_GOOGLE_CALENDAR_ID, and that this account may change the calendar."_s };
}

Check aboutClock(std::chrono::milliseconds offset)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(offset).count();
    const QString found = u"Google's clock is %1 s ahead of this machine's."_s.arg(seconds);
    const QString advice = u"Turn time synchronisation on: timedatectl set-ntp true."_s;
    if (std::abs(seconds) <= 5)
        return { u"clock"_s, Level::Ok, found };
    return { u"clock"_s, std::abs(seconds) > 300 ? Level::Problem : Level::Warning, found, advice };
}

QList<Check> aboutWebhook(const Reached &webhook, const QDateTime &now)
{
    QList<Check> checks;
    const QString id = u"webhook_address"_s;
    if (!webhook.answered && webhook.isUntrusted) {
        checks.append(
            { id, Level::Problem, u"The webhook's certificate is not accepted: %1."_s.arg(webhook.problem),
                u"Google needs one that is publicly trusted and names the host."_s });
    } else if (!webhook.answered) {
        checks.append({ id, Level::Warning,
            u"The webhook's address cannot be reached from here: %1."_s.arg(webhook.problem),
            u"It may be reachable from outside all the same. Try it from another network; without it, changes come with"
            u" the next poll."_s });
    } else if (webhook.status != 200) {
        checks.append({ id, Level::Warning,
            u"The webhook's address answers with status %1, not as this service."_s.arg(webhook.status),
            u"Have the proxy pass /webhook, /auth/callback and /health on (packaging/nginx)."_s });
    } else {
        checks.append({ id, Level::Ok, u"The webhook's address answers."_s });
    }
    if (webhook.certificateEnds.isValid()) {
        const qint64 days = now.daysTo(webhook.certificateEnds);
        const QString found =
            u"The webhook's certificate is valid until %1."_s.arg(asText(webhook.certificateEnds));
        checks.append(days < 14 ? Check{ u"webhook_certificate"_s, days < 0 ? Level::Problem : Level::Warning,
                          found, u"Renew it."_s }
                                : Check{ u"webhook_certificate"_s, Level::Ok, found });
    }
    return checks;
}

Check aboutChannel(const StatusView &status, bool isWanted, const QDateTime &now)
{
    const QString id = u"webhook_channel"_s;
    if (status.webhookActive && status.webhookExpires > now)
        return { id, Level::Ok, u"Google notifies until %1."_s.arg(asText(status.webhookExpires)) };
    if (!isWanted)
        return { id, Level::Ok, u"There is no webhook; Google is polled."_s };
    return { id, Level::Warning, u"There is a webhook address but no channel that works; Google is polled."_s,
        u"POST /webhook/setup tries it again and says why it fails."_s };
}

QList<Check> aboutState(const StatusView &status, bool isRunning, const QDateTime &now)
{
    QList<Check> checks;
    const QString last = status.lastSyncTime.isValid() ? asText(status.lastSyncTime) : u"never"_s;
    const bool isOld = !status.lastSyncTime.isValid() || status.lastSyncTime.secsTo(now) > 24 * 3600;
    const QString found = isRunning
        ? u"The sync is %1 (%2); the last one was %3."_s.arg(toString(status.state), status.role, last)
        : u"The last sync was %1."_s.arg(last);
    switch (isRunning ? status.state : State::Idle) {
    case State::Paused:
        checks.append({ u"sync"_s, Level::Warning, found, u"POST /sync/resume goes on."_s });
        break;
    case State::NeedsConfirmation:
        checks.append({ u"sync"_s, Level::Warning, found,
            u"Many deletions at once wait: GET /sync/plan shows them, POST /sync/plan/approve or reject decides."_s });
        break;
    default:
        checks.append({ u"sync"_s, isOld ? Level::Warning : Level::Ok, found,
            isOld ? u"The other checks say what keeps it from syncing."_s : QString() });
    }
    QStringList waiting;
    const store::Statistics &counts = status.statistics;
    if (counts.conflicts > 0)
        waiting.append(plural(counts.conflicts, u"conflict"_s, u"conflicts"_s));
    if (counts.errors > 0)
        waiting.append(
            plural(counts.errors, u"event that Google refuses"_s, u"events that Google refuses"_s));
    const QString events = u"%1, %2 waiting for Google"_s.arg(plural(counts.total, u"event"_s, u"events"_s))
                               .arg(counts.pendingToGoogle);
    if (waiting.isEmpty())
        checks.append({ u"events"_s, Level::Ok, events + u'.' });
    else
        checks.append({ u"events"_s, Level::Warning,
            u"%1; %2 wait for a person."_s.arg(events, waiting.join(u", "_s)),
            u"GET /sync/conflicts and the agenda show them; POST /sync/now tries refused ones again."_s });
    // Only its code: a sentence may name an event.
    if (status.problem)
        checks.append(
            { u"last_error"_s, Level::Warning, u"The last error was %1."_s.arg(wordOf(status.problem->code)),
                u"GET /sync/status has it in a sentence."_s });
    else
        checks.append({ u"last_error"_s, Level::Ok, u"There was no error lately."_s });
    return checks;
}

} // namespace

QString toString(Level level)
{
    switch (level) {
    case Level::Ok:
        return u"ok"_s;
    case Level::Warning:
        return u"warning"_s;
    case Level::Problem:
        break;
    }
    return u"problem"_s;
}

Level Diagnosis::worst() const
{
    Level worst = Level::Ok;
    for (const Check &check : checks)
        worst = qMax(worst, check.level);
    return worst;
}

QString textOf(const Diagnosis &diagnosis)
{
    QStringList lines;
    for (const Check &check : diagnosis.checks) {
        lines.append(u"%1  %2: %3"_s.arg(toString(check.level).leftJustified(7), check.id, check.found));
        if (!check.advice.isEmpty())
            lines.append(u"         → "_s + check.advice);
    }
    lines.append(QString());
    for (const ShownSetting &setting : diagnosis.settings) {
        const QString value = !setting.value ? u"…"_s
            : setting.value->isEmpty()       ? u"not set"_s
                                             : *setting.value;
        lines.append(u"%1: %2 [%3]"_s.arg(setting.name, value, setting.source));
    }
    return lines.join(u'\n') + u'\n';
}

QList<ShownSetting> shownSettings(const LoadedSettings &loaded)
{
    QList<ShownSetting> shown;
    for (const SettingSource &source : loaded.sources) {
        ShownSetting setting{ source.name, source.source.section(u" ("_s, 0, 0), std::nullopt };
        if (harmless.contains(source.name) || source.value.isEmpty())
            setting.value = source.value;
        else if (source.name == "CALENDAR_SYNC_DATABASE_URL"_L1)
            setting.value = loaded.settings.databaseUrl.section(u"://"_s, 0, 0);
        shown.append(setting);
    }
    return shown;
}

Diagnosis diagnose(const DiagnosisFacts &facts)
{
    Diagnosis diagnosis;
    diagnosis.at = facts.at;
    if (facts.settings)
        diagnosis.settings = shownSettings(*facts.settings);
    QList<Check> &checks = diagnosis.checks;
    checks.append(aboutSettings(facts));
    if (!facts.settings)
        return diagnosis; // there is nothing else that could be looked at
    checks += { aboutDatabase(facts), aboutSchema(facts) };
    if (facts.auth)
        checks += aboutSignIn(*facts.auth);
    if (facts.google)
        checks.append(aboutGoogle(*facts.google));
    if (!facts.calendars.isEmpty())
        checks.append(aboutCalendars(facts.calendars));
    if (facts.clockOffset)
        checks.append(aboutClock(*facts.clockOffset));
    if (facts.webhook)
        checks += aboutWebhook(*facts.webhook, facts.at);
    if (facts.status) {
        const bool wantsWebhook = !facts.settings->settings.webhookBaseUrl.isEmpty();
        checks.append(aboutChannel(*facts.status, wantsWebhook, facts.at));
        checks += aboutState(*facts.status, facts.isRunning, facts.at);
    }
    if (facts.portIsUsed) {
        checks.append({ u"service"_s, Level::Ok,
            *facts.portIsUsed ? u"Something listens on the port of the API, probably the service."_s
                              : u"The service does not run; its port is free."_s });
    }
    return diagnosis;
}

} // namespace aria::service
