#include "soak/tablecheck.h"

#include "edits/agendareader.h"

namespace aria::soak {

using namespace Qt::StringLiterals;
using service::AgendaView;
using store::Session;

namespace {

const QStringList calendars{ u"primary"_s };

QStringList linesOf(const AgendaView &view)
{
    QStringList lines;
    for (const service::EventView &shown : view) {
        lines.append(QStringList{ shown.googleEventId, shown.event.summary(), shown.event.start().toText(),
            shown.event.end().toText(), QString::number(shown.localId), toString(shown.status) }
                         .join(u" | "_s));
    }
    return lines;
}

// Both ways in one snapshot.
Expected<QStringList> compare(
    Session &session, const QDateTime &from, const QDateTime &to, const QByteArray &zone, int limit)
{
    const QTimeZone days(zone);
    const auto table = service::readAgenda(session, calendars, from, to, days, limit);
    if (!table)
        return Unexpected(table.error());
    const auto unfolded = service::unfoldAgenda(session, calendars, from, to, days, limit);
    if (!unfolded)
        return Unexpected(unfolded.error());
    const QStringList of = linesOf(*table);
    const QStringList expected = linesOf(*unfolded);
    if (of == expected)
        return QStringList();
    QStringList wrong{ u"the table and the events differ from %1 to %2 in %3"_s.arg(
        from.toString(Qt::ISODate), to.toString(Qt::ISODate), QLatin1String(zone)) };
    for (const QString &line : of) {
        if (!expected.contains(line))
            wrong.append(u"only in the table: "_s + line);
    }
    for (const QString &line : expected) {
        if (!of.contains(line))
            wrong.append(u"not in the table: "_s + line);
    }
    return wrong;
}

} // namespace

QStringList tableFaults(Bed &bed)
{
    if (!bed.isAlive())
        return {};
    const auto compared = bed.answer(bed.store().read([](Session &session) -> Expected<QStringList> {
        const auto horizon = session.occurrences().horizon();
        if (!horizon)
            return Unexpected(horizon.error());
        const QDateTime now = horizon->from.addDays(calendar::Horizon::pastDays);
        QStringList wrong;
        for (const auto &[from, days, zone, limit] : { std::tuple{ -8, 30, "Europe/Berlin", 100'000 },
                 std::tuple{ -2, 60, "Pacific/Kiritimati", 7 } }) {
            const auto part = compare(
                session, now.addDays(from).addSecs(3 * 3600 + 1), now.addDays(from + days), zone, limit);
            if (!part)
                return part;
            wrong += *part;
        }
        return wrong;
    }),
        std::chrono::seconds(60));
    // The database may be away, as some steps want it.
    return compared && *compared ? **compared : QStringList();
}

QStringList tableFaultsAtRest(Bed &bed)
{
    const auto checked = bed.answer(bed.store().tryOut([](Session &session) -> Expected<QStringList> {
        QStringList wrong;
        const auto due = session.occurrences().howManyDue();
        if (!due)
            return Unexpected(due.error());
        if (*due > 0)
            wrong.append(u"the occurrences of %1 events are due"_s.arg(*due));
        const auto differing = session.occurrences().check(0, 1'000'000);
        if (!differing)
            return Unexpected(differing.error());
        if (*differing > 0)
            wrong.append(u"%1 rows of occurrences are wrong"_s.arg(*differing));
        const auto horizon = session.occurrences().horizon();
        if (!horizon)
            return Unexpected(horizon.error());
        const auto whole = compare(session, horizon->from, horizon->until, "UTC", 100'000);
        if (!whole)
            return whole;
        return wrong + *whole;
    }),
        std::chrono::seconds(60));
    if (!checked || !*checked)
        return { u"the table of occurrences cannot be read"_s };
    return **checked;
}

} // namespace aria::soak
