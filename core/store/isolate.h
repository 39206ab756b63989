// One bad event stops nothing (guarantee 6): if many are written together and the database cannot hold something in
// one of them, they are split up until only that one is set aside.
#pragma once

#include "store/session.h"

#include <QList>

namespace aria::store {

// `apply` takes a list of items and writes all of them or fails; `aside` takes the item that cannot be applied, and
// the reason. Errors that are not about the items (Session::attempt) end it. Inside Store::write.
template <class Item, class Apply, class Aside>
Expected<void> isolate(
    store::Session &session, const QList<Item> &items, const Apply &apply, const Aside &aside)
{
    if (items.isEmpty())
        return {};
    const Expected<void> applied = session.attempt([&] { return apply(items); });
    if (applied || !store::concernsRows(applied.error()))
        return applied;
    if (items.size() == 1)
        return aside(items.constFirst(), applied.error());
    const qsizetype half = items.size() / 2;
    if (auto first = isolate(session, items.first(half), apply, aside); !first)
        return first;
    return isolate(session, items.sliced(half), apply, aside);
}

} // namespace aria::store
