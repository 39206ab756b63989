#include "when/pattern.h"

using namespace Qt::StringLiterals;

namespace aria::when {

namespace {

QString amongWords(const QString &pattern, bool hasSpaces)
{
    return hasSpaces ? u"(?<=^|[\\s(,;-])(?:%1)(?=$|[\\s),;!?-]|\\.(?:\\s|$))"_s.arg(pattern)
                     : u"(?<!\\d)(?:%1)(?!\\d)"_s.arg(pattern);
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
