#include "merge/fieldmerge.h"

#include "calendar/fields.h"
#include "calendar/ownanswer.h"
#include "calendar/patch.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using Kind = FieldMerge::Kind;

FieldMerges::FieldMerges(const Event *base, const Event &aria, const Event &google)
    : m_base(base)
    , m_aria(aria)
    , m_google(google)
{
    for (const QString &field : calendar::writableFieldsOf(aria, google)) {
        if (!calendar::sameField(field, aria, google))
            m_fields.append({ field, kindOf(field) });
    }
}

QStringList FieldMerges::conflicts() const
{
    QStringList names;
    for (const FieldMerge &merge : m_fields) {
        if (merge.kind == Kind::Conflict)
            names.append(merge.field);
    }
    return names;
}

Event FieldMerges::merged(const Choose &choose, const Override &override) const
{
    Event result = m_google;
    for (const FieldMerge &merge : m_fields) {
        if (const auto named = override ? override(merge.field) : std::nullopt) {
            if (*named == Side::Aria)
                result = withAria(result, merge.field);
            continue;
        }
        if (merge.kind == Kind::Join)
            result = joined(result, merge.field);
        else if (merge.kind == Kind::TakeAria
            || (merge.kind == Kind::Conflict && choose(merge.field) == Side::Aria))
            result = withAria(result, merge.field);
    }
    return result;
}

Kind FieldMerges::kindOf(const QString &field) const
{
    if (m_base && calendar::sameField(field, m_aria, *m_base))
        return Kind::TakeGoogle;
    if (!isOursToWrite(field))
        return kindOfAnswer();
    if (m_base && calendar::sameField(field, m_google, *m_base))
        return Kind::TakeAria;
    if (m_base && calendar::mergeSetField(field, *m_base, m_aria, m_google))
        return Kind::Join;
    return Kind::Conflict;
}

// Who comes to somebody else's event is for its organizer to say.
bool FieldMerges::isOursToWrite(const QString &field) const
{
    return field != "attendees"_L1 || m_google.organizedBySelf();
}

// Of the guests of somebody else's event only one's own answer is ours.
Kind FieldMerges::kindOfAnswer() const
{
    const bool isOurs = !calendar::ownAttendee(m_google).isEmpty() && !calendar::ownAttendee(m_aria).isEmpty()
        && !calendar::sameAnswer(m_aria, m_google) && !(m_base && calendar::sameAnswer(m_aria, *m_base));
    if (!isOurs)
        return Kind::GooglesToSay;
    return m_base && calendar::sameAnswer(m_google, *m_base) ? Kind::TakeAria : Kind::Conflict;
}

Event FieldMerges::joined(const Event &into, const QString &field) const
{
    const auto set = calendar::mergeSetField(field, *m_base, m_aria, m_google);
    return set ? calendar::withField(into, field, *set) : into;
}

// What cannot be said to Google (a conference taken away) stays as Google has it; both sides would never agree otherwise.
Event FieldMerges::withAria(const Event &into, const QString &field) const
{
    const Event candidate = isOursToWrite(field) ? calendar::withField(into, field, m_aria)
                                                 : calendar::withOwnAnswer(into, m_aria);
    return calendar::patchBetween(into, candidate).isEmpty() ? into : candidate;
}

} // namespace aria::sync
