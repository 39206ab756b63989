#include "phrase/words.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

Words arabic()
{
    Words words;
    words.language = QLocale::Arabic;
    words.repeats = {
        u"(?:(?:في|كل) )?{nth} (?:يوم )?(?:{weekday}|(?<workday>عمل)) (?:من كل|في كل|من|كل|في) (?:ال)?شهر(?! القادم| المقبل| الحالي| الجاري)"_s,
        u"(?:في )?(?:يوم )?{weekday} {nth} (?:من كل|في كل|من|كل|في) (?:ال)?شهر(?! القادم| المقبل| الحالي| الجاري)"_s,
        u"(?:(?:في|كل) )?{nth} (?<monthday>يوم) (?:من كل|في كل|من|كل|في) (?:ال)?شهر(?! القادم| المقبل| الحالي| الجاري)"_s,
        u"(?:في )?(?<lastday>نهاية|اخر) كل شهر"_s, u"كل(?<year>)(?= \\d{1,2} {months})"_s,
        u"كل (?:(?<quarter>ربع (?:سنة|سنوي|عام))|(?<halfyear>نصف (?:سنة|عام)))"_s,
        u"(?<quarter>ربع سنوي(?:ا|ة)?)|(?<halfyear>نصف سنوي(?:ا|ة)?)"_s,
        u"كل(?<day>)(?= (?:صباح|مساء|ليلة))"_s, u"كل {nth} (?:يوم )?{weekday}"_s,
        u"كل (?:يوم )?(?:من )?{range}"_s, u"كل (?<workdays>يوم عمل)"_s, u"(?:في )?(?<workdays>ايام العمل)"_s,
        u"كل (?<weekend>عطلة (?:نهاية )?ال?اسبوع)"_s, u"كل (?:يوم )?(?<list>{days})"_s,
        u"(?:ايام|يومي) (?<list>{days})"_s,
        u"كل (?:(?<day>يومين)|(?<week>اسبوعين)|(?<month>شهرين)|(?<year>سنتين|عامين))(?<two>)"_s,
        u"(?:من )?كل (?:(?<n>{number}) )?(?:(?<day>يوم|ايام)|(?<week>اسبوع|اسابيع)|(?<month>شهر|اشهر|شهور)|(?<year>سنة|عام|سنوات|اعوام))"_s,
        u"(?<day>يوميا?)|(?<week>اسبوعي[اة]?)|(?<month>شهري[اة]?)|(?<year>سنوي[اة]?)"_s,
        u"(?:في )?{nth} (?:يوم )?(?:{weekday}|(?<workday>عمل))(?<more>)"_s,
        u"(?:في )?{nth} (?<monthday>يوم)(?<more>)"_s
    };
    words.except = u"(?:ما عدا|باستثناء|الا) (?:يوم )?(?<list>{days})"_s;
    words.until = u"حتى(?: يوم)?|الى(?: يوم)?"_s;
    words.starting = u"ابتداء من|بدءا من|اعتبارا من|من"_s;
    words.times = u"(?<n>\\d{1,3}) (?:مرات|مرة)"_s;
    words.allDay = u"طوال اليوم|كل اليوم|يوم كامل|طيلة اليوم"_s;
    words.span =
        u"(?<quarter>ربع ساعة)|(?<third>ثلث ساعة)|(?<threequarters>ثلاثة? ارباع (?:ال)?ساعة)|(?<half>نصف ساعة)|(?<onehalf>ساعة ونصف)|(?<hours2>ساعتين)|(?<days2>يومين)|(?<weeks2>اسبوعين)|(?:(?<n>{number}|\\d+[.,]\\d+)_)?(?:(?<hours>ساعات|ساعة)(?:(?<more> ونصف)|(?<plusquarter> وربع))?|(?<minutes>دقايق|دقيقة)|(?<days>ايام|يوما?)|(?<weeks>اسابيع|اسبوعا?))"_s;
    words.lasts = { u"لمدة {span}"_s, u"مدتها? {span}"_s };
    words.soon = { u"(?:بعد|خلال) {span}"_s };
    words.parts = { { u"صباحا|(?:في )?الصباح|صباح|الصبح"_s, 9 * 60, false },
        { u"عصرا?|العصر|بعد الظهر"_s, 16 * 60, true }, { u"مساء|(?:في |هذا )?المساء"_s, 19 * 60, true },
        { u"الليلة|ليلا|ليلة"_s, 20 * 60, true } };
    words.between = u"بين(?: الساعة)?"_s;
    words.conjunction = u"و"_s;
    words.from = u"من(?: الساعة| يوم)?"_s;
    words.to = u"الى(?: الساعة| يوم)?|حتى(?: الساعة| يوم)?"_s;
    words.before = u"الساعة|في الساعة|عند الساعة|من|في"_s;
    words.counted =
        u"فصل|الفصل|الفصول|صفحة|صفحات|الصفحات|سورة|ايات|اية|درس|الدرس|تمرين|جزء|رقم|نقطة|غرفة|القاعة|اسبوع|حلقة|سوال"_s;
    words.company = u"مع"_s;
    words.places = { u"(?:في|عند)\\s+([^\\s\\d\\x{FFFC}]{rest})"_s };
    return words;
}

} // namespace aria::phrase
