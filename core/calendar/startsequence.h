// The starts of a series one after the other: all its rules and dates merged, computed only as far as needed. Used only
// inside this room.
#pragma once

#include "calendar/series.h"
#include "calendar/work.h"

#include <QMap>

#include <vector>

namespace aria::calendar {

class StartSequence
{
public:
    // The starts in [from, to) (instants), in order. `reach` widens the beginning to starts up to the
    // series' duration before `from`; such a start counts if its occurrence ends after `from`. Series and
    // work must outlive this object.
    StartSequence(const Series &series, qint64 from, qint64 to, bool reach, Work &work);

    // nullopt: there are no more, or the work budget is used up.
    std::optional<EventTime> next();

private:
    struct Source
    {
        RuleSequence walls;
        std::optional<qint64> until; // instant
        std::optional<qint64> wall = {}; // its next
    };

    qint64 earliestWall() const;
    bool isInside(const Series::Start &start) const;
    bool isTakenOut(qint64 wall);
    std::optional<Series::Start> nextOfRules();
    std::optional<Series::Start> nextOfAll();

    const Series &m_series;
    const qint64 m_from;
    const qint64 m_to;
    const bool m_reach;
    Work &m_work;
    std::vector<Source> m_rules; // those that have another start
    std::vector<Source> m_exRules;
    QList<Series::Start>::const_iterator m_extra;
    // Where clocks are put forward, skipped wall times come later than some that follow them: a start waits until
    // nothing can come before it any more.
    QMap<qint64, Series::Start> m_waiting;
    std::optional<qint64> m_settled;
    std::optional<Series::Start> m_ofRules; // taken from the rules, not yet returned
    std::optional<qint64> m_given; // order of the last one returned
};

} // namespace aria::calendar
