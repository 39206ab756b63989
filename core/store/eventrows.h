// How an EventRecord lies in the two tables: the columns, in the order in which they are selected and bound.
#pragma once

#include "store/records.h"

#include <QSqlQuery>
#include <QVariantList>

namespace aria::store {

// SELECT … of both tables without its FROM; e is aria_calendar_events, s is aria_calendar_sync.
QString selectEvent();
EventRecord eventOf(const QSqlQuery &row);

// The columns that save() writes, without the ids, and their values in the same order.
const QStringList &eventColumns();
QVariantList eventValues(const EventRecord &record);
const QStringList &syncColumns();
QVariantList syncValues(const EventRecord &record);

} // namespace aria::store
