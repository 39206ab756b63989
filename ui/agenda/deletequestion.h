// Deleting an event of a series needs one more word: this one, or all of them.
#pragma once

#include "service/types.h"

#include <functional>

class QWidget;

namespace aria::agenda {

// Calls `next` with the id to delete: the view's own at once, where it belongs to no series (there is an undo); else
// after the person chose; not at all where they think better of it. Never blocks.
void askWhatToDelete(
    const service::EventView &view, QWidget *parent, const std::function<void(const QString &id)> &next);

} // namespace aria::agenda
