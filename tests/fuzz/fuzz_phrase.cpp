// A line that somebody typed or pasted: the first byte picks the language. What is understood of it is an event.
#include "bytes.h"
#include "calendar/recurrence.h"
#include "calendar/walltime.h"
#include "phrase/phrase.h"
#include "when/clockreader.h"
#include "when/dayreader.h"

#include <array>

using namespace Qt::StringLiterals;

using namespace aria;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const std::array locales{ QLocale(u"en_US"_s), QLocale(u"en_GB"_s), QLocale(u"de_DE"_s),
        QLocale(u"fr_FR"_s), QLocale(u"es_ES"_s), QLocale(u"ar_EG"_s), QLocale(u"zh_CN"_s) };
    if (size == 0)
        return 0;
    const QLocale &locale = locales.at(data[0] % locales.size());
    const QString line = QString::fromUtf8(fuzz::bytesOf(data + 1, size - 1));
    const QDateTime now({ 2026, 1, 15 }, { 12, 30 }, Qt::UTC);
    const phrase::Phrase read = phrase::readPhrase(line, now, QTimeZone("Europe/Berlin"), locale);
    fuzz::require(read.title.size() <= line.size(), "a title is a part of the line");
    fuzz::require(!read.start.isNull() && !read.end.isNull() && read.start.isDate() == read.end.isDate(),
        "an event has its times");
    if (read.start.isDate())
        fuzz::require(
            read.start.date().isValid() && read.start.date() < read.end.date(), "days follow each other");
    else
        fuzz::require(read.start.zoned().utc.isValid() && read.start.zoned().utc <= read.end.zoned().utc,
            "an end is not before its start");
    fuzz::require(
        read.recurrence.isEmpty() || calendar::checkRecurrence(read.recurrence, read.start).has_value(),
        "what repeats can be stored");
    const when::DayReader days(locale);
    if (const auto day = days.read(line, { now.date() }))
        fuzz::require(day->isValid(), "a day that is read exists");
    const when::ClockReader clocks(locale);
    if (const auto clock = clocks.read(line))
        fuzz::require(clocks.timeOf(*clock).isValid(), "a time that is read exists");
    return 0;
}
