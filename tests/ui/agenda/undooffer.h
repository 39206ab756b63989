// Whether the line at the bottom of the agenda offers to undo something.
#pragma once

#include "agenda/undobar.h"

#include <QPushButton>

namespace aria::test {

inline bool offersUndo(const agenda::UndoBar *bar)
{
    return bar->findChild<QPushButton *>()->isVisible();
}

} // namespace aria::test
