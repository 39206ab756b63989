#include "settings/diagnostics.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_diagnostics {

using namespace Qt::StringLiterals;
using namespace aria;

class TestDiagnostics : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatMattersAndNothingElse()
    {
        SettingsInput input;
        input.configHome = u"/home/xsecretx/.config"_s;
        input.dataHome = u"/home/xsecretx/.local"_s;
        input.environment = {
            { u"CALENDAR_SYNC_DATABASE_URL"_s,
                u"postgresql://xsecretx:xsecretx@xsecretx.example/xsecretx"_s },
            { u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"xsecretx@example.org,primary"_s },
            { u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"https://xsecretx.example"_s },
            { u"CALENDAR_SYNC_API_TOKEN"_s, u"xsecretx"_s },
            { u"CALENDAR_SYNC_CREDENTIALS_DIR"_s, u"/home/xsecretx/keys"_s },
            { u"CALENDAR_SYNC_GOOGLE_API_URL"_s, u"https://xsecretx.example"_s },
            { u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"77"_s },
        };
        settings::DiagnosticsInput facts;
        facts.version = u"9.8.7"_s;
        facts.isKnown = true;
        facts.health.databaseHealthy = true;
        facts.health.auth.tokenExists = true;
        facts.health.auth.problem = u"xsecretx"_s;
        facts.health.auth.problemCode = u"invalid_grant"_s;
        facts.status.lastError = u"“xsecretx” of xsecretx@example.org was refused"_s;
        facts.status.statistics.conflicts = 3;
        facts.status.role = u"leader"_s;
        const Expected<LoadedSettings> loaded = loadSettings(input);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
        const QString text = settings::diagnostics(*loaded, facts);
        QVERIFY2(!text.contains(u"xsecretx"_s), qUtf8Printable(text));
        QVERIFY2(!text.contains(u'@'), qUtf8Printable(text));
        for (const QString &fact : { u"9.8.7"_s, u"CALENDAR_SYNC_INTERVAL_SECONDS: 77 [environment]"_s,
                 u"CALENDAR_SYNC_DATABASE_URL: postgresql [environment]"_s, u"CALENDAR_SYNC_API_TOKEN: …"_s,
                 u"calendars: 2"_s, u"problem: invalid_grant"_s, u"conflicts 3"_s,
                 u"last error: there is one"_s, u"last sync: never"_s })
            QVERIFY2(text.contains(fact), qUtf8Printable(fact + u"\n"_s + text));
    }

    void saysThatNothingRuns()
    {
        SettingsInput input;
        input.configHome = input.dataHome = u"/nowhere"_s;
        const QString text = settings::diagnostics(loadSettings(input).value(), { u"1"_s, false, {}, {} });
        QVERIFY(text.contains(u"service: not running"_s));
        QVERIFY(!text.contains(u"/nowhere"_s));
    }
};

ARIA_TEST(TestDiagnostics)

} // namespace tst_diagnostics

#include "tst_diagnostics.moc"
