#include "when/grammar.h"

#include "when/folded.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::when {

namespace {

Grammar english()
{
    Grammar grammar;
    grammar.language = QLocale::English;
    grammar.numbers = { { u"a"_s, 1 }, { u"an"_s, 1 }, { u"one"_s, 1 }, { u"two"_s, 2 }, { u"three"_s, 3 },
        { u"four"_s, 4 }, { u"five"_s, 5 }, { u"six"_s, 6 }, { u"seven"_s, 7 }, { u"eight"_s, 8 },
        { u"nine"_s, 9 }, { u"ten"_s, 10 }, { u"eleven"_s, 11 }, { u"twelve"_s, 12 }, { u"fifteen"_s, 15 },
        { u"twenty"_s, 20 }, { u"twenty-five"_s, 25 }, { u"thirty"_s, 30 }, { u"forty"_s, 40 },
        { u"forty-five"_s, 45 }, { u"fifty"_s, 50 } };
    grammar.ordinals = { { u"first"_s, 1 }, { u"second"_s, 2 }, { u"third"_s, 3 }, { u"fourth"_s, 4 },
        { u"last"_s, -1 }, { u"1st"_s, 1 }, { u"2nd"_s, 2 }, { u"3rd"_s, 3 }, { u"4th"_s, 4 } };
    grammar.weekdays = { { u"tues"_s, 2 }, { u"weds"_s, 3 }, { u"thur"_s, 4 }, { u"thurs"_s, 4 } };
    grammar.nearDays = { { u"in a fortnight|a fortnight from (?:now|today)|two weeks from (?:now|today)"_s,
                             14 },
        { u"a week from (?:now|today)"_s, 7 }, { u"(?:the )?day after tomorrow"_s, 2 },
        { u"tom+or+ow|tmrw|tmr|tmw"_s, 1 }, { u"today|tonight|this (?:morning|afternoon|evening)"_s, 0 },
        { u"yesterday"_s, -1 } };
    grammar.days = {
        u"(?:on )?(?:the )?(?<d>\\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]{month}\\.?(?:,? (?<y>\\d{4}))?"_s,
        u"(?:on )?{month}\\.? (?<d>\\d{1,2})(?:st|nd|rd|th)?(?:,? (?<y>\\d{4}))?"_s,
        u"(?:on )?the (?<d>\\d{1,2})(?:st|nd|rd|th)(?: of the month)?"_s,
        u"in (?<n>{number})_(?<days>d|days?)"_s, u"in (?<n>{number})_(?<weeks>w|wks?|weeks?)"_s,
        u"in (?<n>{number}) (?<months>months?)"_s, u"in (?<n>{number}) (?<years>years?)"_s,
        u"a week (?:from|on|after) (?:next )?{weekday}(?<later>)"_s,
        u"(?:on |this |coming )?(?:next )?{weekday}"_s, u"(?<nextweek>next week)"_s,
        u"on (?<d>\\d{1,2})(?:st|nd|rd|th)"_s,
        u"(?<d>\\d{1,2})(?:st|nd|rd|th)(?=\\s*\\x{FFFC})"_s, // "1st of every month", of which the rest is read
        u"(?:on )?(?:the )?{nth} {weekday} (?:of|in) (?:{month}(?:,? (?<y>\\d{4}))?|(?<thismonth>this month)|(?<nextmonth>next month))"_s,
        u"(?:on )?{weekday}(?: of| in)? (?<nextweek>next week)"_s,
        u"(?:on )?(?:the )?{weekday} after next(?<later>)"_s, u"(?<nextweek>next week)(?: on)? {weekday}"_s,
        u"(?:on )?(?:the )?(?<d>\\d{1,2})(?:st|nd|rd|th)? of (?<nextmonth>next month)"_s,
        u"(?<nextmonth>next month) on (?:the )?(?<d>\\d{1,2})(?:st|nd|rd|th)?"_s,
        u"(?:at |by |on )?(?:the )?(?<monthend>end of (?:(?:the|this) )?month)"_s,
        u"(?:at |by |on )?(?:the )?(?<monthend>end of )(?<nextmonth>next month)"_s,
        u"(?<vague>(?<nextmonth>next month))"_s, u"(?<vague>(?<nextyear>next year))"_s,
        u"(?<vague>(?:(?:at|on|over|during) the|this|at|on) (?<weekend>weekend))"_s,
        u"(?<vague>(?<inmonth>in {month}(?: (?<y>\\d{4}))?))"_s
    };
    grammar.months = { { u"sept"_s, 9 } };
    grammar.clocks = { u"(?:{at} )?(?<half>half) past (?<h>{hour}){mark}"_s,
        u"(?:{at} )?(?:a )?(?<quarter>quarter) past (?<h>{hour}){mark}"_s,
        u"(?:{at} )?(?:a )?(?<lessquarter>quarter) to (?<h>{hour}){mark}"_s,
        u"(?:{at} )?(?<h>{hour}) o'?_clock{mark}"_s,
        u"(?:{at} )?(?<past>{fives}|\\d{1,2} min(?:ute)?s?) past (?<h>{hour}){mark}"_s,
        // "five to six people" and "from five to six" are no times of day.
        u"(?:at|by) (?<less>{fives}) to (?<h>{hour}){mark}"_s,
        u"(?<!from\\s|between\\s)(?<less>{fives}) to (?<h>{hour}){mark}(?=\\s*(?:$|,|\\x{FFFC}))"_s };
    grammar.namedClocks = { { u"(?:at )?(?:noon|midday)"_s, 12 * 60 }, { u"(?:at )?midnight"_s, 0 } };
    grammar.am = u"a\\.?_m\\.?|in the morning"_s;
    grammar.pm = u"p\\.?_m\\.?|in the afternoon|in the evening"_s;
    grammar.night = u"at night"_s;
    grammar.articles = { u"a"_s, u"an"_s };
    grammar.briefDays = u"sun|sat"_s;
    grammar.afterBriefDay = u"(?:at|from) \\d|morning|afternoon|evening|night|noon"_s;
    grammar.at = u"at|@|from|by"_s;
    grammar.bareAt = u"at|@|by"_s;
    grammar.clearAt = u"at"_s;
    grammar.ownClocks = { u"at (?<h>{hour}){mark}"_s,
        u"(?:{at} )?(?<h>\\d{1,2}):(?<m>\\d{2})(?:(?<am>a)|(?<pm>p))"_s,
        u"at (?<h>[01]\\d|2[0-3])(?<m>[0-5]\\d)(?: hours)?(?=\\s*(?:$|,|\\x{FFFC}))"_s };
    return grammar;
}

Grammar german()
{
    Grammar grammar;
    grammar.language = QLocale::German;
    grammar.numbers = { { u"ein"_s, 1 }, { u"eins"_s, 1 }, { u"eine"_s, 1 }, { u"einem"_s, 1 },
        { u"einen"_s, 1 }, { u"einer"_s, 1 }, { u"zwei"_s, 2 }, { u"drei"_s, 3 }, { u"vier"_s, 4 },
        { u"funf"_s, 5 }, { u"fuenf"_s, 5 }, { u"sechs"_s, 6 }, { u"sieben"_s, 7 }, { u"acht"_s, 8 },
        { u"neun"_s, 9 }, { u"zehn"_s, 10 }, { u"elf"_s, 11 }, { u"zwolf"_s, 12 }, { u"zwoelf"_s, 12 },
        { u"dreizehn"_s, 13 }, { u"vierzehn"_s, 14 }, { u"funfzehn"_s, 15 }, { u"sechzehn"_s, 16 },
        { u"siebzehn"_s, 17 }, { u"achtzehn"_s, 18 }, { u"neunzehn"_s, 19 }, { u"zwanzig"_s, 20 },
        { u"einundzwanzig"_s, 21 }, { u"zweiundzwanzig"_s, 22 }, { u"dreiundzwanzig"_s, 23 },
        { u"funfundzwanzig"_s, 25 }, { u"dreißig"_s, 30 }, { u"vierzig"_s, 40 }, { u"funfundvierzig"_s, 45 },
        { u"funfzig"_s, 50 } };
    for (const auto &[stem, nth] : { std::pair{ u"erste"_s, 1 }, { u"zweite"_s, 2 }, { u"dritte"_s, 3 },
             { u"vierte"_s, 4 }, { u"letzte"_s, -1 } }) {
        for (const QString &ending : { QString(), u"n"_s, u"r"_s })
            grammar.ordinals.insert(stem + ending, nth);
        if (nth > 0)
            grammar.ordinals.insert(QString::number(nth) + u'.', nth);
    }
    grammar.weekdays = { { u"sonnabend"_s, 6 } };
    grammar.nearDays = { { u"heute in (?:einer woche|(?:8|acht) tagen)"_s, 7 },
        { u"(?:heute )?in (?:14|vierzehn) tagen|heute in zwei wochen"_s, 14 },
        { u"uber-?morgen|uebermorgen"_s, 2 }, { u"morgen"_s, 1 }, { u"heute?"_s, 0 }, { u"gestern"_s, -1 } };
    grammar.days = { u"(?:am |den )*(?<d>\\d{1,2})\\.?[ -]_{month}\\.?(?:,? (?<y>\\d{4}))?"_s,
        u"(?:am|den|zum) (?<d>\\d{1,2})\\."_s, u"in (?<n>{number})_(?<days>tage?n?)"_s,
        u"in (?<n>{number})_(?<weeks>wochen?)"_s, u"in (?<n>{number}) (?<months>monate?n?)"_s,
        u"in (?<n>{number}) (?<years>jahre?n?)"_s, u"(?:am )?{weekday} in einer woche(?<later>)"_s,
        u"(?:am |diesen |diesem )?(?:nae?chste[nrms]? |kommende[nrms]? )?{weekday}"_s,
        u"(?:am )?ue?bernae?chste[nrms]? {weekday}(?<later>)"_s,
        u"(?<nextweek>(?:in der )?(?:nae?chste|kommende)[nr]? woche)"_s,
        u"(?:am )?{weekday} (?:in der )?(?<nextweek>(?:nae?chste|kommende)[nr]? woche)"_s,
        u"(?<nextweek>(?:in der )?(?:nae?chste|kommende)[nr]? woche)(?: am)? {weekday}"_s,
        u"(?:am |den |der )?{nth} {weekday} (?:(?:im |des ){month}(?: (?<y>\\d{4}))?|(?<thismonth>(?:dieses|in diesem) monats?)|(?<nextmonth>(?:des |im )?(?:nae?chsten|kommenden) monats?))"_s,
        u"(?:am |zum )?(?<d>\\d{1,2})\\. (?:des )?(?<nextmonth>(?:nae?chsten|kommenden) monats)"_s,
        u"(?<nextmonth>(?:im )?(?:nae?chsten|kommenden) monat)(?: am)? (?<d>\\d{1,2})\\."_s,
        u"(?:am |zum |bis )?(?<monthend>monatsende|ende (?:des|dieses) monats)"_s,
        u"(?:am |zum |bis )?(?<monthend>ende )(?:des )?(?<nextmonth>(?:nae?chsten|kommenden) monats)"_s,
        u"(?<vague>(?<nextmonth>(?:im )?(?:nae?chsten|kommenden) monat))"_s,
        u"(?<vague>(?<nextyear>(?:im )?(?:nae?chste|kommende)[ns] jahr))"_s,
        u"(?<vague>(?:am|dieses|an diesem|ue?bers|ue?ber das|das) (?<weekend>wochenende))"_s,
        u"(?<vague>(?<inmonth>im {month}(?: (?<y>\\d{4}))?))"_s };
    grammar.months = { { u"maerz"_s, 3 }, { u"mrz"_s, 3 }, { u"mar"_s, 3 }, { u"janner"_s, 1 },
        { u"jan"_s, 1 }, { u"feb"_s, 2 }, { u"jun"_s, 6 }, { u"jul"_s, 7 }, { u"sep"_s, 9 } };
    grammar.hasDottedClocks = true;
    grammar.articles = { u"ein"_s, u"eine"_s, u"einem"_s, u"einen"_s, u"einer"_s };
    grammar.briefDays = u"mo|di|mi|do|fr|sa|so"_s;
    grammar.afterBriefDay =
        u"(?:um|von|ab|bis|gegen) \\d|bis (?:mo|di|mi|do|fr|sa|so)|um halb|frue?h|abends?|nachmittags?|vormittags?|mittags?|morgens?|nachts?|halb|viertel|dreiviertel|ganztagig"_s;
    grammar.clocks = { u"(?:{at} )?(?<lesshalf>halb) (?<h>{hour})(?:_uhr)?{mark}"_s,
        u"(?:{at} )?(?<quarter>viertel) nach (?<h>{hour})(?:_uhr)?{mark}"_s,
        u"(?:{at} )?(?<lessquarter>viertel vor|drei_viertel) (?<h>{hour})(?:_uhr)?{mark}"_s,
        u"(?:{at} )?(?<!im\\s)(?<lessthreequarters>viertel) (?<h>{hour})(?:_uhr)?{mark}"_s,
        u"(?:{at} )?(?<past>{fives}|\\d{1,2})(?: min(?:uten|\\.)?)? nach (?<lesshalf>halb )?(?<h>{hour})(?:_uhr)?{mark}"_s,
        u"(?:{at} )?(?<less>{fives}|\\d{1,2})(?: min(?:uten|\\.)?)? vor (?<lesshalf>halb )?(?<h>{hour})(?:_uhr)?{mark}"_s,
        u"(?:{at} )?(?<h>{hour})[:.](?<m>\\d{2})_uhr{mark}"_s,
        u"(?:{at} )?(?<h>{hour}|ein)_uhr(?: (?<m>\\d{2}|{fives}))?{mark}"_s,
        u"(?:{at} )?(?<h>[01]\\d|2[0-3])(?<m>[0-5]\\d)_uhr"_s };
    // "Mittag mit Bob" is a meal.
    grammar.namedClocks = { { u"(?:um |am )mittags?|(?<!^\\s)(?<!-)mittags?"_s, 12 * 60 },
        { u"(?:um )?mitternachts?"_s, 0 } };
    grammar.am = u"morgens|vormittags|frue?h|in der frue?h|am morgen|am vormittag"_s;
    grammar.pm = u"mittags|nachmittags|abends|am mittag|am nachmittag|am abend"_s;
    grammar.night = u"nachts|in der nacht"_s;
    grammar.at = u"um|ab|gegen|von"_s;
    grammar.bareAt = u"um|ab|gegen"_s;
    grammar.clearAt = u"um"_s;
    grammar.ownClocks = { u"um (?<h>{hour}){mark}"_s, u"(?:{at} )?(?<h>1\\d|2[0-4])_h"_s };
    return grammar;
}

Grammar french()
{
    Grammar grammar;
    grammar.language = QLocale::French;
    grammar.numbers = { { u"un"_s, 1 }, { u"une"_s, 1 }, { u"deux"_s, 2 }, { u"trois"_s, 3 },
        { u"quatre"_s, 4 }, { u"cinq"_s, 5 }, { u"six"_s, 6 }, { u"sept"_s, 7 }, { u"huit"_s, 8 },
        { u"neuf"_s, 9 }, { u"dix"_s, 10 }, { u"onze"_s, 11 }, { u"douze"_s, 12 }, { u"treize"_s, 13 },
        { u"quatorze"_s, 14 }, { u"quinze"_s, 15 }, { u"seize"_s, 16 }, { u"dix-sept"_s, 17 },
        { u"dix-huit"_s, 18 }, { u"dix-neuf"_s, 19 }, { u"vingt"_s, 20 }, { u"vingt et une"_s, 21 },
        { u"vingt-deux"_s, 22 }, { u"vingt-trois"_s, 23 }, { u"vingt-cinq"_s, 25 }, { u"trente"_s, 30 },
        { u"trente-cinq"_s, 35 }, { u"quarante"_s, 40 }, { u"quarante-cinq"_s, 45 }, { u"cinquante"_s, 50 },
        { u"cinquante-cinq"_s, 55 } };
    for (const auto &[word, nth] : { std::pair{ u"premier"_s, 1 }, { u"deuxieme"_s, 2 }, { u"second"_s, 2 },
             { u"troisieme"_s, 3 }, { u"quatrieme"_s, 4 }, { u"dernier"_s, -1 } }) {
        grammar.ordinals.insert(word, nth);
        grammar.ordinals.insert(word + u's', nth);
    }
    grammar.ordinals.insert(u"1er"_s, 1);
    grammar.ordinals.insert(u"1ers"_s, 1);
    for (const int nth : { 2, 3, 4 }) {
        grammar.ordinals.insert(QString::number(nth) + u'e', nth);
        grammar.ordinals.insert(QString::number(nth) + u"eme"_s, nth);
    }
    grammar.nearDays = { { u"(?:d')?aujourd'?hui en huit"_s, 7 },
        { u"(?:dans|d'ici) (?:quinze jours|une quinzaine)|(?:d')?aujourd'?hui en quinze"_s, 14 },
        { u"apres[ -]demain"_s, 2 }, { u"demain"_s, 1 },
        { u"aujourd'?hui|ce (?:matin|soir)|cet (?:apres[ -]midi|aprem)"_s, 0 }, { u"hier"_s, -1 } };
    grammar.days = { u"(?:le )?(?<d>\\d{1,2})(?:er)?[ -]{month}\\.?(?:,? (?<y>\\d{4}))?"_s,
        u"le (?<d>\\d{1,2})(?:er)?"_s, u"dans (?<n>{number})_(?<days>j|jours?)"_s,
        u"dans (?<n>{number})_(?<weeks>semaines?)"_s, u"dans (?<n>{number}) (?<months>mois)"_s,
        u"dans (?<n>{number}) (?<years>ans?|annees?)"_s, u"(?:le )?{weekday} en huit(?<later>)"_s,
        u"(?:le |ce )?{weekday}(?: prochain)?"_s, u"(?<nextweek>(?:la )?semaine prochaine)"_s,
        u"(?:le )?{weekday} (?:de )?(?<nextweek>(?:la )?semaine prochaine)"_s,
        u"(?<nextweek>(?:la )?semaine prochaine)(?: le)? {weekday}"_s,
        u"(?:le )?{nth} {weekday} (?:(?:de |d'){month}(?: (?<y>\\d{4}))?|(?<thismonth>de ce mois(?:-ci)?)|(?<nextmonth>du mois prochain))"_s,
        u"(?:le )?(?<d>\\d{1,2})(?:er)? (?:du )?(?<nextmonth>mois prochain)"_s,
        u"(?<nextmonth>(?:le )?mois prochain) le (?<d>\\d{1,2})(?:er)?"_s,
        u"(?:a la |en )?(?<monthend>fin (?:de|du|de ce) mois)(?! prochain)"_s,
        u"(?:a la |en )?(?<monthend>fin )(?:du )?(?<nextmonth>mois prochain)"_s,
        u"(?<vague>(?<nextmonth>(?:le )?mois prochain))"_s,
        u"(?<vague>(?<nextyear>(?:l')?(?:annee prochaine|an prochain)))"_s,
        u"(?<vague>(?:ce|le|pendant le) (?<weekend>week-?_end))"_s,
        u"(?<vague>(?<inmonth>(?:en|au mois de|au mois d'|courant) {month}(?: (?<y>\\d{4}))?))"_s };
    grammar.months = { { u"jan"_s, 1 }, { u"fev"_s, 2 }, { u"jui"_s, 7 }, { u"sep"_s, 9 } };
    grammar.clocks = {
        u"(?:{at} )?(?<h>{hour})_h(?:eures?)? (?:et (?:(?<half>demie?)|(?<quarter>(?:un )?quart))|(?<lessquarter>moins (?:(?:le|un) )?quart)|moins (?<less>{fives}|\\d{1,2})|(?<past>{fives})){mark}"_s
    };
    grammar.ownClocks = { u"(?:{at} )?(?<h>{hour})_h(?:eures?)?_(?<m>\\d{2})?{mark}"_s };
    grammar.namedClocks = { { u"(?:a )?midi et demie?"_s, 12 * 60 + 30 },
        { u"(?:a )?midi et quart"_s, 12 * 60 + 15 }, { u"(?:a )?midi moins le quart"_s, 12 * 60 - 15 },
        { u"(?:a )?midi"_s, 12 * 60 }, { u"(?:a )?minuit et demie?"_s, 30 },
        { u"(?:a )?minuit et quart"_s, 15 }, { u"(?:a )?minuit moins le quart"_s, 24 * 60 - 15 },
        { u"(?:a )?minuit"_s, 0 } };
    grammar.am = u"du matin"_s;
    grammar.pm = u"de l'apres[ -]midi|de l'aprem|du soir"_s;
    grammar.night = u"de la nuit"_s;
    grammar.briefDays = u"lun|mar|mer|jeu|ven|sam|dim"_s;
    grammar.afterBriefDay =
        u"(?:a|de|vers|des) \\d|matin|midi|soir|apres-midi|au (?:lun|mar|mer|jeu|ven|sam|dim)"_s;
    grammar.at = u"a partir de|a|vers|des|de"_s;
    grammar.bareAt = u"a|vers"_s;
    return grammar;
}

Grammar spanish()
{
    Grammar grammar;
    grammar.language = QLocale::Spanish;
    grammar.numbers = { { u"un"_s, 1 }, { u"una"_s, 1 }, { u"uno"_s, 1 }, { u"dos"_s, 2 }, { u"tres"_s, 3 },
        { u"cuatro"_s, 4 }, { u"cinco"_s, 5 }, { u"seis"_s, 6 }, { u"siete"_s, 7 }, { u"ocho"_s, 8 },
        { u"nueve"_s, 9 }, { u"diez"_s, 10 }, { u"once"_s, 11 }, { u"doce"_s, 12 }, { u"trece"_s, 13 },
        { u"catorce"_s, 14 }, { u"quince"_s, 15 }, { u"dieciseis"_s, 16 }, { u"diecisiete"_s, 17 },
        { u"dieciocho"_s, 18 }, { u"diecinueve"_s, 19 }, { u"veinte"_s, 20 }, { u"veintiuna"_s, 21 },
        { u"veintidos"_s, 22 }, { u"veintitres"_s, 23 }, { u"veinticinco"_s, 25 }, { u"treinta"_s, 30 },
        { u"cuarenta"_s, 40 }, { u"cuarenta y cinco"_s, 45 }, { u"cincuenta"_s, 50 } };
    for (const auto &[word, nth] : { std::pair{ u"primer"_s, 1 }, { u"primero"_s, 1 }, { u"segundo"_s, 2 },
             { u"tercer"_s, 3 }, { u"tercero"_s, 3 }, { u"cuarto"_s, 4 }, { u"ultimo"_s, -1 } }) {
        grammar.ordinals.insert(word, nth);
        grammar.ordinals.insert(word + u's', nth);
    }
    grammar.nearDays = { { u"(?:en|dentro de) quince dias"_s, 14 }, { u"de hoy en ocho(?: dias)?"_s, 7 },
        { u"pasado manana"_s, 2 }, { u"(?<!la\\s)manana"_s, 1 }, { u"hoy|esta (?:manana|tarde|noche)"_s, 0 },
        { u"ayer"_s, -1 } };
    grammar.days = {
        u"(?:el )?(?:dia )?(?<d>\\d{1,2})(?: de)?[ -]{month}\\.?(?:,?(?: del?)? (?<y>\\d{4}))?"_s,
        u"el (?:dia )?(?<d>\\d{1,2})"_s, u"(?:en|dentro de) (?<n>{number}) (?<days>dias?)"_s,
        u"(?:en|dentro de) (?<n>{number}) (?<weeks>semanas?)"_s,
        u"(?:en|dentro de) (?<n>{number}) (?<months>mes(?:es)?)"_s,
        u"(?:en|dentro de) (?<n>{number}) (?<years>anos?)"_s,
        u"(?:el )?{weekday} en ocho(?: dias)?(?<later>)"_s,
        u"(?:el |este )?(?:proximo )?{weekday}(?: que viene| proximo)?"_s,
        u"(?<nextweek>la (?:semana que viene|proxima semana))"_s,
        u"(?:el )?{weekday} (?:de )?(?<nextweek>la (?:semana que viene|proxima semana))"_s,
        u"(?<nextweek>la (?:semana que viene|proxima semana))(?: el)? {weekday}"_s,
        u"(?:el )?{nth} {weekday} (?:de {month}(?: del? (?<y>\\d{4}))?|(?<thismonth>de este mes)|(?<nextmonth>del (?:mes que viene|proximo mes|mes proximo)))"_s,
        u"(?:el )?(?:dia )?(?<d>\\d{1,2}) (?<nextmonth>del (?:mes que viene|proximo mes|mes proximo))"_s,
        u"(?<nextmonth>el (?:mes que viene|proximo mes|mes proximo)) el (?:dia )?(?<d>\\d{1,2})"_s,
        u"(?:al? )?(?<monthend>fin(?:al|ales)? de(?:l| este)? mes)(?! que viene| proximo)"_s,
        u"(?:al? )?(?<monthend>fin(?:al|ales)? )(?<nextmonth>del (?:mes que viene|proximo mes|mes proximo))"_s,
        u"(?<vague>(?<nextmonth>el (?:mes que viene|proximo mes|mes proximo)))"_s,
        u"(?<vague>(?<nextyear>el (?:ano que viene|proximo ano)))"_s,
        u"(?<vague>(?:este|el) (?<weekend>fin de semana|finde))"_s,
        u"(?<vague>(?<inmonth>en {month}(?: del? (?<y>\\d{4}))?))"_s
    };
    grammar.months = { { u"sep"_s, 9 }, { u"set"_s, 9 } };
    grammar.hasDottedClocks = true;
    grammar.clocks = {
        u"(?:{at} )?(?<h>{hour}) (?:y (?:(?<half>media)|(?<quarter>cuarto))|(?<lessquarter>menos cuarto)){mark}"_s,
        u"(?<!entre\\s){at} (?<h>{hour}) (?:y (?<past>{fives})|menos (?<less>{fives}|\\d{1,2})){mark}"_s
    };
    grammar.ownClocks = { u"(?:{at} )?(?<h>{hour})(?::(?<m>\\d{2}))?_(?:hs?|horas)\\.?{mark}"_s,
        u"a las? (?<h>{hour}){mark}"_s };
    grammar.namedClocks = { { u"(?:al? )?mediodia"_s, 12 * 60 }, { u"(?:a )?medianoche"_s, 0 } };
    grammar.am = u"a\\.?_m\\.?|de la manana|de la madrugada"_s;
    grammar.pm = u"p\\.?_m\\.?|de la tarde"_s;
    grammar.night = u"de la noche"_s;
    grammar.clearAt = u"a las?"_s;
    grammar.briefDays = u"lun|mar|mie|jue|vie|sab|dom"_s;
    grammar.afterBriefDay =
        u"(?:a las?|de|desde las?|sobre las?) \\d|al? (?:lun|mar|mie|jue|vie|sab|dom)|por la"_s;
    grammar.at = u"a las?|a eso de las?|sobre las?|desde las?|de las?|las?"_s;
    grammar.bareAt = u"a las?|a eso de las?|sobre las?|desde las?"_s;
    return grammar;
}

Grammar chinese()
{
    Grammar grammar;
    grammar.language = QLocale::Chinese;
    grammar.hasSpaces = false;
    const QString tens = u"一二三四五六七八九"_s;
    for (int number = 1; number < 60; ++number) {
        QString word =
            number < 10 ? QString() : (number < 20 ? QString() : QString(tens.at(number / 10 - 1))) + u'十';
        if (number % 10 > 0)
            word += tens.at(number % 10 - 1);
        grammar.numbers.insert(word, number);
    }
    grammar.numbers.insert(u"两"_s, 2);
    grammar.ordinals = { { u"第一"_s, 1 }, { u"第二"_s, 2 }, { u"第三"_s, 3 }, { u"第四"_s, 4 },
        { u"最后一"_s, -1 } };
    const QString days = u"一二三四五六日"_s;
    for (int day = 1; day <= 7; ++day) {
        for (const QString &week : { u"周"_s, u"星期"_s, u"礼拜"_s })
            grammar.weekdays.insert(week + days.at(day - 1), day);
    }
    grammar.weekdays.insert(u"星期天"_s, 7);
    grammar.weekdays.insert(u"礼拜天"_s, 7);
    grammar.weekdays.insert(u"周天"_s, 7);
    grammar.nearDays = { { u"大后天"_s, 3 }, { u"后天"_s, 2 }, { u"明天|明日|明(?=[早晚])"_s, 1 },
        { u"今天|今日|今(?=[早晚])"_s, 0 }, { u"昨天"_s, -1 } };
    grammar.days = {
        u"(?:(?<y>\\d{4})_年_)?(?<m>\\d{1,2})_月_(?<d>\\d{1,2})_[日号]?"_s, u"(?<d>\\d{1,2})_[日号]"_s,
        u"(?:(?<y>\\d{4})_年_)?(?<m>{number})_月_(?<d>{number})_[日号]"_s,
        u"(?<n>{number})_(?<days>天)(?:之?后|以后)"_s,
        u"(?<n>{number})_个?_(?<weeks>周|星期|礼拜)(?:之?后|以后)"_s,
        u"(?<n>{number})_个_(?<months>月)(?:之?后|以后)"_s, u"(?<n>{number})_(?<years>年)(?:之?后|以后)"_s,
        u"(?:这|本)?{weekday}"_s, u"(?<nextweek>下个?){weekday}"_s, u"(?<weekafter>下下个?){weekday}"_s,
        u"(?<!下)(?<nextweek>下个?(?:周|星期))(?![一二三四五六日天末])"_s,
        u"(?<nextmonth>下个?月)_(?<d>\\d{1,2})_[日号]"_s, u"(?<monthend>(?:这个?|本)?月底)"_s,
        u"(?<nextmonth>下个?月)(?<monthend>底)"_s, u"(?<vague>(?<nextmonth>下个?月))(?![的第最底])"_s,
        u"(?<vague>(?<nextyear>明年))"_s, u"(?<vague>(?:这个?|本)?(?<weekend>周末))"_s,
        u"(?<vague>(?<inmonth>(?<m>\\d{1,2})_月份?))(?![\\d一二三四五六七八九十的第最底])"_s,
        u"(?:(?<thismonth>这个?月|本月)|(?<nextmonth>下个?月)|(?:(?<y>\\d{4})_年_)?(?:(?<m>\\d{1,2})_月|{month}))_的?{nth}个?{weekday}"_s
    };
    grammar.clocks = {
        u"{mark}(?<h>{hour})_(?:点钟?|點鐘?|时)_(?:(?<half>半)|(?<quarter>一刻)|(?<threequarters>三刻)|(?<m>{number})_分?)?"_s,
        u"{marked}(?<h>\\d{1,2})_:_(?<m>\\d{2})"_s,
        u"{mark}差_(?:(?<lessquarter>一刻)|(?<less>{number})_分钟?)_到?(?<h>{hour})_(?:点钟?|點鐘?)"_s,
        u"{mark}(?<h>{hour})_(?:点|點)_差_(?:(?<lessquarter>一刻)|(?<less>{number})_分)"_s
    };
    grammar.namedClocks = { { u"正午|中午"_s, 12 * 60 }, { u"午夜|半夜|零点"_s, 0 } };
    grammar.am = u"凌晨|清晨|早上|早晨|上午|早"_s;
    grammar.pm = u"中午|下午|午后|傍晚"_s;
    grammar.night = u"晚上|夜里|深夜|晚"_s;
    return grammar;
}

Grammar arabic()
{
    Grammar grammar;
    grammar.language = QLocale::Arabic;
    grammar.numbers = { { u"واحد"_s, 1 }, { u"اثنين"_s, 2 }, { u"ثلاث"_s, 3 }, { u"ثلاثة"_s, 3 },
        { u"اربع"_s, 4 }, { u"اربعة"_s, 4 }, { u"خمس"_s, 5 }, { u"خمسة"_s, 5 }, { u"ست"_s, 6 },
        { u"ستة"_s, 6 }, { u"سبع"_s, 7 }, { u"سبعة"_s, 7 }, { u"ثماني"_s, 8 }, { u"ثمانية"_s, 8 },
        { u"تسع"_s, 9 }, { u"تسعة"_s, 9 }, { u"عشر"_s, 10 }, { u"عشرة"_s, 10 }, { u"عشرين"_s, 20 },
        { u"عشرون"_s, 20 } };
    grammar.ordinals = { { u"اول"_s, 1 }, { u"ثاني"_s, 2 }, { u"ثالث"_s, 3 }, { u"رابع"_s, 4 },
        { u"اخر"_s, -1 }, { u"الاول"_s, 1 }, { u"الاولي"_s, 1 }, { u"الثاني"_s, 2 }, { u"الثانية"_s, 2 },
        { u"الثالث"_s, 3 }, { u"الثالثة"_s, 3 }, { u"الرابع"_s, 4 }, { u"الرابعة"_s, 4 }, { u"الاخير"_s, -1 },
        { u"الاخيرة"_s, -1 } };
    grammar.hours = { { u"الواحدة"_s, 1 }, { u"الثانية"_s, 2 }, { u"الثالثة"_s, 3 }, { u"الرابعة"_s, 4 },
        { u"الخامسة"_s, 5 }, { u"السادسة"_s, 6 }, { u"السابعة"_s, 7 }, { u"الثامنة"_s, 8 },
        { u"التاسعة"_s, 9 }, { u"العاشرة"_s, 10 }, { u"الحادية عشرة"_s, 11 }, { u"الثانية عشرة"_s, 12 } };
    grammar.weekdays = { { u"الاثنين"_s, 1 }, { u"اثنين"_s, 1 }, { u"الثلاثاء"_s, 2 }, { u"الاربعاء"_s, 3 },
        { u"الخميس"_s, 4 }, { u"الجمعة"_s, 5 }, { u"السبت"_s, 6 }, { u"الاحد"_s, 7 } };
    grammar.nearDays = { { u"بعد غدا?"_s, 2 }, { u"غدا?|بكرة|بكرا"_s, 1 },
        { u"اليوم|الليلة|هذا المساء"_s, 0 }, { u"امس"_s, -1 } };
    grammar.days = {
        u"(?:في |يوم )*(?<d>\\d{1,2}) (?:من )?{month}(?:,? (?<y>\\d{4}))?"_s, u"(?:في )?يوم (?<d>\\d{1,2})"_s,
        u"بعد (?<n>{number}) (?<days>ايام|يوما?)"_s, u"بعد (?<n>{number}) (?<weeks>اسابيع|اسبوعا?)"_s,
        u"بعد (?<n>{number}) (?<months>اشهر|شهور|شهرا?)"_s, u"بعد (?<days>يومين)"_s,
        u"بعد (?<weeks>اسبوعين)"_s, u"بعد (?<months>شهرين)"_s, u"بعد (?<days>يوم)"_s,
        u"بعد (?<weeks>اسبوع)"_s, u"بعد (?<months>شهر)"_s,
        u"(?:في )?(?:يوم )?{weekday}(?: القادم| المقبل)?"_s,
        u"(?<nextweek>(?:في )?الاسبوع (?:القادم|المقبل))"_s,
        u"(?:في )?(?:يوم )?{weekday} (?:من |في )?(?<nextweek>الاسبوع (?:القادم|المقبل))"_s,
        u"(?<nextweek>(?:في )?الاسبوع (?:القادم|المقبل)) (?:يوم )?{weekday}"_s,
        u"(?:يوم )?(?<d>\\d{1,2}) (?:من |في )?(?<nextmonth>الشهر (?:القادم|المقبل))"_s,
        u"(?:في )?(?<monthend>(?:نهاية|اخر) (?:هذا )?الشهر)(?! القادم| المقبل)"_s,
        u"(?:في )?(?<monthend>(?:نهاية|اخر) )(?<nextmonth>الشهر (?:القادم|المقبل))"_s,
        u"(?<vague>(?<nextmonth>(?:في )?الشهر (?:القادم|المقبل)))"_s,
        u"(?<vague>(?<nextyear>(?:في )?(?:السنة (?:القادمة|المقبلة)|العام (?:القادم|المقبل))))"_s,
        u"(?<vague>(?:في |خلال )?(?<weekend>(?:عطلة )?نهاية (?:هذا )?الاسبوع))"_s,
        u"(?<vague>(?<inmonth>(?:في|خلال) (?:شهر )?{month}(?: (?<y>\\d{4}))?))"_s,
        u"(?:في )?{nth} (?:يوم )?{weekday} (?:من|في) (?:(?:شهر )?{month}(?: (?<y>\\d{4}))?|(?<thismonth>هذا الشهر|الشهر (?:الحالي|الجاري))|(?<nextmonth>الشهر (?:القادم|المقبل)))"_s
    };
    grammar.clocks = {
        u"(?:{at} )?(?<h>{hour}) (?:(?<half>والنصف|ونصف)|(?<quarter>والربع|وربع)|(?<third>والثلث|وثلث)|(?<lessquarter>الا ربعا?|الا الربع)|(?<lessthird>الا ثلثا?|الا الثلث)|و(?<past>{fives})(?: دقايق| دقيقة)?|الا (?<less>{fives})(?: دقايق| دقيقة)?){mark}"_s
    };
    grammar.namedClocks = { { u"(?:عند )?(?:الظهر|ظهرا)"_s, 12 * 60 }, { u"(?:عند |في )?منتصف الليل"_s, 0 } };
    grammar.am = u"ص|صباحا|فجرا|(?:في )?الصباح|الصبح"_s;
    grammar.pm = u"م|ظهرا|عصرا|مساء|بعد الظهر|الظهر|العصر|(?:في )?المساء"_s;
    grammar.night = u"ليلا"_s;
    grammar.clearAt = u"الساعة"_s;
    grammar.ownClocks = { u"{at} (?<h>{hour}){mark}"_s };
    grammar.at = u"الساعة|عند الساعة|في الساعة|من الساعة"_s;
    grammar.bareAt = grammar.at;
    return grammar;
}

const QList<Grammar> &grammars()
{
    static const QList<Grammar> all{ english(), german(), french(), spanish(), chinese(), arabic() };
    return all;
}

} // namespace

const Grammar &grammarOf(QLocale::Language language)
{
    const auto &all = grammars();
    const auto found = std::find_if(
        all.begin(), all.end(), [language](const Grammar &grammar) { return grammar.language == language; });
    return found == all.end() ? all.constFirst() : *found;
}

QList<const Grammar *> grammarsFor(const QLocale &locale)
{
    QList<const Grammar *> sorted{ &grammarOf(locale.language()) };
    for (const Grammar &grammar : grammars()) {
        if (&grammar != sorted.constFirst())
            sorted.append(&grammar);
    }
    return sorted;
}

int numberOf(const QString &text, const Grammar &grammar)
{
    bool isDigits = false;
    const int number = text.toInt(&isDigits);
    return isDigits ? number : grammar.hours.value(text, grammar.numbers.value(text));
}

QString anyOf(const QStringList &words)
{
    QStringList sorted;
    for (const QString &word : words)
        sorted.append(QRegularExpression::escape(word).replace(u"\\ "_s, u" "_s));
    std::sort(sorted.begin(), sorted.end(), [](const QString &a, const QString &b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    return sorted.join(u'|');
}

QString expanded(
    const QString &pattern, const Grammar &grammar, const QString &months, const QString &weekdays)
{
    QStringList marks;
    for (const auto &[name, words] :
        { std::pair{ u"am"_s, grammar.am }, { u"pm"_s, grammar.pm }, { u"night"_s, grammar.night } }) {
        if (!words.isEmpty())
            marks.append(u"(?<%1>%2)"_s.arg(name, words));
    }
    const QString space = grammar.hasSpaces ? QString() : u"_"_s; // the marks stand before the hour
    const QString marked = u"_(?:%1)"_s.arg(marks.join(u'|')) + space;
    QString text = pattern;
    text.replace(u"{marked}"_s, marked);
    text.replace(u"{mark}"_s, u"(?:%1)?"_s.arg(marked));
    text.replace(u"{at}"_s, u"(?:%1)"_s.arg(grammar.at));
    text.replace(u"{month}"_s, u"(?<month>%1)"_s.arg(months));
    text.replace(u"{weekday}"_s, u"(?<weekday>%1)\\.?"_s.arg(weekdays));
    text.replace(u"{nth}"_s, u"(?<nth>%1)"_s.arg(anyOf(grammar.ordinals.keys())));
    QStringList numbers = grammar.numbers.keys();
    text.replace(u"{number}"_s, u"\\d{1,3}|"_s + anyOf(numbers));
    numbers.removeIf([&grammar](const QString &word) {
        const int number = grammar.numbers.value(word);
        return number == 0 || number % 5 != 0;
    });
    text.replace(u"{fives}"_s, anyOf(numbers));
    // In Arabic ى and ي stand for each other at the end of a word, and so do ه and ة; the folded text has one of them.
    text.replace(u'ى', u'ي');
    QStringList hours = grammar.hours.keys() + grammar.numbers.keys();
    hours.removeIf([&grammar](const QString &word) { return grammar.articles.contains(word); });
    text.replace(u"{hour}"_s, u"\\d{1,2}|"_s + anyOf(hours));
    text.replace(u' ', u"\\s+"_s);
    text.replace(u'_', u"\\s?"_s);
    return text;
}

} // namespace aria::when
