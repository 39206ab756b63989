#include "base/timezones.h"

#include "base/zonelinks.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

// The names of UTC in the IANA database.
bool isUtcName(const QByteArray &name)
{
    static const QSet<QByteArray> names{ "UTC", "GMT", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/GMT",
        "Etc/UCT", "Etc/Zulu", "Etc/Universal", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0", "GMT0", "GMT+0",
        "GMT-0", "Greenwich", "Etc/Greenwich", "Z", "z" };
    return names.contains(name);
}

// Qt also accepts POSIX rules ("CET-1CEST") as zones, and takes any single word for such a rule without an offset
// ("Mars"). So only names of the IANA database get that far: areas and places, and its single words.
bool looksLikeIana(const QByteArray &name)
{
    static const QRegularExpression area(u"^(?!right/|posix/)[A-Z][A-Za-z_]*(/[A-Za-z0-9_+-]+){1,2}\\z"_s);
    // Folders of the database, which Qt takes for zones.
    static const QSet<QByteArray> folders{ "America/Argentina", "America/Indiana", "America/Kentucky",
        "America/North_Dakota" };
    return area.match(QString::fromUtf8(name)).hasMatch() && !folders.contains(name);
}

// Empty if it is not a former name.
QByteArray targetOfLink(const QByteArray &name)
{
    const std::string_view wanted(name.constData(), static_cast<std::size_t>(name.size()));
    const auto *link = std::lower_bound(zoneLinksBegin, zoneLinksEnd, wanted,
        [](const ZoneLink &each, std::string_view text) { return each.name < text; });
    if (link == zoneLinksEnd || link->name != wanted)
        return {};
    return QByteArray(link->target.data(), static_cast<qsizetype>(link->target.size()));
}

std::optional<QTimeZone> valid(const QTimeZone &zone)
{
    return zone.isValid() ? std::optional(zone) : std::nullopt;
}

// "Etc/GMT-2" is in the database, but its offset follows from the name: its sign is POSIX's, minus is east.
std::optional<int> offsetOfEtc(const QByteArray &name)
{
    if (!name.startsWith("Etc/"))
        return std::nullopt;
    static const QRegularExpression form(u"^Etc/GMT([+-])([1-9]|1[0-4])\\z"_s);
    const auto match = form.match(QString::fromUtf8(name));
    if (!match.hasMatch())
        return std::nullopt;
    const int seconds = match.captured(2).toInt() * 3600;
    return match.captured(1) == "-"_L1 ? seconds : -seconds;
}

// As java.time.ZoneId and ICU write and read them.
std::optional<int> offsetOfText(const QByteArray &name)
{
    if (!name.contains('+') && !name.contains('-'))
        return std::nullopt;
    static const QRegularExpression form(
        u"^(?:UTC|GMT|UT)?([+-])(?:([0-9]{1,2})(?::([0-5][0-9]))?|([0-9]{2})([0-5][0-9]))\\z"_s);
    const auto match = form.match(QString::fromUtf8(name));
    if (!match.hasMatch())
        return std::nullopt;
    const int hours = match.captured(2).toInt() + match.captured(4).toInt();
    const int seconds = hours * 3600 + (match.captured(3).toInt() + match.captured(5).toInt()) * 60;
    if (seconds > 14 * 3600) // more than anywhere on earth; Qt 6.4 has no such zones
        return std::nullopt;
    return match.captured(1) == "-"_L1 ? -seconds : seconds;
}

std::optional<QTimeZone> ianaZone(const QByteArray &name, const ZoneSource &source)
{
    const QByteArray target = targetOfLink(name);
    if (looksLikeIana(name)) {
        if (auto zone = valid(source(name)))
            return zone;
    }
    // A single word ("Japan") is not asked for itself: where the system lacks it, Qt would take it for such a rule.
    return target.isEmpty() ? std::nullopt : valid(source(target));
}

// Every known name, by the same name in lower case.
const QHash<QByteArray, QByteArray> &namesInLowerCase()
{
    static const QHash<QByteArray, QByteArray> names = [] {
        QHash<QByteArray, QByteArray> all;
        const auto add = [&all](const QByteArray &name) { all.insert(name.toLower(), name); };
        for (const QByteArray &id : QTimeZone::availableTimeZoneIds())
            add(id);
        for (const ZoneLink *link = zoneLinksBegin; link != zoneLinksEnd; ++link)
            add(QByteArray(link->name.data(), static_cast<qsizetype>(link->name.size())));
        for (const QByteArray &id : QTimeZone::availableTimeZoneIds()) {
            if (const QByteArray windows = QTimeZone::ianaIdToWindowsId(id); !windows.isEmpty())
                add(windows);
        }
        add("UTC");
        add("GMT");
        return all;
    }();
    return names;
}

std::optional<QTimeZone> exactly(const QByteArray &name, const ZoneSource &source)
{
    if (const auto offset = fixedOffsetOf(name))
        return zoneOfOffset(*offset);
    if (auto zone = ianaZone(name, source))
        return zone;
    const QByteArray iana = QTimeZone::windowsIdToDefaultIanaId(name);
    return iana.isEmpty() ? std::nullopt : ianaZone(iana, source);
}

QTimeZone fromSystem(const QByteArray &name)
{
    return QTimeZone(name);
}

} // namespace

std::optional<int> fixedOffsetOf(const QByteArray &name)
{
    if (isUtcName(name))
        return 0;
    const auto offset = offsetOfEtc(name);
    return offset ? offset : offsetOfText(name);
}

QTimeZone zoneOfOffset(int seconds)
{
    if (seconds == 0)
        return QTimeZone::utc();
    const QTimeZone zone(seconds);
    return zone.isValid() ? zone : QTimeZone::utc();
}

std::optional<QTimeZone> zoneNamed(const QByteArray &name, const ZoneSource &source)
{
    if (auto zone = exactly(name, source))
        return zone;
    const QByteArray right = namesInLowerCase().value(name.toLower());
    return right.isEmpty() || right == name ? std::nullopt : exactly(right, source);
}

namespace {

struct KnownZone
{
    QTimeZone zone;
    QByteArray nameFor;
};

QByteArray nameOfKnown(const QByteArray &name)
{
    if (name == "Z" || name == "z")
        return "UTC";
    if (fixedOffsetOf(name) || ianaZone(name, fromSystem))
        return name;
    if (const QByteArray iana = QTimeZone::windowsIdToDefaultIanaId(name); !iana.isEmpty())
        return iana;
    return nameOfKnown(namesInLowerCase().value(name.toLower()));
}

// Opening a zone costs more than all other parts of reading a time. Only names that exist are kept, and not every way
// to write them, so the number of entries is bounded. With one cache per thread, no lock is needed.
std::optional<KnownZone> lookUp(const QByteArray &name)
{
    constexpr int most = 2000;
    thread_local QHash<QByteArray, KnownZone> known;
    if (const auto it = known.constFind(name); it != known.cend())
        return *it;
    const auto zone = zoneNamed(name, fromSystem);
    if (!zone)
        return std::nullopt;
    const KnownZone found{ *zone, nameOfKnown(name) };
    if (known.size() < most)
        known.insert(name, found);
    return found;
}

} // namespace

std::optional<QTimeZone> zoneNamed(const QByteArray &name)
{
    const auto known = lookUp(name);
    return known ? std::optional(known->zone) : std::nullopt;
}

QByteArray zoneNameFor(const QByteArray &name)
{
    const auto known = lookUp(name);
    return known ? known->nameFor : QByteArray();
}

QByteArray zoneNameForGoogle(const QByteArray &name)
{
    const auto offset = isUtcName(name) ? std::nullopt : offsetOfText(name);
    if (!offset)
        return zoneNameFor(name);
    constexpr int hour = 3600;
    constexpr int west = -12; // Etc/GMT+12 is the last of them
    if (*offset == 0)
        return "UTC";
    if (*offset % hour != 0 || *offset < west * hour)
        return {};
    const int hours = *offset / hour;
    return QByteArray("Etc/GMT") + (hours > 0 ? '-' : '+') + QByteArray::number(qAbs(hours));
}

} // namespace aria
