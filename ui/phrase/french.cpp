#include "phrase/words.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

Words french()
{
    Words words;
    words.language = QLocale::French;
    words.repeats = {
        u"(?:(?:le|les|chaque|tous les) )?{nth} (?:{weekday}s?|(?<workday>jours? (?:ouvrables?|ouvres?|de semaine|travailles?))|(?<monthday>jours?)) (?:du|de chaque|de tous les) (?:mois(?! prochain)|(?<quarter>trimestres?))"_s,
        u"(?:chaque|tous les) {nth} (?:{weekday}s?|(?<workday>jours? (?:ouvrables?|ouvres?)))"_s,
        u"(?:a la |en )?(?<lastday>fin) de chaque mois"_s, u"(?:chaque|tous les) (?<lastday>fins? de mois)"_s,
        u"(?:les? )?(?<monthdays>\\d{1,2}(?:er)?(?:(?:, | et )(?:le )?\\d{1,2}(?:er)?)+) (?:du|de chaque|de tous les) mois(?! prochain)"_s,
        u"(?:chaque|tous les)(?<year>)(?= \\d{1,2}(?:er)? {months})"_s,
        u"le (?<list>{fulldays})(?= jusqu')"_s,
        u"(?:le )?(?!\\d){nth}(?<monthday>) (?:du|de chaque) mois(?! prochain)"_s,
        u"(?<=\\d\\s|\\der\\s)du (?<month>mois)(?! prochain)"_s,
        u"(?:tous les jours|chaque jour) (?:de|du) {range}"_s,
        u"(?:tous les|chaque) (?<workdays>jours? (?:ouvrables?|ouvres?|de semaine))"_s,
        u"(?<workdays>en semaine)"_s, u"(?:tous les|chaque) (?<weekend>week-?_ends?)"_s,
        u"un (?<list>{days}) sur (?<n>deux|trois)"_s,
        u"une? (?:(?<day>jour)|(?<week>semaine)|(?<month>mois)) sur (?<n>deux|trois)"_s,
        u"(?:chaque|tous les|toutes les) (?:(?<n>{number}) )?(?<list>{days})"_s, u"les (?<list>{plural})"_s,
        u"(?:de )?(?:chaque|tous les|toutes les) (?:(?<n>{number}) )?(?:(?<day>jours?)|(?<week>semaines?)|(?<month>mois)|(?<quarter>trimestres?)|(?<halfyear>semestres?)|(?<year>ans?|annees?))"_s,
        u"(?:une fois )?par (?:(?<month>mois)|(?<quarter>trimestre)|(?<halfyear>semestre))"_s,
        u"(?<quarter>trimestriel(?:le|lement)?)|(?<halfyear>semestriel(?:le|lement)?)"_s,
        u"(?:tous les|toutes les|chaque)(?<day>)(?= (?:matins?|soirs?|apres[ -]midis?|nuits?))"_s,
        u"(?:les? )?(?<monthdays>\\d{1,2}(?:er)?(?:(?:, | et )(?:le )?\\d{1,2}(?:er)?)+)(?<more>)"_s,
        u"(?:les? )?{nth} (?:{weekday}s?|(?<workday>jours? (?:ouvrables?|ouvres?))|(?<monthday>jours?))(?<more>)"_s,
        u"(?<day>quotidien(?:ne|nement)?)|(?<week>hebdomadaire|hebdo)|(?<month>mensuel(?:le|lement)?)|(?<year>annuel(?:le|lement)?)"_s
    };
    words.fortnight = 15;
    words.except = u"(?:sauf|excepte)(?: les?)? (?<list>{days})"_s;
    words.until = u"jusqu'?_(?:au|a|en)"_s;
    words.starting = u"a partir (?:du|de)|des(?: le)?"_s;
    words.times = u"(?<n>\\d{1,3}) fois"_s;
    words.allDay = u"toute la journee|journee entiere"_s;
    words.span =
        u"(?<quarter>(?:un )?quart d'_heure)|(?<threequarters>trois quarts d'_heure)|(?<half>(?:une )?demi[- ]_heure)|(?<n>{number}|\\d+[.,]\\d+)_(?:(?<hours>h|heures?)(?:_(?<plus>\\d{1,2})(?:_(?:min|mn|minutes?))?|(?<more> et demie?)|(?<plusquarter> et quart))?|(?<minutes>min|mn|minutes?)|(?<days>j|jours?)|(?<weeks>semaines?))"_s;
    words.lasts = { u"(?:pendant|durant|pour) {span}"_s };
    words.soon = { u"dans {span}"_s, u"d'ici {span}"_s };
    words.parts = { { u"(?:le |au |ce |du )?matins?"_s, 9 * 60, false },
        { u"(?:l'|cet )?(?:apres[ -]midis?|aprem)"_s, 15 * 60, true },
        { u"(?:le |au |ce |du )?soirs?"_s, 19 * 60, true }, { u"(?:la |cette )?nuits?"_s, 22 * 60, true } };
    words.between = u"entre"_s;
    words.conjunction = u"et"_s;
    words.from = u"de|du|des|depuis|a partir de"_s;
    words.to = u"a|au|jusqu'a|jusqu'au"_s;
    words.before = u"a partir de|a|vers|des|de"_s;
    words.counted =
        u"chapitres?|chap\\.|pages?|p\\.|sections?|versets?|psaumes?|lecons?|exercices?|parties?|tomes?|numeros?|no|points?|niveaux?|classes?|salles?|semaines?|versions?|episodes?|questions?|lignes?|unites?|bus|quai|articles?"_s;
    words.company = u"avec|pour|sur"_s;
    words.places = {
        u"(chez\\s+[^\\s]{rest})"_s,
        u"(?:à|au|aux|en|dans)\\s+(?:la\\s+|le\\s+|les\\s+|l[’'])?((?:[\\p{Lu}]|(?:salle|bureau|restaurant|café|gare|hôtel|maison|cantine|école|bibliothèque|mairie|aéroport|cinéma|piscine|parc)\\b){rest})"_s
    };
    return words;
}

} // namespace aria::phrase
