// Ids of events, for comparing.
#pragma once

#include "store/records.h"

#include <QStringList>

namespace aria::test {

// Sorted.
template <class Records> QStringList idsOf(const Records &records)
{
    QStringList ids;
    for (const store::EventRecord &record : records)
        ids.append(record.googleEventId);
    ids.sort();
    return ids;
}

inline QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace aria::test
