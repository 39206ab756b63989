#include "phrase/words.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

Words german()
{
    Words words;
    words.language = QLocale::German;
    words.repeats = {
        u"(?:(?:an )?(?:jeden|jedem|jeder|(?:jeweils |immer )?(?:am|den|der)) )?{nth} (?:{weekday}|(?<workday>werktag|arbeitstag)|(?<monthday>tag)) (?:im|des|jeden|jedes|eines jeden|in jedem) (?:monats?|(?<quarter>quartals?))"_s,
        u"(?:monatlich (?:am|jeden)|jeden(?! zweit| dritt| viert| 2| 3| 4)) {nth} (?:{weekday}|(?<workday>werktag|arbeitstag))"_s,
        u"(?:jeweils )?(?:am |zum )?(?<lastday>ende) (?:jeden|eines jeden|jedes) monats"_s,
        u"(?:jeden|jedes|zum jeden|an jedem) (?<lastday>monatsende)"_s,
        u"(?:jeweils )?(?:am |zum )?(?<monthdays>\\d{1,2}\\.(?:(?:, | und )(?:am )?\\d{1,2}\\.)+) (?:des|jeden|eines jeden|im) monats?"_s,
        u"(?:am |zum )(?!\\d){nth}(?<monthday>) (?:des|jeden|jedes|eines jeden|im) monats?"_s,
        u"jeden(?<year>)(?= \\d{1,2}\\. ?{months})"_s, u"jeden(?: tag)?(?: von)? {range}"_s,
        u"jeden (?<workdays>werktag|arbeitstag|wochentag)"_s,
        u"(?<workdays>werktags|wochentags|an werktagen)"_s, u"(?:jedes|an jedem) (?<weekend>wochenende)"_s,
        u"(?:jeden|jede|alle) (?:(?:(?<n>{number})\\.?|(?<other>zweiten|zweite|anderen|dritten)) )?(?<list>{days})"_s,
        u"(?<list>{plural})"_s,
        u"(?:jeden|jede|jedes|alle) (?:(?:(?<n>{number})\\.?|(?<other>zweiten|zweite|zweites|dritten|dritte|drittes)) )?(?:(?<day>tage?)|(?<week>wochen?)|(?<month>monate?)|(?<quarter>quartale?)|(?<year>jahre?))"_s,
        u"(?<=\\d\\.\\s)(?:des|jeden|eines jeden) (?<month>monats)"_s,
        u"(?<n>vierzehn|14)-?_(?<day>tae?glich)"_s,
        u"jedes (?<quarter>vierteljahr)|(?:einmal )?(?:pro|je) (?:(?<month>monat)|(?<week>woche))"_s,
        u"(?:einmal im|(?:einmal )?(?:pro|je)) (?<quarter>quartal)"_s,
        u"(?:jedes|alle) halben?_(?<halfyear>jahre?)"_s,
        u"(?<quarter>vierteljae?hrlich|quartalsweise)|(?<halfyear>halbjae?hrlich)"_s,
        u"(?<day>tae?glich)|(?<week>woe?chentlich)|(?<month>monatlich)|(?<year>jae?hrlich)"_s,
        u"jeden(?<day>)(?= (?:morgen|vormittag|nachmittag|abend))"_s,
        u"(?:jeweils )?(?:am |zum )(?<monthdays>\\d{1,2}\\.(?:(?:, | und )(?:am )?\\d{1,2}\\.)+)(?<more>)"_s,
        u"(?:jeweils )?(?:am )?{nth} (?:{weekday}|(?<workday>werktag|arbeitstag)|(?<monthday>tag))(?<more>)"_s
    };
    words.except = u"(?:au(?:ß|ss)er|nur nicht)(?: am)? (?<list>{days})"_s;
    words.intervals = { { u"zweiten"_s, 2 }, { u"zweite"_s, 2 }, { u"zweites"_s, 2 }, { u"anderen"_s, 2 },
        { u"dritten"_s, 3 }, { u"dritte"_s, 3 }, { u"drittes"_s, 3 } };
    words.until = u"bis(?: zum| einschließlich| ende)?"_s;
    words.starting = u"ab(?: dem)?|beginnend(?: am)?|von"_s;
    words.times = u"(?<n>\\d{1,3})_mal"_s;
    words.allDay = u"ganztagige?s?|ganztags|den ganzen tag"_s;
    words.span =
        u"(?<quarter>(?:einer? )?viertel_stunde)|(?<threequarters>(?:einer? )?drei_viertel_stunde)|(?<half>(?:eine |einer )?halben? stunde)|(?<onehalf>(?:anderthalb|eineinhalb) stunden?)|(?<n>{number}|\\d+[.,]\\d+)(?<more>einhalb)?_(?:(?<hours>h|std\\.?|stunden?)(?:_(?:und )?(?<plus>\\d{1,2})_(?:min\\.?|minuten))?|(?<minutes>min\\.?|minuten?)|(?<days>tage?n?)|(?<weeks>wochen?))"_s;
    words.lasts = { u"fue?r (?:ca\\. |etwa )?{span}(?: lang)?"_s, u"{span} lang"_s, u"{span}(?= ab )"_s };
    words.soon = { u"in {span}"_s };
    words.parts = { { u"in der frue?h|frue?h|am morgen|morgens|(?<=\\x{FFFC}\\s)morgen"_s, 8 * 60, false },
        { u"am vormittag|vormittags?"_s, 10 * 60, false }, { u"am nachmittag|nachmittags?"_s, 15 * 60, true },
        { u"am abend|abends?"_s, 19 * 60, true }, { u"in der nacht|nachts?"_s, 22 * 60, true } };
    words.joined =
        u"((?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)(abend|nachmittag|vormittag|morgen|mittag|nacht|früh)"_s;
    words.between = u"zwischen"_s;
    words.conjunction = u"und"_s;
    words.from = u"vom|von|ab"_s;
    words.to = u"bis(?: zum)?"_s;
    words.before = u"um|ab|gegen|von|kurz nach"_s;
    words.counted =
        u"kapitel|kap\\.|seiten?|s\\.|abschnitte?|paragraph|verse?|psalm|lektion(?:en)?|aufgaben?|ubung(?:en)?|teile?|band|nr\\.?|nummern?|punkte?|klassen?|raume?|zimmer|woche|kw|version|folgen?|fragen?|stufen?|gleis|linie|bus"_s;
    words.company = u"mit|fur|für|über|wegen|zum|zur"_s;
    words.places = {
        u"(?:im|ins|in\\s+der|in\\s+den|in|beim|bei\\s+der|bei|auf\\s+dem|auf\\s+der)\\s+([\\p{Lu}]{rest})"_s,
        u"am\\s+((?:Bahnhof|Flughafen|Hauptbahnhof|Strand|See|Eingang|Empfang|Marktplatz)\\b{rest})"_s,
        u"(zu\\s+Hause|zuhause|daheim)(?=\\s)"_s
    };
    return words;
}

} // namespace aria::phrase
