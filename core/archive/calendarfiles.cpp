#include "archive/calendarfiles.h"

#include "archive/archivefiles.h"
#include "archive/icalendar.h"
#include "archive/ownconnection.h"

#include "store/dialect.h"
#include "store/session.h"
#include "store/shownevent.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

constexpr qsizetype atOnce = 500;

using store::EventRecord;

IcalEvent icalEvent(const EventRecord &record)
{
    IcalEvent out{ store::shownEvent(record), QString(), false, record.createdAt, record.updatedAt };
    out.isGone = record.isDeletedInAria() || out.event.isCancelled();
    out.uid = record.googleEventId.isEmpty() ? u"%1@aria-calendar-sync"_s.arg(record.localId)
                                             : record.googleEventId + u"@google.com"_s;
    if (!out.changed.isValid())
        out.changed = out.created;
    return out;
}

Expected<QList<QVariant>> columnOf(OwnConnection &connection, const QString &sql, const QVariantList &values)
{
    QSqlQuery query(connection.database());
    bool isDone = query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(connection.dialect().storable(value));
    isDone = isDone && query.exec();
    QList<QVariant> out;
    while (isDone && query.next())
        out.append(query.value(0));
    if (!isDone || query.lastError().isValid())
        return Unexpected(connection.dialect().toError(query.lastError()));
    return out;
}

// Of the living events of a calendar those that stand for themselves: single events, series, and occurrences whose
// series is not among them.
class CalendarWriter
{
public:
    explicit CalendarWriter(CalendarFile &file)
        : m_file(file)
        , m_ical(file.calendarId)
    {
    }

    void add(const QList<EventRecord> &families, const QSet<qint64> &wanted)
    {
        QHash<QString, QList<IcalEvent>> occurrences; // by the Google id of their series
        QSet<QString> masters;
        for (const EventRecord &record : families) {
            if (record.recurringEventId.isEmpty() && !record.isDeletedInAria())
                masters.insert(record.googleEventId);
            else if (!record.recurringEventId.isEmpty())
                occurrences[record.recurringEventId].append(icalEvent(record));
        }
        for (const EventRecord &record : families) {
            if (!wanted.contains(record.localId))
                continue;
            const IcalEvent item = icalEvent(record);
            if (item.isGone)
                continue;
            if (record.recurringEventId.isEmpty())
                count(m_ical.add(item, occurrences.value(record.googleEventId)));
            else if (!masters.contains(record.recurringEventId))
                count(m_ical.addAlone(item));
        }
    }

    QByteArray content() const { return m_ical.content(); }

private:
    void count(bool isWritten) { ++(isWritten ? m_file.events : m_file.unreadable); }

    CalendarFile &m_file;
    IcalendarFile m_ical;
};

Expected<CalendarFile> writeCalendar(
    OwnConnection &connection, const QString &folder, const QString &calendarId)
{
    CalendarFile file{ calendarId, u"calendars/%1.ics"_s.arg(fileNameFor(calendarId)) };
    const auto ids = columnOf(connection,
        u"SELECT id FROM aria_calendar_events WHERE calendar_id = ? AND deleted_at IS NULL ORDER BY id"_s,
        { calendarId });
    if (!ids)
        return Unexpected(ids.error());
    CalendarWriter writer(file);
    for (qsizetype from = 0; from < ids->size(); from += atOnce) {
        QList<qint64> part;
        for (const QVariant &id : ids->mid(from, atOnce))
            part.append(id.toLongLong());
        const auto families = connection.session().events().familiesOf(part);
        if (!families)
            return Unexpected(families.error());
        writer.add(*families, QSet<qint64>(part.begin(), part.end()));
    }
    if (auto written = writeFile(folder + u'/' + file.name, writer.content()); !written)
        return Unexpected(written.error());
    return file;
}

} // namespace

QString fileNameFor(const QString &calendarId)
{
    QByteArray name = QUrl::toPercentEncoding(calendarId, "@", "~");
    if (name.startsWith('.'))
        name.replace(0, 1, "%2E");
    return QString::fromLatin1(name);
}

Expected<QList<CalendarFile>> writeCalendarFiles(OwnConnection &connection, const QString &folder)
{
    const auto calendars = columnOf(connection,
        u"SELECT DISTINCT calendar_id FROM aria_calendar_events WHERE deleted_at IS NULL ORDER BY calendar_id"_s,
        {});
    if (!calendars)
        return Unexpected(calendars.error());
    QList<CalendarFile> files;
    for (const QVariant &calendar : *calendars) {
        auto file = writeCalendar(connection, folder, calendar.toString());
        if (!file)
            return Unexpected(file.error());
        files.append(*file);
    }
    return files;
}

} // namespace aria::archive
