// One bad event stops nothing (guarantee 6): where many are written together and the database cannot hold something in one
// of them, they are taken apart until only that one stands aside.
#pragma once

#include "store/session.h"

#include <QList>

namespace aria::sync {

// `apply` takes a list of the items and does all of it or fails; `aside` takes the one that cannot be applied and why.
// Errors that say nothing about the items (Session::attempt) end it. Inside Store::write.
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

} // namespace aria::sync
