// The events a random run makes: some days around a change to summer time, of every shape.
#pragma once

#include "service/types.h"
#include "soak/step.h"

namespace aria::soak {

struct Shape
{
    bool isSeries = false;
    bool isAllDay = false;
    QDateTime start; // UTC
    QByteArray zone;
    QString rule; // of series
};

Shape shapeOf(const Step &step);
service::EventInput inputFor(const Shape &shape, const QString &title);
QJsonObject googleJsonFor(const Shape &shape, const QString &title);

// "start" and "end" moved to another time of the same kind as `event` has.
QJsonObject movedTimes(const QJsonObject &event, const Step &step);

} // namespace aria::soak
