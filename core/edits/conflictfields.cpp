#include "edits/conflictfields.h"

#include "calendar/fields.h"
#include "merge/fieldmerge.h"

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using sync::FieldMerges;
using sync::Version;

namespace {

const QString wholeEvent = u"event"_s;

FieldMerges mergesOf(const Version &base, const Version &aria, const Version &google)
{
    return FieldMerges(base.isPresent() ? &base.event : nullptr, aria.event, google.event);
}

QJsonValue shownField(const QString &field, const Version &version)
{
    return version.isPresent() ? calendar::fieldValue(field, version.event) : QJsonValue();
}

QJsonValue shownEvent(const Version &version)
{
    return version.isPresent() ? QJsonValue(version.event.json()) : QJsonValue();
}

} // namespace

QList<ConflictField> conflictFields(const Version &base, const Version &aria, const Version &google)
{
    if (!aria.isPresent() || !google.isPresent())
        return { { wholeEvent, shownEvent(base), shownEvent(aria), shownEvent(google) } };
    QList<ConflictField> fields;
    for (const QString &field : mergesOf(base, aria, google).conflicts()) {
        fields.append({ calendar::apiFieldName(field), shownField(field, base), shownField(field, aria),
            shownField(field, google) });
    }
    return fields;
}

std::optional<Event> resolvedEvent(
    const Version &base, const Version &aria, const Version &google, const Resolution &resolution)
{
    using Side = Resolution::Side;
    const Side rest = resolution.whole.value_or(Side::Google);
    if (!aria.isPresent() || !google.isPresent()) {
        const bool isArias = resolution.fields.value(wholeEvent, rest) == Side::Aria;
        const Version &side = isArias ? aria : google;
        return side.isPresent() ? std::optional(side.event) : std::nullopt;
    }
    const auto named = [&resolution](const QString &field) -> std::optional<Side> {
        const auto side = resolution.fields.constFind(calendar::apiFieldName(field));
        return side != resolution.fields.cend() ? std::optional(*side) : std::nullopt;
    };
    return mergesOf(base, aria, google).merged([rest](const QString &) { return rest; }, named);
}

} // namespace aria::service
