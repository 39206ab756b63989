// The program's texts in the language of the person.
#pragma once

#include <QStringList>

namespace aria::uicommon {

// The languages there are texts in, by the name of the file: "en", "de", "zh_CN".
QStringList languages();

// The first of what a person reads (QLocale::uiLanguages(), best first) that there are texts in; "en" where there is
// none. Regions share a language ("de-AT" reads "de"), scripts do not ("zh-TW" does not read "zh_CN").
QString languageFor(const QStringList &uiLanguages);

// Texts of the program and of Qt, plural forms and the direction of the windows. Before the first window, on the UI
// thread; the texts stay until the application ends. Dates and numbers follow QLocale, not this.
void installLanguage(const QString &language);

} // namespace aria::uicommon
