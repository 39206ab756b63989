// The order in which the rows of an event are locked: the event, its link, its mark, its occurrences.
//
// The triggers of ARIA's edits lock them in this order, because an edit has the event's row before any trigger runs. Work
// that changed the others first could wait for ARIA while ARIA waits for it, and PostgreSQL would end one of the two.
#pragma once

#include "base/error.h"

#include <QList>

namespace aria::store {

class Dialect;
class Statements;

// Called in a transaction that writes, before it changes other rows of events that it has not written itself. Waits for
// ARIA's transactions that have changed these events; they are then a reason to repeat the whole transaction. Does nothing
// where only one transaction writes at a time.
Expected<void> lockEvents(Statements &statements, const Dialect &dialect, const QList<qint64> &localIds);

} // namespace aria::store
