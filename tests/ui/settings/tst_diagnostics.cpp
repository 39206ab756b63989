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
    void showsWhatTheServiceFound()
    {
        service::Diagnosis diagnosis;
        diagnosis.checks = { { u"clock"_s, service::Check::Level::Warning, u"It is late."_s, u"Set it."_s } };
        diagnosis.settings = { { u"CALENDAR_SYNC_PORT"_s, u"default"_s, u"8068"_s } };
        const QString text = settings::diagnostics(loaded(), diagnosis);
        for (const QString &fact : { u"aria-calendar-sync " ARIA_VERSION ""_s, u"service: running"_s,
                 u"warning  clock: It is late."_s, u"→ Set it."_s, u"CALENDAR_SYNC_PORT: 8068 [default]"_s })
            QVERIFY2(text.contains(fact), qUtf8Printable(fact + u"\n"_s + text));
    }

    void saysThatNothingRuns()
    {
        const QString text = settings::diagnostics(loaded(), std::nullopt);
        QVERIFY(text.contains(u"service: not running"_s));
        QVERIFY(text.contains(u"CALENDAR_SYNC_INTERVAL_SECONDS: 77 [environment]"_s));
        QVERIFY2(!text.contains(u"xsecretx"_s) && !text.contains(u'@'), qUtf8Printable(text));
    }

private:
    static LoadedSettings loaded()
    {
        SettingsInput input;
        input.configHome = u"/home/xsecretx/.config"_s;
        input.dataHome = u"/home/xsecretx/.local"_s;
        input.environment = { { u"CALENDAR_SYNC_DATABASE_URL"_s,
                                  u"postgresql://xsecretx:xsecretx@xsecretx.example/xsecretx"_s },
            { u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"xsecretx@example.org,primary"_s },
            { u"CALENDAR_SYNC_API_TOKEN"_s, u"xsecretx"_s },
            { u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"77"_s } };
        return loadSettings(input).value();
    }
};

ARIA_TEST(TestDiagnostics)

} // namespace tst_diagnostics

#include "tst_diagnostics.moc"
