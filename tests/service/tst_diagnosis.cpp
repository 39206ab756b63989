// What a diagnosis makes of what was looked at: the level, the advice, and nothing private.
#include "service/diagnosis.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_diagnosis {

using namespace aria;
using namespace aria::service;
using namespace Qt::StringLiterals;

using Level = Check::Level;
using Change = std::function<void(DiagnosisFacts &)>;

namespace {

const QDateTime now(QDate(2030, 1, 15), QTime(12, 0), Qt::UTC);

Expected<LoadedSettings> loadedWith(const QHash<QString, QString> &environment)
{
    SettingsInput input;
    input.configHome = u"/home/xsecretx/.config"_s;
    input.dataHome = u"/home/xsecretx/.local"_s;
    input.environment = environment;
    return loadSettings(input);
}

// A service that lacks nothing.
DiagnosisFacts wellFacts()
{
    DiagnosisFacts facts;
    facts.at = now;
    facts.settings =
        loadedWith({ { u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"xsecretx@example.org,primary"_s },
                       { u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"https://xsecretx.example"_s },
                       { u"CALENDAR_SYNC_API_TOKEN"_s, u"xsecretx-xsecretx"_s },
                       { u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"77"_s } })
            .value();
    facts.databaseReachable = true;
    facts.schemaVersion = 4;
    facts.newestSchema = 4;
    google::AuthStatus auth;
    auth.clientSecretsConfigured = auth.tokenExists = auth.credentialsValid = auth.hasRefreshToken = true;
    auth.scopes = { u"https://www.googleapis.com/auth/calendar"_s };
    facts.auth = auth;
    StatusView status;
    status.role = u"leader"_s;
    status.lastSyncTime = now.addSecs(-60);
    status.webhookActive = true;
    status.webhookExpires = now.addDays(3);
    facts.status = status;
    facts.google = Reached{ true, 401, {}, false, {} };
    facts.calendars = { true, true };
    facts.clockOffset = std::chrono::milliseconds(0);
    facts.webhook = Reached{ true, 200, {}, false, now.addDays(60) };
    return facts;
}

Check named(const Diagnosis &diagnosis, const QString &id)
{
    for (const Check &check : diagnosis.checks) {
        if (check.id == id)
            return check;
    }
    Check none;
    none.id = u"(none)"_s;
    return none;
}

} // namespace

class TestDiagnosis : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allIsWell();
    void names_data();
    void names();
    void nothingPrivate();
    void badSettings();
};

void TestDiagnosis::allIsWell()
{
    const Diagnosis diagnosis = diagnose(wellFacts());
    for (const Check &check : diagnosis.checks)
        QVERIFY2(
            check.level == Level::Ok && check.advice.isEmpty(), qPrintable(check.id + u": "_s + check.found));
    QVERIFY(diagnosis.worst() == Level::Ok);
    QCOMPARE(diagnosis.checks.size(), 15);
}

void TestDiagnosis::names_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("level");
    QTest::addColumn<QString>("word"); // in what is found
    const auto row = [](const char *name, const char *id, Level level, const char *word,
                         const Change &change) {
        QTest::newRow(name) << change << QString::fromLatin1(id) << static_cast<int>(level)
                            << QString::fromUtf8(word);
    };
    row("database away", "database", Level::Problem, "database_away", [](DiagnosisFacts &facts) {
        facts.databaseReachable = false;
        facts.schemaVersion.reset();
        facts.databaseProblemCode = u"database_away"_s;
    });
    row("no database yet", "database", Level::Ok, "first start", [](DiagnosisFacts &facts) {
        facts.databaseReachable = false;
        facts.schemaVersion = 0;
    });
    row("no schema yet", "schema", Level::Ok, "will be of version 4",
        [](DiagnosisFacts &facts) { facts.schemaVersion = 0; });
    row("older schema", "schema", Level::Warning, "version 3",
        [](DiagnosisFacts &facts) { facts.schemaVersion = 3; });
    row("newer schema", "schema", Level::Problem, "newer",
        [](DiagnosisFacts &facts) { facts.schemaVersion = 5; });
    row("no client", "client_secrets", Level::Problem, "client_secrets",
        [](DiagnosisFacts &facts) { facts.auth->clientSecretsConfigured = false; });
    row("nobody signed in", "sign_in", Level::Problem, "nobody",
        [](DiagnosisFacts &facts) { facts.auth->credentialsValid = facts.auth->tokenExists = false; });
    row("sign-in ended", "sign_in", Level::Problem, "invalid_grant", [](DiagnosisFacts &facts) {
        facts.auth->credentialsValid = false;
        facts.auth->problemCode = u"invalid_grant"_s;
    });
    row("nothing to renew with", "sign_in", Level::Warning, "Signed in",
        [](DiagnosisFacts &facts) { facts.auth->hasRefreshToken = false; });
    row("a scope is missing", "scopes", Level::Problem, "calendar.events", [](DiagnosisFacts &facts) {
        facts.auth->credentialsValid = false;
        facts.auth->scopes = { u"https://www.googleapis.com/auth/calendar.calendarlist.readonly"_s };
    });
    row("Google away", "google", Level::Problem, "refused", [](DiagnosisFacts &facts) {
        facts.google = Reached{ false, 0, u"the connection is refused"_s, false, {} };
    });
    row("Google ill", "google", Level::Warning, "503",
        [](DiagnosisFacts &facts) { facts.google->status = 503; });
    row("calendar unknown", "calendars", Level::Problem, "calendar 2 of 2", [](DiagnosisFacts &facts) {
        facts.calendars[1] = makeError(ErrorCategory::NotFound, u"notFound"_s, u"xsecretx"_s);
    });
    row("calendar read-only", "calendars", Level::Warning, "calendar 1 of 2 can only be read",
        [](DiagnosisFacts &facts) { facts.calendars[0] = false; });
    row("clock a little late", "clock", Level::Ok, "4 s",
        [](DiagnosisFacts &facts) { facts.clockOffset = std::chrono::seconds(4); });
    row("clock late", "clock", Level::Warning, "-30 s",
        [](DiagnosisFacts &facts) { facts.clockOffset = std::chrono::seconds(-30); });
    row("clock wrong", "clock", Level::Problem, "3600 s",
        [](DiagnosisFacts &facts) { facts.clockOffset = std::chrono::hours(1); });
    row("webhook out of reach", "webhook_address", Level::Warning, "cannot be reached",
        [](DiagnosisFacts &facts) {
            facts.webhook = Reached{ false, 0, u"the host's name is not known"_s, false, {} };
        });
    row("webhook elsewhere", "webhook_address", Level::Warning, "502",
        [](DiagnosisFacts &facts) { facts.webhook->status = 502; });
    row("webhook untrusted", "webhook_address", Level::Problem, "certificate", [](DiagnosisFacts &facts) {
        facts.webhook = Reached{ false, 0, u"there is no trusted connection"_s, true, {} };
    });
    row("certificate ends soon", "webhook_certificate", Level::Warning, "2030-01-20",
        [](DiagnosisFacts &facts) { facts.webhook->certificateEnds = now.addDays(5); });
    row("certificate ended", "webhook_certificate", Level::Problem, "2030-01-10",
        [](DiagnosisFacts &facts) { facts.webhook->certificateEnds = now.addDays(-5); });
    row("no channel", "webhook_channel", Level::Warning, "polled",
        [](DiagnosisFacts &facts) { facts.status->webhookActive = false; });
    row("channel over", "webhook_channel", Level::Warning, "polled",
        [](DiagnosisFacts &facts) { facts.status->webhookExpires = now.addSecs(-1); });
    row("paused", "sync", Level::Warning, "paused",
        [](DiagnosisFacts &facts) { facts.status->state = State::Paused; });
    row("held", "sync", Level::Warning, "needs_confirmation",
        [](DiagnosisFacts &facts) { facts.status->state = State::NeedsConfirmation; });
    row("never synced", "sync", Level::Warning, "never",
        [](DiagnosisFacts &facts) { facts.status->lastSyncTime = {}; });
    row("conflicts", "events", Level::Warning, "1 conflict,", [](DiagnosisFacts &facts) {
        facts.status->statistics.conflicts = 1;
        facts.status->statistics.errors = 2;
    });
    row("error", "last_error", Level::Warning, "rateLimitExceeded", [](DiagnosisFacts &facts) {
        facts.status->problem = Error{ ErrorCategory::RateLimited, u"rateLimitExceeded"_s, u"xsecretx"_s };
    });
    row("error with a foreign code", "last_error", Level::Warning, "unknown", [](DiagnosisFacts &facts) {
        facts.status->problem = Error{ ErrorCategory::Refused, u"xsecretx@example.org"_s, u"xsecretx"_s };
    });
    row("service does not run", "service", Level::Ok, "does not run",
        [](DiagnosisFacts &facts) { facts.portIsUsed = false; });
}

void TestDiagnosis::names()
{
    QFETCH(Change, change);
    QFETCH(QString, id);
    QFETCH(int, level);
    QFETCH(QString, word);
    DiagnosisFacts facts = wellFacts();
    change(facts);
    const Diagnosis diagnosis = diagnose(facts);
    const Check check = named(diagnosis, id);
    QVERIFY2(check.found.contains(word), qPrintable(check.found));
    QCOMPARE(static_cast<int>(check.level), level);
    QCOMPARE(check.advice.isEmpty(), check.level == Level::Ok);
    QCOMPARE(static_cast<int>(diagnosis.worst()) >= level, true);
    QVERIFY2(!textOf(diagnosis).contains(u"xsecretx"_s), qPrintable(textOf(diagnosis)));
}

void TestDiagnosis::nothingPrivate()
{
    const QString text = textOf(diagnose(wellFacts()));
    QVERIFY2(!text.contains(u"xsecretx"_s) && !text.contains(u'@') && !text.contains(u"/home"_s),
        qPrintable(text));
    for (const QString &line : { u"CALENDAR_SYNC_INTERVAL_SECONDS: 77 [environment]"_s,
             u"CALENDAR_SYNC_DATABASE_URL: sqlite [default]"_s, u"CALENDAR_SYNC_API_TOKEN: … [environment]"_s,
             u"CALENDAR_SYNC_API_TOKEN_FILE: not set [default]"_s })
        QVERIFY2(text.contains(line), qPrintable(text));
}

void TestDiagnosis::badSettings()
{
    DiagnosisFacts facts;
    facts.at = now;
    facts.settingsProblem = u"CALENDAR_SYNC_PORT"_s;
    const Diagnosis diagnosis = diagnose(facts);
    QCOMPARE(diagnosis.checks.size(), 1);
    QVERIFY(diagnosis.worst() == Level::Problem);
    QVERIFY(textOf(diagnosis).contains(u"CALENDAR_SYNC_PORT"_s));
}

ARIA_TEST(TestDiagnosis)

} // namespace tst_diagnosis

#include "tst_diagnosis.moc"
