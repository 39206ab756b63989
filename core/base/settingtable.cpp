#include "base/settingtable.h"

#include "base/settingvalues.h"

using namespace Qt::StringLiterals;

namespace aria {

namespace {

// Stores the parsed value, if there is one.
template <class Value, class Member> bool store(const std::optional<Value> &value, Member &member)
{
    if (value)
        member = Member(*value);
    return value.has_value();
}

bool storeInt(const QString &text, qint64 lowest, qint64 highest, int &member)
{
    const std::optional<qint64> number = settingvalue::wholeNumber(text, lowest, highest);
    if (number)
        member = static_cast<int>(*number);
    return number.has_value();
}

bool storeChoice(const QString &text, const QStringList &choices, QString &member)
{
    if (!choices.contains(text))
        return false;
    member = text;
    return true;
}

bool poolSize(const QString &text, Settings &)
{
    return text.isEmpty() || settingvalue::wholeNumber(text, 0, 10000).has_value();
}

QString none(const SettingsInput &)
{
    return QString();
}

QList<SettingSpec> makeTable()
{
    using Input = const SettingsInput &;
    namespace value = settingvalue;
    const QString webUrlForm =
        u"an https URL without user, query or fragment (http only on a loopback address)"_s;
    const QString days = u"a whole number of days from 1 to 36500"_s;
    return {
        { u"CALENDAR_SYNC_DATABASE_URL"_s, false, u"Database that holds the events."_s,
            u"postgresql://user:password@host[,host2][:port]/database[?sslmode=…] or sqlite:///absolute/path"_s,
            [](Input input) {
                const QString path = input.dataHome + u"/aria-calendar-sync/calendar.db"_s;
                return u"sqlite://"_s + QString::fromLatin1(QUrl::toPercentEncoding(path, "/"));
            },
            [](const QString &text, Settings &s) { return store(value::databaseUrl(text), s.databaseUrl); } },
        { u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, false, u"Calendar to sync; several, comma-separated."_s,
            u"one or more calendar ids, comma-separated, none empty, none twice"_s,
            [](Input) { return u"primary"_s; },
            [](const QString &text, Settings &s) { return store(value::calendarIds(text), s.calendarIds); } },
        { u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, false,
            u"Who wins where both sides changed the same field."_s,
            u"google_wins, aria_wins, most_recent or manual"_s, [](Input) { return u"google_wins"_s; },
            [](const QString &text, Settings &s) {
                return store(conflictStrategyFromString(text), s.conflictStrategy);
            } },
        { u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, false, u"Public base URL for Google's notifications."_s,
            webUrlForm, none,
            [](const QString &text, Settings &s) {
                return text.isEmpty() || store(value::webUrl(text), s.webhookBaseUrl);
            } },
        { u"CALENDAR_SYNC_HOST"_s, false, u"Address on which the API listens."_s,
            u"an IP address or localhost"_s, [](Input) { return u"127.0.0.1"_s; },
            [](const QString &text, Settings &s) { return store(value::hostAddress(text), s.host); } },
        { u"CALENDAR_SYNC_PORT"_s, false, u"Port on which the API listens; 0: any free port."_s,
            u"a whole number from 0 to 65535"_s, [](Input) { return u"8068"_s; },
            [](const QString &text, Settings &s) {
                return store(value::wholeNumber(text, 0, 65535), s.port);
            } },
        { u"CALENDAR_SYNC_API_TOKEN"_s, true, u"Bearer token that callers of the API must send."_s,
            u"visible ASCII characters without spaces"_s, none,
            [](const QString &text, Settings &s) {
                s.apiToken = text;
                return text.isEmpty() || value::isToken(text);
            } },
        { u"CALENDAR_SYNC_API_TOKEN_FILE"_s, false, u"File that holds the API token and nothing else."_s,
            u"the path of a file"_s, none,
            [](const QString &text, Settings &s) {
                return text.isEmpty() || store(value::path(text), s.apiTokenFile);
            } },
        { u"CALENDAR_SYNC_CREDENTIALS_DIR"_s, false, u"Folder of client_secrets.json and token.json."_s,
            u"the path of a folder"_s,
            [](Input input) { return input.configHome + u"/aria-calendar-sync/credentials"_s; },
            [](const QString &text, Settings &s) { return store(value::path(text), s.credentialsDir); } },
        { u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, false,
            u"Seconds between periodic syncs (with a webhook: 6 times that)."_s,
            u"a whole number of seconds from 1 to 604800"_s, [](Input) { return u"300"_s; },
            [](const QString &text, Settings &s) {
                return store(value::wholeNumber(text, 1, 604800), s.interval);
            } },
        { u"CALENDAR_SYNC_PUSH_WAIT_MS"_s, false, u"Milliseconds for which a write waits for Google."_s,
            u"a whole number of milliseconds from 0 to 600000"_s, [](Input) { return u"5000"_s; },
            [](const QString &text, Settings &s) {
                return store(value::wholeNumber(text, 0, 600000), s.pushWait);
            } },
        { u"CALENDAR_SYNC_TIME_ZONE"_s, false, u"Time zone that says what today is."_s,
            u"an IANA time zone such as Europe/Berlin"_s, none,
            [](const QString &text, Settings &s) {
                return text.isEmpty() || store(value::timeZone(text), s.timeZone);
            } },
        { u"CALENDAR_SYNC_HISTORY_RETENTION_DAYS"_s, false,
            u"Days for which the history of changes is kept."_s, days, [](Input) { return u"90"_s; },
            [](const QString &text, Settings &s) {
                return storeInt(text, 1, 36500, s.historyRetentionDays);
            } },
        { u"CALENDAR_SYNC_DELETED_RETENTION_DAYS"_s, false, u"Days for which deleted events are kept."_s,
            days, [](Input) { return u"30"_s; },
            [](const QString &text, Settings &s) {
                return storeInt(text, 1, 36500, s.deletedRetentionDays);
            } },
        { u"CALENDAR_SYNC_NOTIFY_URL"_s, false, u"Address to which changes of events are POSTed."_s,
            u"an https URL without user or fragment (http only on a loopback address)"_s, none,
            [](const QString &text, Settings &s) {
                return text.isEmpty() || store(value::hookUrl(text), s.notifyUrl);
            } },
        { u"CALENDAR_SYNC_NOTIFY_SECRET"_s, true, u"Secret that they are signed with."_s,
            u"whsec_ and 24 to 64 bytes in base64, or 24 to 512 visible ASCII characters without spaces"_s,
            none,
            [](const QString &text, Settings &s) {
                return text.isEmpty() || store(value::hookKey(text), s.notifyKey);
            } },
        { u"CALENDAR_SYNC_LOG_LEVEL"_s, false, u"Least important messages that are logged."_s,
            u"debug, info, warning or error"_s, [](Input) { return u"info"_s; },
            [](const QString &text, Settings &s) {
                return storeChoice(text, { u"debug"_s, u"info"_s, u"warning"_s, u"error"_s }, s.logLevel);
            } },
        { u"CALENDAR_SYNC_LOG_FORMAT"_s, false, u"Form of the log."_s, u"text or json"_s,
            [](Input) { return u"text"_s; },
            [](const QString &text, Settings &s) {
                return storeChoice(text, { u"text"_s, u"json"_s }, s.logFormat);
            } },
        { u"CALENDAR_SYNC_DB_POOL_MIN"_s, false, u"Accepted for the Python service's sake; has no effect."_s,
            u"a whole number from 0 to 10000 (it has no effect)"_s, none, poolSize },
        { u"CALENDAR_SYNC_DB_POOL_MAX"_s, false, u"Accepted for the Python service's sake; has no effect."_s,
            u"a whole number from 0 to 10000 (it has no effect)"_s, none, poolSize },
        { u"CALENDAR_SYNC_GOOGLE_API_URL"_s, false, u"Root of Google's API."_s, webUrlForm,
            [](Input) { return u"https://www.googleapis.com"_s; },
            [](const QString &text, Settings &s) { return store(value::webUrl(text), s.googleApiUrl); } },
        { u"CALENDAR_SYNC_GOOGLE_REVOKE_URL"_s, false, u"Google's revocation endpoint."_s, webUrlForm,
            [](Input) { return u"https://oauth2.googleapis.com/revoke"_s; },
            [](const QString &text, Settings &s) { return store(value::webUrl(text), s.googleRevokeUrl); } },
    };
}

} // namespace

QString SettingSpec::optionName() const
{
    return fileKey().replace(u'_', u'-');
}

QString SettingSpec::fileKey() const
{
    return name.mid(settingPrefix.size()).toLower();
}

const QList<SettingSpec> &settingTable()
{
    static const QList<SettingSpec> table = makeTable();
    return table;
}

} // namespace aria
