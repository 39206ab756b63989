// Follows events that Google moved between the calendars that are synced, so that ARIA's row goes with them.
#pragma once

#include "google/calendarapi.h"
#include "merge/eventchange.h"
#include "store/store.h"

namespace aria::sync {

// Lives on the service's thread; used by the pull of one calendar.
class MoveFollower : public QObject
{
    Q_OBJECT
public:
    MoveFollower(google::CalendarApi &api, store::Store &store, QString calendarId);

    // The other calendars that are synced, where Google may move events to and from.
    void setOthers(QStringList calendarIds) { m_others = std::move(calendarIds); }
    bool isPossible() const { return !m_others.isEmpty(); }

    // Before a page is applied: what it shows for the first time may be another calendar's event, whose row comes here.
    QCoro::Task<Expected<void>> takeFrom(QList<calendar::Event> items);

    // An event, or the series of an occurrence, that is gone from this calendar: returns the calendar to which Google
    // moved it, where its rows are then. Empty: it was deleted, or moved out of sight.
    QCoro::Task<Expected<QString>> follow(QString eventId);

Q_SIGNALS:
    void changed(const QList<aria::sync::EventChange> &changes);
    void otherConcerned(const QString &calendarId); // a move gave it something to do

private:
    google::CalendarApi &m_api;
    store::Store &m_store;
    const QString m_calendarId;
    QStringList m_others;
};

} // namespace aria::sync
