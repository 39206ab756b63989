#include "uicommon/translations.h"

#include "base/logging.h"

#include <QDir>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

const QString folder = u":/i18n"_s;
const QString fileStart = u"aria-calendar-sync_"_s;
const QString sourceLanguage = u"en"_s;

// What is installed later is asked first.
bool install(const QString &file, const QString &in)
{
    auto *translator = new QTranslator(QCoreApplication::instance());
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

void installLanguage(const QString &language)
{
    // English is in the sources; its file says how one and many differ ("%n event(s)").
    if (!install(fileStart + sourceLanguage, folder))
        qCWarning(lcUi) << "the English plural forms are missing";
    if (language != sourceLanguage) {
        if (!install(u"qtbase_"_s + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            qCWarning(lcUi).noquote() << "Qt's own texts are missing in the language" << language;
        if (!install(fileStart + language, folder))
            qCWarning(lcUi).noquote() << "there are no texts in the language" << language;
    }
    QGuiApplication::setLayoutDirection(QLocale(language).textDirection());
}

} // namespace aria::uicommon
