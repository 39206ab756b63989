// The program's texts in the language of the person.
#pragma once

#include <QLocale>
#include <QStringList>

namespace aria::uicommon {

// The languages that have texts, by the name of the file: "en", "de", "zh_CN".
QStringList languages();

// The first language that a person reads (QLocale::uiLanguages(), best first) and that has texts; otherwise "en".
// Regions share a language ("de-AT" reads "de"), scripts do not ("zh-TW" does not read "zh_CN").
QString languageFor(const QStringList &uiLanguages);

// Installs the texts of the program and of Qt, plural forms and the direction of the windows. Call it
// before the first window, on the UI thread; the texts stay until the application ends. Dates and
// numbers follow QLocale instead, and in English the spelling: "color" where `locale` is American.
void installLanguage(const QString &language, const QLocale &locale = QLocale());

} // namespace aria::uicommon
