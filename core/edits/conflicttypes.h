// Events in conflict as a person is asked about them, and the answer. Plain values that cross threads.
#pragma once

#include "edits/eventtypes.h"
#include "merge/fieldmerge.h"

#include <QHash>

namespace aria::service {

struct ConflictField
{
    QString name; // as in the local API
    QJsonValue base;
    QJsonValue aria;
    QJsonValue google;
};

struct ConflictView
{
    store::EventRecord record;
    EventView view;
    QString eventHash;
    QList<ConflictField> fields; // one entry named "event" for delete against edit: null is the deleted side
};

struct Resolution
{
    using Side = sync::Side;
    std::optional<Side> whole; // ?resolution=
    // By API name; fields in conflict and not named keep the strategy google_wins.
    QHash<QString, Side> fields;
};

} // namespace aria::service
