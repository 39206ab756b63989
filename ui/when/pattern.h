// One way to write a day or a time. Pure.
#pragma once

#include <QRegularExpression>

#include <optional>

namespace aria::when {

struct Pattern
{
    QRegularExpression whole;
    QRegularExpression inLine; // empty: clear in a field only
    std::optional<int> known; // what it means, where the words say it all

    // hasSpaces: otherwise words stand together without.
    Pattern(const QString &pattern, bool isInLines, bool hasSpaces, std::optional<int> known = {});
};

} // namespace aria::when
