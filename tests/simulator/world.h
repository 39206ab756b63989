// Everything the fake Google knows about one account: calendars, mails, switches of the control path.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "calendardata.h"

#include <functional>
#include <memory>

namespace simulator {

// What tests may change under /control/switches; the defaults are Google's documented behaviour.
struct Switches
{
    bool opaqueInstanceIds = false; // the announced new form of instance ids
    int pageSize = 0; // at most so many items a page; 0: as asked
    bool emptyPages = false; // an empty page before each full one
    bool touchAfterInsert = false; // a new etag right after an insert
    bool allowHttpWebhooks = false; // http:// for loopback addresses
    bool forgetTombstones = false; // deleted events are unknown at once
    bool pushDuplicates = false; // every notification twice
    int pushLoseEvery = 0; // every n-th notification is lost; 0: none
    int pushDelayMs = 0;
    int pushDebounceMs = 50;
    int pushRetryMs = 500; // first wait after a 5xx; doubles
    bool syncMessageFirst = false; // the sync message leaves before the watch answer is written
    int accessTokenSeconds = 3599;
    qint64 dateOffsetSeconds = 0; // added to the Date header

    QJsonObject toJson() const;
    // The name of the first unknown member or wrong type, or empty.
    QString apply(const QJsonObject &changes);
};

// Lives on one thread.
class World
{
public:
    World(const aria::Clock &clock, aria::RandomSource &random);

    const aria::Clock &clock;
    aria::RandomSource &random;
    Switches switches;
    QString accountEmail = QStringLiteral("anna.lindgren@example.com");
    QString accountName = QStringLiteral("Anna Lindgren");
    QJsonArray mails; // what Google would have sent to attendees

    // Called with the calendar id after every change of its events.
    std::function<void(const QString &)> eventsChanged = [](const QString &) {};

    // nullptr where unknown. "primary" is an alias.
    CalendarData *calendar(const QString &id);
    CalendarData &addCalendar(QJsonObject entry);
    bool removeCalendar(const QString &id);
    const std::map<QString, std::unique_ptr<CalendarData>> &calendars() const { return m_calendars; }
    void touchEntry(CalendarData &calendar) { calendar.entryChange = m_counter.next(); }
    quint64 lastChange() const { return m_counter.last; }

    QString etag(quint64 change) const; // with its quotes
    QString nowText() const { return formatMilliseconds(clock.nowUtc()); }
    void reset(); // one empty primary calendar, default switches

    QJsonObject save() const;
    void load(const QJsonObject &saved);

private:
    ChangeCounter m_counter;
    quint64 m_etagBase;
    std::map<QString, std::unique_ptr<CalendarData>> m_calendars;
};

} // namespace simulator
