// The `fields` parameter: partial responses such as `items(id,start/dateTime),nextPageToken`.
#pragma once

#include "apierror.h"

#include <map>

namespace simulator {

class FieldMask
{
public:
    static Result<FieldMask> parse(const QString &text);
    QJsonObject apply(const QJsonObject &json) const;

private:
    static bool parseList(const QString &text, qsizetype &at, FieldMask &into);
    QJsonValue applyValue(const QJsonValue &value) const;

    std::map<QString, FieldMask> m_members; // empty: everything below
};

} // namespace simulator
