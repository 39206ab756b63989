#include "merge/edittime.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::sync {

using std::chrono::milliseconds;

namespace {

// Members of EventRecord::editClock.
const QString epochMember = u"epoch"_s;
const QString monotonicMember = u"monotonic"_s; // ms
const QString googleMember = u"google"_s; // Google's clock
const QString databaseMember = u"database"_s; // the database's

QDateTime instantIn(const QJsonObject &object, const QString &member)
{
    return QDateTime::fromString(object.value(member).toString(), Qt::ISODateWithMs);
}

QJsonObject editClockOf(const ClockReading &clocks, const QDateTime &atDatabase, milliseconds age)
{
    QJsonObject noted{ { databaseMember, toRfc3339(atDatabase) } };
    if (!clocks.epoch.isEmpty()) {
        noted.insert(epochMember, clocks.epoch);
        noted.insert(monotonicMember, qint64((clocks.monotonic - age).count()));
    }
    if (clocks.offset)
        noted.insert(googleMember, toRfc3339(clocks.atGoogle().addMSecs(-age.count())));
    return noted;
}

} // namespace

ClockReading readClocks(const Clock &clock, const google::CalendarApi &api)
{
    return { clock.nowUtc(), clock.monotonic(), clock.epoch(), api.clockOffset() };
}

void noteEdit(store::EventRecord &record, const ClockReading &clocks, const QDateTime &atDatabase)
{
    record.editRevision = record.revision;
    record.editClock = editClockOf(clocks, atDatabase, milliseconds(0));
}

Expected<void> noteEditsOfOthers(
    store::Session &session, const QString &calendarId, const ClockReading &clocks)
{
    const auto edits = session.backlog().editsOfOthers(calendarId, clocks.epoch);
    if (!edits)
        return Unexpected(edits.error());
    if (edits->isEmpty())
        return {};
    const auto databaseNow = session.now();
    if (!databaseNow)
        return Unexpected(databaseNow.error());
    QList<store::EditTime> noted;
    for (store::EditTime edit : *edits) {
        const bool isNoted = edit.notedRevision == edit.revision;
        if (isNoted && edit.clock.contains(googleMember))
            continue; // nothing better is to be had
        const QDateTime before = isNoted ? instantIn(edit.clock, databaseMember) : QDateTime();
        const QDateTime atDatabase = before.isValid() ? before : edit.updatedAt;
        const milliseconds age(std::max<qint64>(0, atDatabase.msecsTo(*databaseNow)));
        edit.notedRevision = edit.revision;
        edit.clock = editClockOf(clocks, atDatabase, age);
        noted.append(edit);
    }
    return session.backlog().saveEditTimes(noted);
}

QDateTime editedAt(const store::EventRecord &record, const ClockReading &clocks)
{
    if (record.editRevision == record.revision) {
        const QJsonObject &noted = record.editClock;
        if (!clocks.epoch.isEmpty() && noted.value(epochMember) == clocks.epoch)
            return clocks.atGoogle().addMSecs(
                noted.value(monotonicMember).toInteger() - clocks.monotonic.count());
        if (const QDateTime google = instantIn(noted, googleMember); google.isValid())
            return google;
    }
    const QDateTime &written = record.isDeletedInAria() ? record.deletedAt : record.updatedAt;
    return written.addMSecs(clocks.offset.value_or(milliseconds(0)).count());
}

} // namespace aria::sync
