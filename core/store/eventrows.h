// How an EventRecord is stored in the two tables: the columns, in the order in which they are selected and bound.
#pragma once

#include "store/records.h"

#include "base/error.h"

#include <QSqlQuery>
#include <QVariantList>

namespace aria::store {

class Dialect;
class JsonTexts;

// SELECT … from both tables without its FROM; e is aria_calendar_events, s is aria_calendar_sync.
QString selectEvent(const Dialect &dialect);
EventRecord eventOf(const QSqlQuery &row);

// The columns that save() writes, without the ids, and their values in the same order.
const QStringList &eventColumns();
QVariantList eventValues(const EventRecord &record);
const QStringList &syncColumns();
QVariantList syncValues(const EventRecord &record, JsonTexts &texts);

// As a row in a list that is one parameter.
QJsonObject rowOf(const QStringList &columns, const QVariantList &values, const Dialect &dialect);

// The error of a write that finds no row with its id.
Unexpected rowIsGone();

} // namespace aria::store
