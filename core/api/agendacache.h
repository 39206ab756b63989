// Keeps the coming events as the bytes of their JSON while nothing in the database changes, so that a different window
// of them can be put together from what an earlier request read.
#pragma once

#include "api/answer.h"
#include "calendar/agenda.h"
#include "service/calendarservice.h"

#include <QCache>
#include <QTimeZone>

#include <optional>
#include <vector>

namespace aria::api {

// Lives on the server's thread. Holds at most 4 MiB.
class AgendaCache : public QObject
{
    Q_OBJECT
public:
    // The parameters of GET /events/upcoming.
    struct Window
    {
        int days;
        int maxResults;
        QByteArray zone; // empty: the calendar's
    };

    explicit AgendaCache(service::CalendarService &service, QObject *parent = nullptr);

    // `now`: what the database looks like, and the time.
    Answer answer(const Window &window, const service::Mark &now);
    // The same, read from the database.
    Answer read(const Window &window);

private:
    struct Entry
    {
        calendar::Extent extent;
        QByteArray json;
        QByteArray digest; // of the JSON
    };
    using Entries = QList<Entry>;

    struct Agenda
    {
        QByteArray mark; // of the database it was read from
        QDateTime from;
        QTimeZone zone;
        Entries entries = {}; // in order
        QDateTime until = {}; // all that begin before are in it; invalid: all that begin before the last one
        bool mayGrow = true; // a longer one would be shown only in part

        std::optional<Response> answer(const Window &window, const QDateTime &now) const;
        qsizetype bytes() const;
    };

    struct Asking
    {
        Answer answer;
        Window window;
        service::Mark now;
        QByteArray call; // its scope
    };

    static Entries entriesOf(const service::AgendaView &events);
    static Response joined(const QList<const Entry *> &entries, int days, bool isTruncated);
    static bool isTruncated(const service::AgendaView &events);

    const Agenda *current(const QByteArray &zone, const service::Mark &now) const;
    void fill(const Asking &asking);
    void take(const Asking &asking, const Window &read, const service::AgendaView &events, Entries entries);
    void finish(const Asking &asking, const Answer &answer); // and goes on with who has waited

    service::CalendarService &m_service;
    QCache<QByteArray, Agenda> m_agendas; // by the zone that was asked for; cost: bytes
    // By zone: the first one is being read for, the others wait for that.
    QHash<QByteArray, std::vector<Asking>> m_asking;
};

} // namespace aria::api
