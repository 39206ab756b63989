// How a month looks that a day is chosen from.
#pragma once

#include <QCalendarWidget>

namespace aria::uicommon {

// In the locale's language and with its weeks; its weekend in a red that can also be read on a dark page, instead of
// Saturday and Sunday everywhere.
void dress(QCalendarWidget &calendar, const QLocale &locale);

} // namespace aria::uicommon
