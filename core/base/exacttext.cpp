#include "base/exacttext.h"

#include "base/jsontext.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

constexpr QChar mark(u'\ufdd0');
constexpr int digits = 4;

bool isLone(QStringView text, qsizetype i)
{
    const QChar unit = text.at(i);
    if (unit.isHighSurrogate())
        return i + 1 == text.size() || !text.at(i + 1).isLowSurrogate();
    return unit.isLowSurrogate() && (i == 0 || !text.at(i - 1).isHighSurrogate());
}

constexpr QChar byteOrder(u'\ufeff');
constexpr QChar firstNoCharacter(u'\ufffe'); // and U+FFFF

bool isEscaped(QStringView text, qsizetype i, Escapes which)
{
    const QChar unit = text.at(i);
    if (unit.isSurrogate())
        return isLone(text, i);
    if (which == Escapes::LoneSurrogates)
        return false;
    return (i == 0 && unit == byteOrder)
        || (which == Escapes::ForSqlite ? unit >= firstNoCharacter : unit.isNull());
}

// Nearly all texts have neither U+0000 nor anything from the surrogates on.
bool isPlain(QStringView text)
{
    constexpr char16_t firstSurrogate = 0xd800;
    return std::all_of(text.begin(), text.end(),
        [](QChar unit) { return char16_t(unit.unicode() - 1) < char16_t(firstSurrogate - 1); });
}

bool needsEscapes(QStringView text, Escapes which)
{
    if (isPlain(text))
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (isEscaped(text, i, which))
            return true;
    }
    return false;
}

// The unit that the mark at `i` and the digits after it stand for.
std::optional<QChar> unitAt(QStringView text, qsizetype i)
{
    if (text.at(i) != mark || i + digits >= text.size())
        return std::nullopt;
    bool isNumber = false;
    const auto number = text.mid(i + 1, digits).toUShort(&isNumber, 16);
    const QChar unit(number);
    return isNumber && (unit.isNull() || unit.isSurrogate() || unit == byteOrder || unit >= firstNoCharacter)
        ? std::optional(unit)
        : std::nullopt;
}

bool hasMark(QStringView text)
{
    return text.contains(mark);
}

// Whether `test` is true of any text in the value.
template <class Test> bool anyText(const QJsonValue &value, const Test &test)
{
    if (value.isString())
        return test(value.toString());
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::any_of(
            array.begin(), array.end(), [&](const QJsonValue &item) { return anyText(item, test); });
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (test(it.key()) || anyText(it.value(), test))
            return true;
    }
    return false;
}

template <class Change> QJsonValue changed(const QJsonValue &value, const Change &change)
{
    if (value.isString())
        return change(value.toString());
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : value.toArray())
            array.append(changed(item, change));
        return array;
    }
    if (!value.isObject())
        return value;
    const QJsonObject object = value.toObject();
    QJsonObject result;
    for (auto it = object.begin(); it != object.end(); ++it)
        result.insert(change(it.key()), changed(it.value(), change));
    return result;
}

QJsonValue escapedValue(const QJsonValue &value, Escapes which)
{
    if (!anyText(value, [which](const QString &text) { return needsEscapes(text, which); }))
        return value;
    return changed(value, [which](const QString &text) { return escaped(text, which); });
}

QJsonValue unescapedValue(const QJsonValue &value)
{
    if (!anyText(value, hasMark))
        return value;
    return changed(value, [](const QString &text) { return unescaped(text); });
}

} // namespace

QString escaped(const QString &text, Escapes which)
{
    if (!needsEscapes(text, which))
        return text;
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (isEscaped(text, i, which))
            result += mark + QString::number(text.at(i).unicode(), 16).rightJustified(digits, u'0');
        else
            result += text.at(i);
    }
    return result;
}

QString unescaped(const QString &text)
{
    if (!hasMark(text))
        return text;
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (const auto unit = unitAt(text, i)) {
            result += *unit;
            i += digits;
        } else {
            result += text.at(i);
        }
    }
    return result;
}

QJsonObject escaped(const QJsonObject &object, Escapes which)
{
    return escapedValue(object, which).toObject();
}

QJsonArray escaped(const QJsonArray &array, Escapes which)
{
    return escapedValue(array, which).toArray();
}

QJsonObject unescaped(const QJsonObject &object)
{
    return unescapedValue(object).toObject();
}

QJsonArray unescaped(const QJsonArray &array)
{
    return unescapedValue(array).toArray();
}

QJsonDocument parseJson(const QByteArray &json, QJsonParseError *error)
{
    // After a quotation mark it is inside a text; otherwise the whole is not JSON anyway.
    static const QByteArray raw = '"' + QString(byteOrder).toUtf8();
    if (!json.contains(raw))
        return QJsonDocument::fromJson(json, error);
    return QJsonDocument::fromJson(QByteArray(json).replace(raw, "\"\\ufeff"), error);
}

bool needsEscapes(const QJsonValue &value, const QByteArray &json, Escapes which)
{
    static const QByteArray mark = QString(byteOrder).toUtf8();
    // A lone surrogate becomes '?' or an escape, U+0000 an escape; U+FFFE and U+FFFF begin with the same byte as the mark.
    const bool mayBe = json.contains('?') || json.contains("\\u") || json.contains(mark.first(1));
    return mayBe && anyText(value, [which](const QString &part) { return needsEscapes(part, which); });
}

void appendQuoted(QByteArray &json, const QString &text)
{
    constexpr char16_t firstPrintable = 0x20;
    constexpr char16_t firstSurrogate = 0xd800;
    const bool isPlain = std::all_of(text.begin(), text.end(), [](QChar unit) {
        return unit >= firstPrintable && unit < firstSurrogate && unit != u'"' && unit != u'\\';
    });
    if (isPlain) {
        json += '"' + text.toUtf8() + '"';
        return;
    }
    constexpr int before = 5; // {"v":"…"}
    const QByteArray object = compactJson({ { u"v"_s, text } });
    json += QByteArrayView(object).sliced(before, object.size() - before - 1);
}

QByteArray compactJson(const QJsonObject &object)
{
    QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (!needsEscapes(object, text, Escapes::LoneSurrogates))
        return text;
    text = QJsonDocument(escaped(object, Escapes::LoneSurrogates)).toJson(QJsonDocument::Compact);
    const QByteArray bytes = QString(mark).toUtf8();
    for (qsizetype at = text.indexOf(bytes); at >= 0; at = text.indexOf(bytes, at + 1)) {
        const QByteArray number = text.mid(at + bytes.size(), digits);
        bool isNumber = false;
        if (QChar(number.toUShort(&isNumber, 16)).isSurrogate() && isNumber)
            text.replace(at, bytes.size(), "\\u");
    }
    return text;
}

} // namespace aria
