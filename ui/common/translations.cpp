#include "uicommon/translations.h"

#include "base/logging.h"

#include <QDir>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <clocale>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

const QString folder = u":/i18n"_s;
const QString fileStart = u"aria-calendar-sync_"_s;
const QString sourceLanguage = u"en"_s;

// Qt's own texts for windows. What Qt's network, files and databases say about errors goes into the answers of the
// API and into the log, which are in English whoever sits in front of the screen.
class WindowTexts final : public QTranslator
{
public:
    using QTranslator::QTranslator;

    QString translate(const char *context, const char *text, const char *disambiguation, int n) const override
    {
        static const QStringList starts{ u"QNetwork"_s, u"QAbstractSocket"_s, u"QSsl"_s, u"QHttp"_s,
            u"QLocalS"_s, u"QTcp"_s, u"QHostInfo"_s, u"QDnsLookup"_s, u"QNativeSocketEngine"_s, u"QSocks5"_s,
            u"QSql"_s, u"QSQLite"_s, u"QPSQL"_s, u"QIODevice"_s, u"QSaveFile"_s, u"QProcess"_s, u"QJson"_s };
        const QString whose = QString::fromLatin1(context);
        const bool isOfService = whose == "QFile"_L1 || whose == "QDir"_L1
            || std::any_of(starts.begin(), starts.end(),
                [&whose](const QString &start) { return whose.startsWith(start); });
        return isOfService ? QString() : QTranslator::translate(context, text, disambiguation, n);
    }
};

// The texts are in British English.
class AmericanTexts final : public QTranslator
{
public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *disambiguation, int n) const override
    {
        const QString found = QTranslator::translate(context, text, disambiguation, n); // a plural form
        const QString british = found.isEmpty() ? QString::fromUtf8(text) : found;
        QString american = british;
        for (const auto &[ours, theirs] :
            { std::pair{ "olour"_L1, "olor"_L1 }, { "ancelled"_L1, "anceled"_L1 } })
            american.replace(ours, theirs);
        return american == british ? found : american;
    }
};

// Where people write "color": the United States and what follows their spelling.
bool isAmerican(const QLocale &locale)
{
    static const QList<QLocale::Territory> territories{ QLocale::UnitedStates, QLocale::PuertoRico,
        QLocale::Guam, QLocale::UnitedStatesVirginIslands, QLocale::AmericanSamoa, QLocale::Philippines };
    return locale.language() == QLocale::English && territories.contains(locale.territory());
}

// Translators that are installed later are asked first.
template <class Texts = QTranslator> bool install(const QString &file, const QString &in)
{
    auto *translator = new Texts(QCoreApplication::instance());
    if (translator->load(file, in))
        return QCoreApplication::installTranslator(translator);
    delete translator;
    return false;
}

} // namespace

QStringList languages()
{
    QStringList names;
    const QStringList files = QDir(folder).entryList({ fileStart + u"*.qm"_s }, QDir::Files, QDir::Name);
    for (const QString &file : files)
        names.append(file.sliced(fileStart.size()).chopped(3));
    return names;
}

QString languageFor(const QStringList &uiLanguages)
{
    const QStringList there = languages();
    for (const QString &wanted : uiLanguages) {
        const QLocale reader(wanted);
        for (const QString &name : there) {
            const QLocale offered(name);
            if (offered.language() == reader.language() && offered.script() == reader.script())
                return name;
        }
    }
    return sourceLanguage;
}

void installLanguage(const QString &language, const QLocale &locale)
{
    // The system's words for file errors go to the same places as Qt's.
    std::setlocale(LC_MESSAGES, "C");
    // The sources are in English; the English file adds the singular and plural forms ("%n event(s)").
    if (!install(fileStart + sourceLanguage, folder))
        qCWarning(lcUi) << "the English plural forms are missing";
    if (language == sourceLanguage && isAmerican(locale))
        install<AmericanTexts>(fileStart + sourceLanguage, folder);
    if (language != sourceLanguage) {
        if (!install<WindowTexts>(
                u"qtbase_"_s + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            qCWarning(lcUi).noquote() << "Qt's own texts are missing in the language" << language;
        if (!install(fileStart + language, folder))
            qCWarning(lcUi).noquote() << "there are no texts in the language" << language;
    }
    QGuiApplication::setLayoutDirection(QLocale(language).textDirection());
}

} // namespace aria::uicommon
