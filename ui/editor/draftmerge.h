// Compares two versions of what is in the editor, field by field. Pure. Fields are named as in the local API.
#pragma once

#include "editor/eventdraft.h"

namespace aria::editor {

// In the order of the form. The times are one field, "start_time".
QStringList differingFields(const EventDraft &a, const EventDraft &b);

void takeField(const QString &field, const EventDraft &from, EventDraft &to);

// What to do about a version that came from elsewhere while the fields were being edited.
struct Meanwhile
{
    QStringList theirs; // fields that changed elsewhere
    QStringList both; // of these, the ones that the person changed to something else
};
// shown: the version that is being edited; filled: what the fields made of it.
Meanwhile compare(
    const EventDraft &shown, const EventDraft &filled, const EventDraft &mine, const EventDraft &theirs);

} // namespace aria::editor
