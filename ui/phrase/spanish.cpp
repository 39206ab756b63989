#include "phrase/words.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

Words spanish()
{
    Words words;
    words.language = QLocale::Spanish;
    words.repeats = {
        u"(?:(?:el|los|cada|todos los) )?{nth} (?:{weekday}|(?<workday>dias? (?:laborables?|habil(?:es)?))|(?<monthday>dia)) (?:de cada|del|de) (?:mes(?! que viene| proximo)|(?<quarter>trimestre))"_s,
        u"(?:cada|todos los) {nth} (?:{weekday}|(?<workday>dias? (?:laborables?|habil(?:es)?)))"_s,
        u"(?:al? )?(?<lastday>fin(?:al|ales)?) de cada mes"_s, u"cada (?<lastday>fin de mes)"_s,
        u"(?:el |los )?(?:dias? )?(?<monthdays>\\d{1,2}(?:(?:, | y )(?:el )?\\d{1,2})+) de cada mes"_s,
        u"(?:el )?(?!\\d){nth}(?<monthday>) (?:de cada|del) mes(?! que viene| proximo)"_s,
        u"cada(?<year>)(?= \\d{1,2} de {months})"_s, u"(?:todos los dias|cada dia) de {range}"_s,
        u"(?:cada|todos los) (?<workdays>dias? (?:laborables?|habiles?))"_s, u"(?<workdays>entre semana)"_s,
        u"(?:cada|todos los) (?<weekend>fin(?:es)? de semana)"_s,
        u"(?:cada|todos los|todas las) (?:(?<n>{number}) )?(?<list>{days})"_s, u"los (?<list>{fulldays})"_s,
        u"un (?<list>{fulldays}) (?<other>si y otro no)"_s, u"(?<day>un dia) (?<other>si y otro no)"_s,
        u"(?:de )?(?:cada|todos los|todas las) (?:(?<n>{number}) )?(?:(?<day>dias?)|(?<week>semanas?)|(?<month>mes(?:es)?)|(?<quarter>trimestres?)|(?<halfyear>semestres?|medio ano)|(?<year>anos?))"_s,
        u"(?:una vez )?(?:al|por) (?:(?<month>mes)|(?<quarter>trimestre)|(?<halfyear>semestre))"_s,
        u"(?<quarter>trimestral(?:mente)?)|(?<halfyear>semestral(?:mente)?)"_s,
        u"(?:cada )?(?<other>quincena)l?(?:mente)?(?<week>)"_s,
        u"(?:todas las|todos los|cada)(?<day>)(?= (?:mananas?|tardes?|noches?))"_s,
        u"(?:el |los )(?:dias? )?(?<monthdays>\\d{1,2}(?:(?:, | y )(?:el )?\\d{1,2})+)(?<more>)"_s,
        u"(?:el )?{nth} (?:{weekday}|(?<workday>dias? (?:laborables?|habil(?:es)?))|(?<monthday>dia))(?<more>)"_s,
        u"(?<day>a diario|diariamente|diari[oa])|(?<week>semanal(?:mente)?)|(?<month>mensual(?:mente)?)|(?<year>anual(?:mente)?)"_s
    };
    words.intervals = { { u"si y otro no"_s, 2 }, { u"quincena"_s, 2 } };
    words.fortnight = 15;
    words.except = u"(?:excepto|menos|salvo)(?: el| los)? (?<list>{days})"_s;
    words.until = u"hasta(?: el)?"_s;
    words.starting = u"a partir del?|desde(?: el)?"_s;
    words.times = u"(?<n>\\d{1,3}) veces"_s;
    words.allDay = u"todo el dia|dia completo"_s;
    words.span =
        u"(?<quarter>(?:un )?cuarto de hora)|(?<threequarters>tres cuartos de hora)|(?<half>media hora)|(?<onehalf>(?:una )?hora y media)|(?<n>{number}|\\d+[.,]\\d+)_(?:(?<hours>h|hrs?|horas?)(?:_(?:y )?(?<plus>\\d{1,2})_(?:min|minutos)|(?<more> y media)|(?<plusquarter> y cuarto))?|(?<minutes>min|minutos?)|(?<days>dias?)|(?<weeks>semanas?))"_s;
    words.lasts = { u"(?:durante|por) {span}"_s };
    words.soon = { u"(?:en|dentro de) {span}"_s };
    words.parts = { { u"(?:por la |en la |esta )manana|temprano|(?<=\\x{FFFC}\\s)mananas?"_s, 9 * 60, false },
        { u"(?:por la |en la |esta )tarde|(?<=\\x{FFFC}\\s)tardes?"_s, 17 * 60, true },
        { u"(?:por la |en la |esta )noche|(?<=\\x{FFFC}\\s)noches?"_s, 20 * 60, true } };
    words.between = u"entre(?: el| las?)?"_s;
    words.conjunction = u"y(?: el| las?)?"_s;
    words.from = u"del?(?: las?)?|desde(?: el| las?)?"_s;
    words.to = u"al?(?: las?)?|hasta(?: el| las?)?"_s;
    words.before = u"a las?|sobre las?|a eso de las?|desde las?|de|a"_s;
    words.counted =
        u"capitulos?|cap\\.|paginas?|pags?\\.|secciones|seccion|versiculos?|salmos?|lecciones|leccion|ejercicios?|partes?|tomos?|numeros?|nums?\\.?|puntos?|niveles|nivel|clases?|salas?|semanas?|version|versiones|episodios?|preguntas?|lineas?|unidades|unidad|bus|anden|articulos?|temas?"_s;
    words.company = u"con|para|sobre"_s;
    words.places = {
        u"en\\s+(?:el\\s+|la\\s+|los\\s+|las\\s+)?((?:[\\p{Lu}]|(?:sala|oficina|casa|restaurante|café|hotel|despacho|estación|aeropuerto|escuela|biblioteca|parque|piscina|cine|gimnasio|centro)\\b){rest})"_s
    };
    return words;
}

} // namespace aria::phrase
