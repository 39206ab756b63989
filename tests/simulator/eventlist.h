// events.list and events.instances.
#pragma once

#include "discovery.h"
#include "eventrender.h"
#include "listtoken.h"

namespace simulator {

// One answer of events.list; lives as long as the request.
class EventList
{
public:
    EventList(World &world, TokenBook &tokens, CalendarData &calendar, const MatchedCall &call);

    Result<QJsonObject> list();
    Result<QJsonObject> instances();

private:
    // One line of the answer: a stored event, or an occurrence of a series.
    struct Entry
    {
        const StoredEvent *event;
        std::optional<EventTime> occurrence;
        QString position; // sorts, and tells where a page ends
        bool gone;
    };

    Result<void> readTokens();
    Result<void> checkCombination() const;
    QString pageFingerprint() const;
    QString syncFingerprint() const;
    int limit() const;
    bool isIncremental() const { return m_since.has_value(); }
    bool matches(const QJsonObject &json) const;
    bool inWindow(const EventTime &start, const EventTime &end) const;
    bool wanted(const StoredEvent &event) const;
    void addOccurrences(const StoredEvent &series, QList<Entry> &into) const;
    void addSingle(const StoredEvent &event, QList<Entry> &into) const;
    QList<Entry> collectStored() const; // in the order of creation or change, from the page's position on
    QList<Entry> collectSorted() const; // single events, or ordered by `updated`
    QJsonObject render(const Entry &entry) const;
    Result<QJsonObject> answer(const QList<Entry> &entries);

    World &m_world;
    TokenBook &m_tokens;
    CalendarData &m_calendar;
    const MatchedCall &m_call;
    RenderOptions m_options;
    std::optional<QDateTime> m_timeMin;
    std::optional<QDateTime> m_timeMax;
    std::optional<QDateTime> m_updatedMin;
    std::optional<quint64> m_since; // incremental: changes after this
    quint64 m_snapshot = 0;
    QString m_position;
    bool m_emptyPageGiven = false;
    bool m_single = false;
    bool m_showDeleted = false;
    bool m_inclusiveStart = false; // instances: timeMin is inclusive
};

} // namespace simulator
