// Events as iCalendar (RFC 5545), for other programs.
#pragma once

#include "calendar/event.h"

#include <QByteArray>

#include <memory>

namespace aria::archive {

// What the file needs beside Google's JSON.
struct IcalEvent
{
    calendar::Event event;
    QString uid; // if the event has no iCalUID
    bool isGone = false; // an occurrence that was deleted or cancelled
    QDateTime created;
    QDateTime changed;
};

// Makes one calendar: the families (a single event, or a series with its changed occurrences) are added one by one.
class IcalendarFile
{
public:
    explicit IcalendarFile(const QString &name);
    ~IcalendarFile();
    Q_DISABLE_COPY_MOVE(IcalendarFile)

    // False if the event has no times that can be written; nothing of it is in the file then.
    bool add(const IcalEvent &master, const QList<IcalEvent> &occurrences);
    // An occurrence whose series is not there.
    bool addAlone(const IcalEvent &occurrence);

    QByteArray content() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace aria::archive
