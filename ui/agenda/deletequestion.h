// Deleting an event of a series needs one more word: this one, this and what follows, or all of them.
#pragma once

#include "service/types.h"

#include <functional>

class QWidget;

namespace aria::agenda {

// id: what to delete; following: with all that follow it in its series.
using DeleteChoice = std::function<void(const service::EventKey &event, bool following)>;

// Calls `next` with what to delete: the view's own at once, where it belongs to no series (there is an undo); else
// after the person chose; not at all where they think better of it. Never blocks.
void askWhatToDelete(const service::EventView &view, QWidget *parent, const DeleteChoice &next);

} // namespace aria::agenda
