#include "when/pattern.h"

using namespace Qt::StringLiterals;

namespace aria::when {

namespace {

QString amongWords(const QString &pattern, bool hasSpaces)
{
    return hasSpaces ? u"(?<=^|[\\s(,;-])(?:%1)(?=$|[\\s),;!?-]|\\.(?:\\s|$))"_s.arg(pattern)
                     : u"(?<!\\d(?=\\d))(?:%1)(?!(?<=\\d)\\d)"_s.arg(pattern); // not a part of a number
}

} // namespace

Pattern::Pattern(const QString &pattern, bool isInLines, bool hasSpaces, std::optional<int> meaning)
    : whole(u"^(?:%1)$"_s.arg(pattern), QRegularExpression::UseUnicodePropertiesOption)
    , inLine(isInLines ? amongWords(pattern, hasSpaces) : QString(),
          QRegularExpression::UseUnicodePropertiesOption)
    , known(meaning)
{
}

} // namespace aria::when
