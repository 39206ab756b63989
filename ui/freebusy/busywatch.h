// Asks when people are busy, while somebody chooses a time.
#pragma once

#include "base/clock.h"
#include "freebusy/freetimes.h"
#include "uicommon/servicelink.h"

#include <QObject>
#include <QTimer>

namespace aria::freebusy {

// Lives on the UI thread; the references outlive it. Asks a moment after the last change, once for two weeks, and again
// only for other people, for other weeks, or when what it knows is old.
class BusyWatch : public QObject
{
    Q_OBJECT
public:
    BusyWatch(uicommon::ServiceLink &link, const Clock &clock, QObject *parent = nullptr);

    enum class State {
        Idle, // nobody to ask about
        Asking,
        Known,
        NotAllowed, // by the sign-in at Google
        Failed
    };
    void look(const QStringList &ids, const BusySpan &wanted); // ids: of calendars; empty: nobody
    State state() const { return m_state; }
    const QList<BusyTimes> &times() const { return m_times; } // of Known
    QDateTime end() const { return m_query.to; } // as far as it is known
    const Error &error() const { return m_error; } // of Failed

Q_SIGNALS:
    void changed();

private:
    void ask();
    void take(const Expected<QList<BusyTimes>> &answer);
    void become(State state);
    bool isKnown(const BusySpan &wanted) const;

    uicommon::ServiceLink &m_link;
    const Clock &m_clock;
    QStringList m_ids;
    BusySpan m_wanted;
    google::BusyQuery m_query; // what was asked last
    QDateTime m_askedAt;
    QList<BusyTimes> m_times;
    Error m_error;
    State m_state = State::Idle;
    int m_generation = 0; // answers of earlier ones are ignored
    QTimer m_soon;
};

} // namespace aria::freebusy
