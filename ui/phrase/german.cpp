#include "phrase/words.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

Words german()
{
    Words words;
    words.language = QLocale::German;
    words.repeats = {
        u"(?:(?:an )?(?:jeden|jedem|jeder|(?:jeweils |immer )?(?:am|den|der)) )?{nth} {weekday} (?:im|des|jeden|jedes|eines jeden|in jedem) monats?"_s,
        u"(?:monatlich (?:am|jeden)|jeden(?! zweit| dritt| viert| 2| 3| 4)) {nth} {weekday}"_s,
        u"jeden(?: tag)?(?: von)? {range}"_s, u"jeden (?<workdays>werktag|arbeitstag|wochentag)"_s,
        u"(?<workdays>werktags|wochentags|an werktagen)"_s, u"(?:jedes|an jedem) (?<weekend>wochenende)"_s,
        u"(?:jeden|jede|alle) (?:(?:(?<n>{number})|(?<other>zweiten|zweite|anderen|dritten)) )?(?<list>{days})"_s,
        u"(?<list>{plural})"_s,
        u"(?:jeden|jede|jedes|alle) (?:(?:(?<n>{number})|(?<other>zweiten|zweite|zweites|dritten|dritte|drittes)) )?(?:(?<day>tage?)|(?<week>wochen?)|(?<month>monate?)|(?<year>jahre?))"_s,
        u"(?<=\\d\\.\\s)(?:des|jeden|eines jeden) (?<month>monats)"_s,
        u"(?<other>vierzehn)(?<week>taglich)"_s,
        u"(?<day>taglich)|(?<week>wochentlich)|(?<month>monatlich)|(?<year>jahrlich)"_s
    };
    words.intervals = { { u"zweiten"_s, 2 }, { u"zweite"_s, 2 }, { u"zweites"_s, 2 }, { u"anderen"_s, 2 },
        { u"dritten"_s, 3 }, { u"dritte"_s, 3 }, { u"drittes"_s, 3 }, { u"vierzehn"_s, 2 } };
    words.until = u"bis(?: zum| einschließlich)?"_s;
    words.starting = u"ab(?: dem)?|beginnend(?: am)?|von"_s;
    words.times = u"(?<n>\\d{1,3})_mal"_s;
    words.allDay = u"ganztagige?s?|ganztags|den ganzen tag"_s;
    words.span =
        u"(?<quarter>(?:einer? )?viertel_stunde)|(?<threequarters>(?:einer? )?drei_viertel_stunde)|(?<half>(?:eine |einer )?halben? stunde)|(?<onehalf>(?:anderthalb|eineinhalb) stunden?)|(?<n>{number}|\\d+[.,]\\d+)(?<more>einhalb)?_(?:(?<hours>h|std\\.?|stunden?)(?:_(?:und )?(?<plus>\\d{1,2})_(?:min\\.?|minuten))?|(?<minutes>min\\.?|minuten?)|(?<days>tage?n?)|(?<weeks>wochen?))"_s;
    words.lasts = { u"fur (?:ca\\. |etwa )?{span}(?: lang)?"_s, u"{span} lang"_s };
    words.soon = { u"in {span}"_s };
    words.parts = { { u"in der fruh|fruh|am morgen|morgens|(?<=\\x{FFFC}\\s)morgen"_s, 8 * 60, false },
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
