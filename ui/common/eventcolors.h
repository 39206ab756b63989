// Google's colours of events (Calendar API, Colors: event).
#pragma once

#include "calendar/event.h"

#include <QColor>
#include <QList>

namespace aria::uicommon {

struct EventColor
{
    QString id; // colorId
    QString name; // as Google calls it, translated
    QColor color;
};

QList<EventColor> eventColors();

// `fallback` if the event has the calendar's own colour.
QColor colorOf(const calendar::Event &event, const QColor &fallback);

} // namespace aria::uicommon
