#include "service/conflictpreview.h"

#include "edits/conflictfields.h"
#include "merge/eventversions.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using sync::Version;

std::optional<Event> previewOf(const ConflictView &conflict, const Resolution &resolution)
{
    const auto listed = [](const QJsonValue &event) {
        return event.isObject() ? Version::present(Event(event.toObject())) : Version::deleted();
    };
    const Version base = sync::baseVersion(conflict.record);
    if (conflict.fields.size() == 1 && conflict.fields.constFirst().name == u"event"_s) {
        const ConflictField &sides = conflict.fields.constFirst();
        return resolvedEvent(base, listed(sides.aria), listed(sides.google), resolution);
    }
    return resolvedEvent(base, Version::present(conflict.view.event),
        Version::present(Event(conflict.record.google)), resolution);
}

} // namespace aria::service
