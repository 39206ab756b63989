#include "phrase/words.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

Words english()
{
    Words words;
    words.language = QLocale::English;
    words.repeats = {
        u"(?:(?:every|each|on|monthly|monthly on|quarterly|quarterly on) )?(?:the )?{nth} (?:{weekday}s?|(?<workday>weekday|work_?day|(?:working|business) day)|(?<monthday>day)) (?:of|in) (?:the|each|every|a) (?:month|(?<quarter>quarter))"_s,
        u"(?:at |by |on )?(?:the )?(?<lastday>end) of (?:each|every) month"_s,
        u"(?:on )?(?:the )?(?<monthdays>\\d{1,2}(?:st|nd|rd|th)(?:(?:, | and |, and | & )(?:the )?\\d{1,2}(?:st|nd|rd|th))+) (?:of|in) (?:the|each|every) month"_s,
        u"(?:on )?(?:the )?(?!\\d){nth}(?<monthday>) (?:of|in) (?:the|each|every) month"_s,
        u"(?:every|each)(?<year>)(?= (?:\\d{1,2}(?:st|nd|rd|th)? (?:of )?{months}|{months}\\.? \\d{1,2}))"_s,
        u"(?:monthly(?: on)? the|every(?! second| third| fourth| 2| 3| 4)) {nth} {weekday}"_s,
        u"(?:every|each)(?: day)?(?: from)? {range}"_s,
        u"(?:every|each) (?<workdays>weekdays?|work_?days?|(?:working|business) days?)"_s,
        u"(?:on )?(?<workdays>weekdays|work_?days)"_s, u"(?:every|each) (?<weekend>weekend)"_s,
        u"(?:every|each) (?:(?:(?<n>{number})|(?<other>other|second|third|2nd|3rd)) )?(?<list>{days})"_s,
        u"(?:on )?(?<list>{plural})"_s,
        u"(?:of )?(?:every|each) (?:(?:(?<n>{number})|(?<other>other|second|third|2nd|3rd)) )?(?:(?<day>days?)|(?<week>weeks?)|(?<month>months?)|(?<year>years?))"_s,
        u"every (?<other>fortnight)(?<week>)"_s, u"(?<other>fortnight)(?<week>ly)"_s,
        u"(?<other>bi)-?(?<week>weekly)"_s,
        u"(?:every|each) (?:(?:(?<n>{number})|(?<other>other|second)) )?(?<quarter>quarters?)"_s,
        u"(?:every|each) half(?: a)?[ -]?(?<halfyear>year)"_s,
        // Before a word, "weekly" belongs to that: "send weekly report".
        u"(?<!^\\s)(?<!twice\\s)(?<!times\\s)(?:(?<day>daily)|(?<week>weekly)|(?<halfyear>half-?_yearly|semi-?_annually)|(?<month>monthly)|(?<quarter>quarterly)|(?<year>yearly|annually))(?= ?(?:$|[\\d,@)(\\x{FFFC}]|(?:at|on|from|until|till|through|thru|for|starting|beginning|by|in|with|except|but|noon|midnight|morning|afternoon|evening|tonight|today|tomorrow|{days}|{months}|the)(?!\\p{L})))"_s,
        u"(?<=^\\s)(?:(?<day>daily)|(?<week>weekly)|(?<month>monthly))(?= (?:at )?\\d)"_s,
        u"(?:every|each)(?<day>)(?= (?:morning|afternoon|evening|night))"_s, u"(?:on )?(?<workdays>m-f)"_s,
        u"(?:every|each) (?<monthdays>\\d{1,2})(?:st|nd|rd|th)(?: of the month)?(?= ?(?:$|\\d|at |,|\\x{FFFC}))"_s,
        u"(?:on )?the (?<monthdays>\\d{1,2}(?:st|nd|rd|th)(?:(?:, | and |, and | & )(?:the )?\\d{1,2}(?:st|nd|rd|th))+)(?<more>)"_s,
        u"(?:on )?(?:the )?{nth} (?:{weekday}|(?<workday>weekday|work_?day|(?:working|business) day)|(?<monthday>day))(?<more>)"_s
    };
    words.except = u"(?:except|but not|apart from)(?: on)? (?<list>{days})"_s;
    words.intervals = { { u"other"_s, 2 }, { u"second"_s, 2 }, { u"2nd"_s, 2 }, { u"third"_s, 3 },
        { u"3rd"_s, 3 }, { u"fortnight"_s, 2 }, { u"bi"_s, 2 } };
    words.until = u"until|till|through|up to"_s;
    words.starting = u"starting(?: on| from)?|beginning(?: on)?|from"_s;
    words.times = u"(?:for )?(?<n>\\d{1,3}) times"_s;
    words.allDay = u"all[ -]day(?: long)?|the whole day|whole day"_s;
    words.span =
        u"(?<quarter>(?:a )?quarter of an hour)|(?<threequarters>three[ -]quarters of an hour)|(?<half>half an hour)|(?<onehalf>(?:one|an) and a half hours)|(?<n>{number}|\\d+[.,]\\d+)_-?(?:(?<hours>h|hrs?|hours?)(?:_(?:and )?(?<plus>\\d{1,2})_(?:m|mins?|minutes?)|(?<more> and a half)|(?<plusquarter> and a quarter))?|(?<minutes>m|mins?|minutes?)|(?<days>days?)|(?<weeks>wks?|weeks?))"_s;
    words.lasts = { u"for (?:about )?{span}"_s };
    words.soon = { u"in {span}"_s, u"{span} from now"_s };
    // In front of a day, "movie night" is a title.
    words.parts = { { u"(?:in the |this )morning|(?<=\\x{FFFC}\\s)morning"_s, 9 * 60, false },
        { u"(?:in the |this )afternoon|(?<=\\x{FFFC}\\s)afternoon"_s, 15 * 60, true },
        { u"(?:in the |this )evening|(?<=\\x{FFFC}\\s)evening"_s, 19 * 60, true },
        { u"at night|(?<=\\x{FFFC}\\s)night|tonight|tonite"_s, 20 * 60, true } };
    words.between = u"between"_s;
    words.conjunction = u"and"_s;
    words.from = u"from"_s;
    words.to = u"to|until|till|through|thru"_s;
    words.before = u"at|by|from|@"_s;
    words.counted =
        u"ch(?:apters?|\\.)?|pages?|pp?\\.?|sections?|verses?|psalms?|lessons?|rooms?|exercises?|parts?|vol(?:umes?)?|numbers?|nos?\\.?|items?|levels?|grades?|ages?|aged|weeks?|versions?|episodes?|questions?|lines?|units?|tasks?|steps?|sizes?|bus|gate|floors?"_s;
    words.company = u"with|w/|for|about"_s;
    words.places = {
        u"at\\s+((?:the\\s+|my\\s+|our\\s+)?(?:[\\p{Lu}\\d]|(?:room|office|home|work|school|church|airport|station|restaurant|caf[eé]|bar|gym|hotel|library|hospital|clinic|studio|park|pool|kitchen|lobby|club)\\b){rest})"_s,
        u"in\\s+((?:the\\s+)?(?:[\\p{Lu}]|(?:room|office|kitchen|lobby|library|park|studio)\\b){rest})"_s
    };
    return words;
}

} // namespace aria::phrase
