#include "uicommon/translations.h"

#include "diff/fieldwords.h"
#include "phrase/phrase.h"
#include "support/testmain.h"
#include "uicommon/errorwords.h"
#include "uicommon/uiformat.h"

#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

namespace tst_translations {

using namespace Qt::StringLiterals;
using aria::uicommon::UiFormat;

class TestTranslations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsItsLanguages()
    {
        const QStringList wanted{ u"ar"_s, u"de"_s, u"en"_s, u"es"_s, u"fr"_s, u"zh_CN"_s };
        QCOMPARE(aria::uicommon::languages(), wanted);
    }

    void choosesWhatThePersonReads_data()
    {
        QTest::addColumn<QStringList>("reads");
        QTest::addColumn<QString>("language");
        QTest::newRow("nothing known") << QStringList() << u"en"_s;
        QTest::newRow("C") << QStringList{ u"C"_s } << u"en"_s;
        QTest::newRow("English first") << QStringList{ u"en-GB"_s, u"de-DE"_s } << u"en"_s;
        QTest::newRow("German") << QStringList{ u"de-DE"_s, u"de"_s } << u"de"_s;
        QTest::newRow("Austrian") << QStringList{ u"de-AT"_s } << u"de"_s;
        QTest::newRow("Canadian French") << QStringList{ u"fr-CA"_s } << u"fr"_s;
        QTest::newRow("Mexican") << QStringList{ u"es-MX"_s } << u"es"_s;
        QTest::newRow("Egyptian") << QStringList{ u"ar-EG"_s } << u"ar"_s;
        QTest::newRow("Chinese of China") << QStringList{ u"zh-CN"_s } << u"zh_CN"_s;
        QTest::newRow("Chinese of Singapore") << QStringList{ u"zh-SG"_s } << u"zh_CN"_s;
        QTest::newRow("traditional characters") << QStringList{ u"zh-TW"_s } << u"en"_s;
        QTest::newRow("second choice") << QStringList{ u"nl-NL"_s, u"fr-FR"_s } << u"fr"_s;
        QTest::newRow("none of them") << QStringList{ u"nl-NL"_s, u"fi"_s } << u"en"_s;
    }

    void choosesWhatThePersonReads()
    {
        QFETCH(QStringList, reads);
        QTEST(aria::uicommon::languageFor(reads), "language");
    }

    // Numbers on both sides of every border between plural forms.
    void counts_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("today");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        const auto row = [](const char *language, int days, const QString &text, const QString &today) {
            const QString name = QString::fromLatin1(language);
            QTest::addRow("%s %d", language, days)
                << name << days << text << today << (name == "ar"_L1 ? Qt::RightToLeft : Qt::LeftToRight);
        };
        row("en", 1, u"1 day"_s, u"Today"_s);
        row("en", 2, u"2 days"_s, u"Today"_s);
        row("de", 1, u"1 Tag"_s, u"Heute"_s);
        row("de", 2, u"2 Tage"_s, u"Heute"_s);
        row("fr", 1, u"1 jour"_s, u"Aujourd’hui"_s);
        row("fr", 2, u"2 jours"_s, u"Aujourd’hui"_s);
        row("es", 1, u"1 día"_s, u"Hoy"_s);
        row("es", 2, u"2 días"_s, u"Hoy"_s);
        row("zh_CN", 1, u"1 天"_s, u"今天"_s);
        row("zh_CN", 2, u"2 天"_s, u"今天"_s);
        row("ar", 1, u"يوم واحد"_s, u"اليوم"_s);
        row("ar", 2, u"يومين"_s, u"اليوم"_s);
        row("ar", 3, u"3 أيام"_s, u"اليوم"_s);
        row("ar", 10, u"10 أيام"_s, u"اليوم"_s);
        row("ar", 11, u"11 يومًا"_s, u"اليوم"_s);
        row("ar", 99, u"99 يومًا"_s, u"اليوم"_s);
        row("ar", 100, u"100 يوم"_s, u"اليوم"_s);
    }

    void counts()
    {
        QFETCH(QString, language);
        QFETCH(int, days);
        aria::uicommon::installLanguage(language);
        const UiFormat format{ QTimeZone::utc(), QLocale(language) };
        QTEST(aria::diff::durationText(days * 24 * 60), "text");
        QTEST(format.day(QDate(2024, 1, 15), QDate(2024, 1, 15)), "today");
        QTEST(QGuiApplication::layoutDirection(), "direction");
    }

    void understandsItsOwnExample_data()
    {
        QTest::addColumn<QString>("language");
        for (const QString &language : aria::uicommon::languages())
            QTest::newRow(qPrintable(language)) << language;
    }

    void understandsItsOwnExample()
    {
        QFETCH(QString, language);
        aria::uicommon::installLanguage(language);
        QString line =
            QCoreApplication::translate("aria::agenda::QuickAddLine", "Add: Lunch with Anna tomorrow %1",
                "example; words the program understands, %1: half past twelve");
        line = line.arg(QLocale(language).toString(QTime(12, 30), QLocale::ShortFormat));
        static const QRegularExpression lead(u"^[^:：]*[:：]\\s*"_s);
        line.remove(lead);
        const QDateTime noon({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC);
        const auto event = aria::phrase::readPhrase(line, noon, QTimeZone::utc(), QLocale(language));
        QVERIFY2(event.start.isTimed(), qPrintable(line));
        QCOMPARE(event.start.zoned().utc, QDateTime({ 2024, 1, 16 }, { 12, 30 }, Qt::UTC));
        QVERIFY2(!event.title.isEmpty() && line.startsWith(event.title), qPrintable(event.title));
    }

    // What goes into the answers of the API and into the log.
    void theServiceSpeaksEnglish()
    {
        QJsonParseError english;
        QJsonDocument::fromJson("{", &english);
        const QString before = english.errorString();
        QFile missing(u"/nowhere/at/all"_s);
        QVERIFY(!missing.open(QIODevice::ReadOnly));
        const QString noFile = missing.errorString();
        aria::uicommon::installLanguage(u"de"_s);
        QCOMPARE(english.errorString(), before);
        QVERIFY(!missing.open(QIODevice::ReadOnly));
        QCOMPARE(missing.errorString(), noFile);
        QCOMPARE(QCoreApplication::translate("QNetworkReply", "Network session error."),
            u"Network session error."_s);
        QCOMPARE(
            QCoreApplication::translate("QAbstractSocket", "Connection refused"), u"Connection refused"_s);
    }

    void saysWhatWentWrong_data()
    {
        QTest::addColumn<int>("category");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("text");
        using aria::ErrorCategory;
        const auto row = [](const char *name, ErrorCategory category, const char *code,
                             const QString &message, const QString &text) {
            QTest::newRow(name) << int(category) << QString::fromLatin1(code) << message << text;
        };
        row("by its code", ErrorCategory::Unavailable, "database_away", u"The database is away."_s,
            u"Die Datenbank ist nicht erreichbar. Es wird von selbst wieder versucht."_s);
        row("by its kind", ErrorCategory::RateLimited, "rateLimitExceeded", u"Rate Limit Exceeded"_s,
            u"Google bittet um Geduld. Es wird von selbst wieder versucht."_s);
        row("Google's own words", ErrorCategory::Refused, "invalid", u"Invalid attendee email."_s,
            u"Google hat abgelehnt: Invalid attendee email."_s);
        row("its own words", ErrorCategory::Conflict, "conflict", u"Something special."_s,
            u"Something special."_s);
        row("said by a window", ErrorCategory::Unavailable, "keyring_unavailable", u"Es antwortet nicht."_s,
            u"Es antwortet nicht."_s);
    }

    void saysWhatWentWrong()
    {
        QFETCH(int, category);
        QFETCH(QString, code);
        QFETCH(QString, message);
        aria::uicommon::installLanguage(u"de"_s);
        const aria::Error error{ aria::ErrorCategory(category), code, message };
        QTEST(aria::uicommon::errorText(error), "text");
    }

    void spellsAsTheRegionDoes()
    {
        const auto cancelled = [] {
            return QCoreApplication::translate(
                "ChangeWords", "%n event(s) cancelled in Google Calendar", nullptr, 2);
        };
        aria::uicommon::installLanguage(u"en"_s, QLocale(u"en_GB"_s));
        QCOMPARE(cancelled(), u"2 events cancelled in Google Calendar"_s);
        aria::uicommon::installLanguage(u"en"_s, QLocale(u"en_US"_s));
        QCOMPARE(cancelled(), u"2 events canceled in Google Calendar"_s);
        QCOMPARE(QCoreApplication::translate("aria::editor::EventEditor", "&Colour"), u"&Color"_s);
    }

    void qtSpeaksTheLanguageToo()
    {
        aria::uicommon::installLanguage(u"de"_s);
        QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), u"Abbrechen"_s);
    }
};

ARIA_TEST(TestTranslations)

} // namespace tst_translations

#include "tst_translations.moc"
