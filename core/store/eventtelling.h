// What a change of a record means for those who follow the events: the one place that decides whether there is a message
// and what it says. Pure.
#pragma once

#include "store/records.h"

namespace aria::store {

// A message before it has its id and its time.
struct ToldChange
{
    QString type;
    QString calendarId;
    qint64 localId = 0;
    QByteArray data; // JSON without "at"
};

// Null for `before` or `after`: there was, or is, no such row. `inSeries`: what an occurrence was before it got a row
// of its own; null if that is unknown. Nullopt: nothing that a reader would see has changed.
std::optional<ToldChange> toldChange(
    const EventRecord *before, const EventRecord *after, const calendar::Event *inSeries);

} // namespace aria::store
