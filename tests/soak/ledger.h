// What a run did to each event, and therefore what must be found of it in the end.
#pragma once

#include <QHash>
#include <QList>
#include <QString>

namespace aria::soak {

enum class Side { Api, Sql, Google };

// A text that one side wrote into one field of an event or occurrence.
struct Mark
{
    QString text; // found nowhere else
    QString eventId; // Google's; of an occurrence, as our API calls it
    QString field;
    Side side = Side::Api;
};

struct Tracked
{
    QString id; // Google's; empty until somebody told
    QString key; // begins every title of it
    bool isSeries = false;
    bool isMade = false; // confirmed by whoever made it
    bool mayBeGone = false; // a deletion was asked for, or an undo that may be one
    int ariaEdit = 0; // the step of the latest edit on that side
    int googleEdit = 0;
};

class Ledger
{
public:
    Tracked &add(const QString &key);
    Tracked *byKey(const QString &key);
    Tracked *byId(const QString &id); // of occurrences: their series
    const QList<Tracked> &events() const { return m_events; }

    void mark(const Mark &mark) { m_marks.append(mark); }
    // What that side has written to the event (and its occurrences) so far may be lost with its deletion.
    void forget(const QString &id, Side side);
    void forgetOccurrences(const QString &id, Side side);
    // The newest text for each field, event and side.
    QList<Mark> newest() const;

private:
    QList<Tracked> m_events;
    QList<Mark> m_marks;
};

} // namespace aria::soak
