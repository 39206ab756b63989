#include "phrase/words.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

Words chinese()
{
    Words words;
    words.language = QLocale::Chinese;
    words.repeats = { u"每个?月的?{nth}个?(?:{weekday}|(?<workday>工作日)|(?<monthday>天))"_s,
        u"每个?(?<quarter>季度?)的?{nth}个?(?:{weekday}|(?<workday>工作日)|(?<monthday>天))"_s,
        u"每个?月(?<lastday>底|末)"_s,
        u"每个?月的?(?<monthdays>\\d{1,2}[日号]?(?:[,和及]\\d{1,2}[日号]?)+)"_s, u"每个?{range}"_s,
        u"每个?(?<workdays>工作日)"_s, u"每个?(?<weekend>周末)"_s,
        u"每(?:(?<other>隔一?)|(?<n>{number}))个?(?:周|星期)(?<list>(?:周|星期|礼拜)[一二三四五六日天](?:[,和及](?:周|星期|礼拜)?[一二三四五六日天])*)"_s,
        u"每个?(?<list>(?:周|星期|礼拜)[一二三四五六日天](?!次)(?:[,和及]?(?:周|星期|礼拜)?[一二三四五六日天](?!次|个|月|[点时]))*)"_s,
        u"每(?:(?<other>隔一?)|(?<n>{number}))?个?(?:(?<day>天|日)|(?<week>周|星期|礼拜)|(?<month>月)|(?<quarter>季度?)|(?<halfyear>半年)|(?<year>年))"_s,
        u"每(?<day>)(?=[早晚])"_s, u"(?<workdays>工作日)(?!记|志|程)"_s,
        u"(?<other>隔)(?:(?<day>天|日)|(?<week>周))"_s };
    words.intervals = { { u"隔"_s, 2 }, { u"隔一"_s, 2 } };
    words.except =
        u"除了?(?<list>(?:周|星期|礼拜)[一二三四五六日天](?:[,和及](?:周|星期|礼拜)?[一二三四五六日天])*)(?:以外|之外|外)?"_s;
    words.until = u"直到|到|至"_s;
    words.starting = u"从|自"_s;
    words.times = u"(?:共|一共)?(?<n>\\d{1,3})次"_s;
    words.allDay = u"全天|整天|一整天"_s;
    words.span =
        u"(?<quarter>一刻钟)|(?<threequarters>三刻钟)|(?<half>半个?(?:小时|钟头))|(?<onehalf>一个半(?:小时|钟头))|(?<n>{number}|\\d+[.,]\\d+)_个?(?<more>半)?_(?:(?<hours>小时|钟头)|(?<minutes>分钟)|(?<days>天)|(?<weeks>周|星期))"_s;
    words.lasts = { u"(?:为期|持续|共){span}(?!之?后|以后)"_s, u"{span}(?:的时间|长)"_s };
    words.soon = { u"{span}(?:之后|以后|后)"_s, u"过{span}"_s };
    words.parts = { { u"早上|早晨|清晨|早"_s, 8 * 60, false }, { u"上午"_s, 9 * 60, false },
        { u"下午"_s, 15 * 60, true }, { u"傍晚"_s, 18 * 60, true }, { u"晚上|晚间|晚"_s, 19 * 60, true } };
    words.conjunction = u"和"_s;
    words.from = u"从|自"_s;
    words.to = u"到|至"_s;
    words.before = u"在"_s;
    words.counted = u"第|章|页|节|版本"_s;
    words.company = u"与|跟|同"_s;
    words.places = { u"在([^\\s\\x{FFFC}]{rest})"_s };
    return words;
}

} // namespace aria::phrase
