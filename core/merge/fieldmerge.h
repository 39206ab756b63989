// The only rule for a field: what it becomes if ARIA's and Google's version differ, which fields are in conflict, and
// the result of choosing between the two sides. Used by the sync's decision, the list of conflicts, their resolution
// and the dialog's preview. Pure: no I/O, no clock. See docs/sync.md, "The decision".
#pragma once

#include "calendar/event.h"
#include "store/records.h"

#include <functional>

namespace aria::sync {

using store::Side;

// A field that differs between the two sides.
struct FieldMerge
{
    enum class Kind {
        TakeAria, // only ARIA changed it
        TakeGoogle, // only Google changed it
        Join, // a set (guests, reminders) that both changed and that merges element by element
        Conflict, // both changed it to different values
        GooglesToSay // both changed it, but ARIA may not write it: guests of somebody else's event
    };
    QString field; // as in calendar/fields.h
    Kind kind = Kind::Conflict;
};

// The three-way comparison of two versions. The events must outlive it.
class FieldMerges
{
public:
    // `base`: what both last agreed on; nullptr if they never did (then every difference is a conflict).
    FieldMerges(const calendar::Event *base, const calendar::Event &aria, const calendar::Event &google);

    const QList<FieldMerge> &fields() const { return m_fields; }
    QStringList conflicts() const; // the fields of kind Conflict

    // Google's version with every field as the rule decides. `choose` is asked for each field of kind Conflict;
    // `override` may name a side for any field that differs, against the rule (a person's own choice).
    using Choose = std::function<Side(const QString &field)>;
    using Override = std::function<std::optional<Side>(const QString &field)>;
    calendar::Event merged(const Choose &choose, const Override &override = {}) const;

private:
    FieldMerge::Kind kindOf(const QString &field) const;
    bool isOursToWrite(const QString &field) const;
    FieldMerge::Kind kindOfAnswer() const;
    calendar::Event joined(const calendar::Event &into, const QString &field) const;
    calendar::Event withAria(const calendar::Event &into, const QString &field) const;

    const calendar::Event *m_base;
    const calendar::Event &m_aria;
    const calendar::Event &m_google;
    QList<FieldMerge> m_fields;
};

} // namespace aria::sync
