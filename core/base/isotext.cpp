#include "base/isotext.h"

using namespace Qt::StringLiterals;

namespace aria {

namespace {

constexpr int lastYear = 9999; // that four digits name

char16_t *putDigits(char16_t *at, int value, int count)
{
    for (int i = count - 1; i >= 0; --i, value /= 10)
        at[i] = char16_t(u'0' + value % 10);
    return at + count;
}

char16_t *putDate(char16_t *at, int year, int month, int day)
{
    at = putDigits(at, year, 4);
    *at++ = u'-';
    at = putDigits(at, month, 2);
    *at++ = u'-';
    return putDigits(at, day, 2);
}

bool hasPlainYear(QDate date)
{
    return date.isValid() && date.year() >= 1 && date.year() <= lastYear;
}

} // namespace

QString isoText(QDate date)
{
    if (!hasPlainYear(date))
        return date.toString(u"yyyy-MM-dd"_s);
    constexpr int length = 10;
    char16_t text[length];
    int year = 0;
    int month = 0;
    int day = 0;
    date.getDate(&year, &month, &day);
    putDate(text, year, month, day);
    return QString(reinterpret_cast<const QChar *>(text), length);
}

QString isoText(const QDateTime &wall, Fraction fraction)
{
    const QDate date = wall.date();
    if (!hasPlainYear(date)) {
        return wall.toString(
            fraction == Fraction::None ? u"yyyy-MM-ddTHH:mm:ss"_s : u"yyyy-MM-ddTHH:mm:ss.zzz"_s);
    }
    constexpr int length = 23;
    char16_t text[length];
    int year = 0;
    int month = 0;
    int day = 0;
    date.getDate(&year, &month, &day);
    char16_t *at = putDate(text, year, month, day);
    const int ms = wall.time().msecsSinceStartOfDay();
    *at++ = u'T';
    at = putDigits(at, ms / 3'600'000, 2);
    *at++ = u':';
    at = putDigits(at, ms / 60'000 % 60, 2);
    *at++ = u':';
    at = putDigits(at, ms / 1000 % 60, 2);
    if (fraction == Fraction::Milliseconds) {
        *at++ = u'.';
        at = putDigits(at, ms % 1000, 3);
    }
    return QString(reinterpret_cast<const QChar *>(text), at - text);
}

} // namespace aria
