#include "calendar/recurrencelines.h"

#include "base/timezones.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::calendar {

std::optional<QMap<QString, QString>> RecurrenceLine::ruleParts() const
{
    QMap<QString, QString> parts;
    for (const QString &part : value.toUpper().split(u';', Qt::SkipEmptyParts)) {
        const auto equals = part.indexOf(u'=');
        const QString name = part.left(equals).trimmed();
        if (equals < 1 || parts.contains(name))
            return std::nullopt;
        parts.insert(name, part.mid(equals + 1).trimmed());
    }
    return parts;
}

std::optional<RecurrenceLine> parseRecurrenceLine(const QString &line)
{
    static const QStringList kinds{ u"RRULE"_s, u"EXRULE"_s, u"RDATE"_s, u"EXDATE"_s };
    const QString text = line.trimmed();
    // The last colon: zone names may contain one ("GMT+02:00"), quoted or not; values never do.
    const auto colon = text.lastIndexOf(u':');
    if (colon < 0)
        return std::nullopt;
    const QStringList head = text.left(colon).split(u';');
    RecurrenceLine result;
    result.kind = head.first().toUpper();
    result.value = text.mid(colon + 1).trimmed();
    if (!kinds.contains(result.kind))
        return std::nullopt;
    for (const QString &parameter : head.mid(1)) {
        const auto equals = parameter.indexOf(u'=');
        if (equals < 1)
            return std::nullopt;
        QString value = parameter.mid(equals + 1);
        if (value.size() >= 2 && value.startsWith(u'"') && value.endsWith(u'"'))
            value = value.mid(1, value.size() - 2);
        result.parameters.insert(parameter.left(equals).toUpper(), value);
    }
    return result;
}

namespace {

// Reads `size` ASCII digits at `at`; -1 if one of them is not a digit. Series may have thousands of dates.
int numberAt(QStringView text, qsizetype at, qsizetype size)
{
    if (text.size() < at + size)
        return -1;
    int value = 0;
    for (const QChar c : text.sliced(at, size)) {
        if (c < u'0' || c > u'9')
            return -1;
        value = value * 10 + (c.unicode() - u'0');
    }
    return value;
}

} // namespace

std::optional<BasicTime> parseBasicTime(const QString &text)
{
    QStringView value(text);
    if (const auto slash = value.indexOf(u'/'); slash >= 0)
        value = value.first(slash);
    value = value.trimmed();
    BasicTime result;
    result.date = QDate(numberAt(value, 0, 4), numberAt(value, 4, 2), numberAt(value, 6, 2));
    result.hasTime = value.size() > 8;
    result.utc = value.endsWith(u'Z', Qt::CaseInsensitive);
    if (result.hasTime) {
        if (value.at(8).toUpper() != u'T')
            return std::nullopt;
        result.time = QTime(numberAt(value, 9, 2), numberAt(value, 11, 2), numberAt(value, 13, 2));
    }
    if (!result.date.isValid() || !result.time.isValid())
        return std::nullopt;
    return result;
}

QSet<QString> recurrenceMeaning(const QStringList &lines)
{
    QSet<QString> result;
    for (const QString &line : lines) {
        const auto parsed = parseRecurrenceLine(line);
        if (!parsed) {
            if (!line.trimmed().isEmpty())
                result.insert(line.trimmed());
            continue;
        }
        if (parsed->isRule()) {
            auto parts = parsed->ruleParts();
            if (!parts) {
                result.insert(line.trimmed());
                continue;
            }
            if (parts->value(u"INTERVAL"_s) == "1"_L1)
                parts->remove(u"INTERVAL"_s);
            if (parts->value(u"WKST"_s) == "MO"_L1)
                parts->remove(u"WKST"_s);
            QString text = parsed->kind;
            for (auto it = parts->cbegin(); it != parts->cend(); ++it) {
                QStringList values = it.value().split(u',');
                std::sort(values.begin(), values.end());
                text += u';' + it.key() + u'=' + values.join(u',');
            }
            result.insert(text);
            continue;
        }
        QString head = parsed->kind;
        for (auto it = parsed->parameters.cbegin(); it != parsed->parameters.cend(); ++it) {
            if (it.key() == "TZID"_L1) {
                const QByteArray zone = zoneNameFor(it.value().toUtf8());
                head += ";TZID="_L1 + (zone.isEmpty() ? it.value() : QString::fromUtf8(zone));
            } else if (it.value() != "DATE-TIME"_L1) {
                head += u';' + it.key() + u'=' + it.value();
            }
        }
        for (const QString &value : parsed->values())
            result.insert(head + u':' + value.trimmed());
    }
    return result;
}

} // namespace aria::calendar
