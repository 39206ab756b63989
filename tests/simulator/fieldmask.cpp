#include "fieldmask.h"

#include <QJsonArray>

namespace simulator {

using namespace Qt::StringLiterals;

bool FieldMask::parseList(const QString &text, qsizetype &at, FieldMask &into)
{
    while (true) {
        FieldMask *target = &into;
        while (true) {
            const qsizetype first = at;
            while (at < text.size() && (text[at].isLetterOrNumber() || text[at] == u'*'))
                ++at;
            if (at == first)
                return false;
            target = &target->m_members[text.mid(first, at - first)];
            if (at >= text.size() || text[at] != u'/')
                break;
            ++at;
        }
        if (at < text.size() && text[at] == u'(') {
            ++at;
            if (!parseList(text, at, *target) || at >= text.size() || text[at] != u')')
                return false;
            ++at;
        }
        if (at >= text.size() || text[at] != u',')
            return true;
        ++at;
    }
}

Result<FieldMask> FieldMask::parse(const QString &text)
{
    FieldMask mask;
    qsizetype at = 0;
    if (!parseList(text, at, mask) || at != text.size())
        return fail(400, u"invalidParameter"_s, u"Invalid field selection %1"_s.arg(text));
    return mask;
}

QJsonValue FieldMask::applyValue(const QJsonValue &value) const
{
    if (value.isObject())
        return apply(value.toObject());
    if (!value.isArray())
        return value;
    QJsonArray result;
    const QJsonArray items = value.toArray();
    for (const QJsonValue item : items)
        result.append(applyValue(item));
    return result;
}

QJsonObject FieldMask::apply(const QJsonObject &json) const
{
    if (m_members.empty())
        return json;
    QJsonObject result;
    for (auto it = json.begin(); it != json.end(); ++it) {
        auto member = m_members.find(it.key());
        if (member == m_members.end())
            member = m_members.find(u"*"_s);
        if (member != m_members.end())
            result[it.key()] = member->second.applyValue(it.value());
    }
    return result;
}

} // namespace simulator
