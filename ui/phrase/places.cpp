// Where an event is.
#include "phrase/readers.h"

using namespace Qt::StringLiterals;

namespace aria::phrase {

void readPlace(Line &line, const Around &around, Reading &reading)
{
    static const QRegularExpression sign(
        u"(?<=\\s)@\\s*([^\\s\\x{FFFC}][^\\x{FFFC}]*?)(?=\\s+(?:with|w/|mit|avec|con|مع)\\s|\\s*(?:\\x{FFFC}|$))"_s);
    const auto take = [&](const QRegularExpression &pattern, bool isClear) {
        const QRegularExpressionMatch match = pattern.match(line.text());
        static const QRegularExpression end(u"[\\s,;.]+$"_s);
        const QString place = match.captured(1).trimmed().remove(end);
        if (place.isEmpty())
            return false;
        // A line that is nothing but a place has no title.
        Line rest = line;
        rest.takeOutOfText(match.capturedStart(), match.capturedEnd(1) - match.capturedStart());
        if (rest.rest().isEmpty() && !isClear)
            return false;
        reading.place = place;
        line = rest;
        return true;
    };
    if (take(sign, true))
        return;
    for (const Tongue &tongue : around.tongues.all) {
        for (const QRegularExpression &pattern : tongue.places) {
            if (take(pattern, false))
                return;
        }
    }
}

} // namespace aria::phrase
