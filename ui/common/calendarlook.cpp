#include "uicommon/calendarlook.h"

#include <QTextCharFormat>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

void dress(QCalendarWidget &calendar, const QLocale &locale)
{
    calendar.setLocale(locale);
    calendar.setFirstDayOfWeek(locale.firstDayOfWeek());
    calendar.setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    const QPalette &palette = calendar.palette();
    const bool isDark = palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
    QTextCharFormat weekend;
    weekend.setForeground(isDark ? QColor(u"#ff8a80"_s) : QColor(u"#c62828"_s));
    QTextCharFormat workday;
    workday.setForeground(palette.text());
    const QList<Qt::DayOfWeek> workdays = locale.weekdays();
    for (int day = Qt::Monday; day <= Qt::Sunday; ++day) {
        const auto weekday = Qt::DayOfWeek(day);
        calendar.setWeekdayTextFormat(weekday, workdays.contains(weekday) ? workday : weekend);
    }
}

} // namespace aria::uicommon
