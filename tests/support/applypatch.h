// A patch as Google applies it.
#pragma once

#include "calendar/event.h"

namespace aria::testing {

// Objects merge, arrays are replaced whole, null removes.
inline QJsonObject merged(QJsonObject target, const QJsonObject &patch)
{
    for (auto it = patch.begin(); it != patch.end(); ++it) {
        if (it.value().isNull())
            target.remove(it.key());
        else if (it.value().isObject())
            target.insert(it.key(), merged(target.value(it.key()).toObject(), it.value().toObject()));
        else
            target.insert(it.key(), it.value());
    }
    return target;
}

inline calendar::Event applyPatch(const calendar::Event &event, const QJsonObject &patch)
{
    return calendar::Event(merged(event.json(), patch));
}

} // namespace aria::testing
