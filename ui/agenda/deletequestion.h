// Deleting an event of a series needs one more choice: this one, this and following, or all of them.
#pragma once

#include "service/types.h"

#include <functional>

class QWidget;

namespace aria::agenda {

// id: what to delete; following: with all that follow it in its series.
using DeleteChoice = std::function<void(const service::EventKey &event, bool following)>;

// Calls `next` with what to delete: at once with the view's own event if it belongs to no series (there is an undo);
// otherwise after the person has chosen, and not at all if they change their mind. Never blocks.
void askWhatToDelete(const service::EventView &view, QWidget *parent, const DeleteChoice &next);

} // namespace aria::agenda
