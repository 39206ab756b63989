#include "edits/windowreader.h"

#include "edits/agendareader.h"
#include "edits/eventlookup.h"
#include "store/words.h"

#include <QDataStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::AgendaPlace;
using store::Session;

namespace {

constexpr int mostYears = 5;
constexpr qsizetype mostSearched = 500; // characters
// What is unfolded first, and how much longer each following stretch is: enough for a page of a busy calendar, and few
// steps for one that is nearly empty.
constexpr qint64 firstDays = 4;
constexpr qint64 timesLonger = 4;

// -- cursors: the place of the last event of a page -------------------------------------------------------------------

constexpr quint8 cursorForm = 1;

QString cursorAt(const AgendaPlace &place, const QString &calendarId, qint64 localId)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << cursorForm << qint64(place.start) << place.allDay << place.title << place.id << calendarId
           << localId;
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<AgendaPlace> placeAt(const QString &cursor, const QStringList &calendarIds)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        cursor.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    QDataStream stream(*decoded);
    stream.setVersion(QDataStream::Qt_6_4);
    quint8 form = 0;
    qint64 start = 0;
    AgendaPlace place{ 0, false, {}, {}, 0 };
    QString calendarId;
    qint64 localId = 0;
    stream >> form >> start >> place.allDay >> place.title >> place.id >> calendarId >> localId;
    static const qint64 first =
        QDateTime(QDate(1, 1, 1), QTime(0, 0), Qt::UTC).addDays(-2).toMSecsSinceEpoch();
    static const qint64 last =
        QDateTime(QDate(10000, 1, 1), QTime(0, 0), Qt::UTC).addDays(2).toMSecsSinceEpoch();
    if (stream.status() != QDataStream::Ok || !stream.atEnd() || form != cursorForm || start < first
        || start > last)
        return std::nullopt;
    place.start = start;
    place.source = sourceOf(calendarIds, calendarId, localId);
    return place;
}

// -- what is asked for --------------------------------------------------------------------------------------------------

Fault faultIn(const QString &name, const QString &type, const QString &message)
{
    return { { u"query"_s, name }, message, type };
}

QDateTime within(const QDateTime &moment)
{
    static const QDateTime first(QDate(1, 1, 1), QTime(0, 0), Qt::UTC);
    static const QDateTime last(QDate(9999, 12, 31), QTime(23, 59, 59, 999), Qt::UTC);
    return std::clamp(moment.toUTC(), first, last);
}

// Five years later on the clock of the zone, or in UTC, whichever is later.
QDateTime latestEnd(const QDateTime &from, const QTimeZone &zone)
{
    return std::max(from.toTimeZone(zone).addYears(mostYears).toUTC(), from.addYears(mostYears));
}

Expected<Stretch> stretchOf(
    const QStringList &calendarIds, const WindowRequest &request, const QTimeZone &zone)
{
    Error error{ ErrorCategory::InvalidInput, u"value_error"_s, u"The request is not right."_s };
    error.faults = request.faults;
    Stretch stretch{ calendarIds, {}, {}, zone, request.limit + 1 };
    if (request.from && request.to) {
        stretch.from = within(request.from->instant(zone));
        stretch.to = within(request.to->instant(zone));
        if (stretch.to <= stretch.from) {
            error.faults << faultIn(u"to"_s, u"value_error"_s, u"Input should be later than from"_s);
        } else if (stretch.to > latestEnd(stretch.from, zone)) {
            error.faults << faultIn(
                u"to"_s, u"value_error"_s, u"Input should be at most %1 years after from"_s.arg(mostYears));
        }
    }
    if (request.words.toUcs4().size() > mostSearched) {
        error.faults << faultIn(
            u"q"_s, u"string_too_long"_s, u"String should have at most %1 characters"_s.arg(mostSearched));
    } else if (!request.words.trimmed().isEmpty() && store::wordsIn(request.words).isEmpty()) {
        error.faults << faultIn(u"q"_s, u"value_error"_s, u"Input should have a letter or a digit"_s);
    }
    if (const auto known = checkCalendar(request.calendarId, calendarIds); !known) {
        for (const Fault &fault : known.error().faults)
            error.faults << faultIn(u"calendar_id"_s, fault.type, fault.message);
    } else if (!request.calendarId.isEmpty()) {
        stretch.calendarIds = QStringList{ request.calendarId };
    }
    if (!request.cursor.isEmpty()) {
        stretch.after = placeAt(request.cursor, stretch.calendarIds);
        if (!stretch.after) {
            error.faults << faultIn(
                u"cursor"_s, u"value_error"_s, u"This is not a cursor of an earlier answer."_s);
        }
    }
    if (!error.faults.isEmpty())
        return Unexpected(error);
    return stretch;
}

// -- one stretch after the other ---------------------------------------------------------------------------------------

class Reader
{
public:
    Reader(Session &session, const Stretch &wanted, const QString &words)
        : m_session(session)
        , m_wanted(wanted)
        , m_words(words)
        , m_at(wanted.from)
    {
        if (m_wanted.after) {
            const auto last = QDateTime::fromMSecsSinceEpoch(m_wanted.after->start, Qt::UTC);
            m_at = std::max(m_at, last);
        }
    }

    Expected<PlacedEvents> read()
    {
        if (!m_words.isEmpty()) {
            auto done = unfoldUntil(m_wanted.to);
            return done ? Expected<PlacedEvents>(std::move(m_found)) : Unexpected(done.error());
        }
        const auto horizon = m_session.occurrences().horizon();
        if (!horizon)
            return Unexpected(horizon.error());
        const auto unsettled = unsettledEvents(m_session);
        if (!unsettled)
            return Unexpected(unsettled.error());
        Expected<void> done;
        if (horizon->isValid() && *unsettled) {
            done = unfoldUntil(std::min(horizon->from, m_wanted.to));
            if (done)
                done = lookUpUntil(std::min(horizon->until, m_wanted.to), **unsettled);
        }
        if (done)
            done = unfoldUntil(m_wanted.to);
        return done ? Expected<PlacedEvents>(std::move(m_found)) : Unexpected(done.error());
    }

private:
    bool isDone(const QDateTime &until) const { return m_at >= until || m_found.size() >= m_wanted.limit; }

    // The next stretch, without what began in an earlier one.
    Stretch next(const QDateTime &until) const
    {
        Stretch stretch = m_wanted;
        stretch.from = m_at;
        stretch.to = until;
        stretch.limit = m_wanted.limit - m_found.size();
        if (m_isFirst)
            return stretch;
        const AgendaPlace before{ m_at.toMSecsSinceEpoch(), true, {}, {}, -1 };
        if (!stretch.after || *stretch.after < before)
            stretch.after = before;
        return stretch;
    }

    Expected<void> take(Expected<PlacedEvents> events, const QDateTime &until)
    {
        if (!events)
            return Unexpected(events.error());
        m_found.truncated = m_found.truncated || events->truncated;
        m_found.append(std::move(static_cast<QList<Placed> &>(*events)));
        m_at = until;
        m_isFirst = false;
        return {};
    }

    Expected<void> lookUpUntil(const QDateTime &until, const QList<qint64> &unsettled)
    {
        return isDone(until) ? Expected<void>() : take(readTable(m_session, next(until), unsettled), until);
    }

    Expected<void> unfoldUntil(const QDateTime &until)
    {
        for (qint64 days = firstDays; !isDone(until); days *= timesLonger) {
            const QDateTime end = std::min(m_at.addDays(days), until);
            if (auto done = take(unfolded(next(end)), end); !done)
                return done;
        }
        return {};
    }

    Expected<PlacedEvents> unfolded(const Stretch &stretch)
    {
        if (m_words.isEmpty()) {
            const auto records = recordsIn(m_session, stretch);
            return records ? unfold(m_session, *records, stretch) : Unexpected(records.error());
        }
        const auto found = m_session.events().withWords(
            stretch.calendarIds, earlierBound(stretch), laterBound(stretch), m_words);
        if (!found || found->isEmpty())
            return found ? Expected<PlacedEvents>(PlacedEvents()) : Unexpected(found.error());
        const auto records = m_session.events().familiesOf(*found);
        if (!records)
            return Unexpected(records.error());
        const QSet<qint64> matching(found->cbegin(), found->cend());
        return unfold(m_session, *records, stretch, &matching);
    }

    Session &m_session;
    const Stretch m_wanted;
    const QString m_words;
    QDateTime m_at; // up to here everything that starts is found
    bool m_isFirst = true;
    PlacedEvents m_found;
};

} // namespace

Expected<WindowPage> readWindow(
    Session &session, const QStringList &calendarIds, const WindowRequest &request, const QTimeZone &zone)
{
    const auto stretch = stretchOf(calendarIds, request, zone);
    if (!stretch)
        return Unexpected(stretch.error());
    const QString words = request.words.trimmed();
    auto found = Reader(session, *stretch, words).read();
    if (!found)
        return Unexpected(found.error());
    WindowPage page;
    page.events.truncated = found->truncated;
    if (found->size() > request.limit) {
        const Placed &last = found->at(request.limit - 1);
        const QString &calendarId = last.view.calendarId;
        const qint64 localId = last.place.source - sourceOf(stretch->calendarIds, calendarId, 0);
        page.nextCursor = cursorAt(last.place, calendarId, localId);
    }
    for (qsizetype i = 0; i < std::min<qsizetype>(found->size(), request.limit); ++i)
        page.events.append(std::move((*found)[i].view));
    return page;
}

} // namespace aria::service
