#include "world.h"

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

// One list of all switches, for reading and for writing.
template <class Visitor> void visitSwitches(Switches &s, Visitor visit)
{
    visit("opaqueInstanceIds"_L1, s.opaqueInstanceIds);
    visit("pageSize"_L1, s.pageSize);
    visit("emptyPages"_L1, s.emptyPages);
    visit("touchAfterInsert"_L1, s.touchAfterInsert);
    visit("allowHttpWebhooks"_L1, s.allowHttpWebhooks);
    visit("forgetTombstones"_L1, s.forgetTombstones);
    visit("pushDuplicates"_L1, s.pushDuplicates);
    visit("pushLoseEvery"_L1, s.pushLoseEvery);
    visit("pushDelayMs"_L1, s.pushDelayMs);
    visit("pushDebounceMs"_L1, s.pushDebounceMs);
    visit("pushRetryMs"_L1, s.pushRetryMs);
    visit("syncMessageFirst"_L1, s.syncMessageFirst);
    visit("accessTokenSeconds"_L1, s.accessTokenSeconds);
    visit("dateOffsetSeconds"_L1, s.dateOffsetSeconds);
}

bool assign(bool &target, const QJsonValue &value)
{
    target = value.toBool();
    return value.isBool();
}

template <class Number> bool assign(Number &target, const QJsonValue &value)
{
    target = Number(value.toInteger());
    return value.isDouble();
}

} // namespace

QJsonObject Switches::toJson() const
{
    QJsonObject result;
    Switches copy = *this;
    visitSwitches(copy, [&](QLatin1String name, auto value) { result[name] = value; });
    return result;
}

QString Switches::apply(const QJsonObject &changes)
{
    Switches changed = *this;
    QJsonObject rest = changes;
    QString wrong;
    visitSwitches(changed, [&](QLatin1String name, auto &target) {
        const QJsonValue value = rest.take(name);
        if (!value.isUndefined() && !assign(target, value))
            wrong = name;
    });
    if (!rest.isEmpty())
        wrong = rest.begin().key();
    if (wrong.isEmpty())
        *this = changed;
    return wrong;
}

World::World(const aria::Clock &theClock, aria::RandomSource &theRandom)
    : clock(theClock)
    , random(theRandom)
    , m_etagBase(quint64(theClock.nowUtc().toMSecsSinceEpoch()) * 2000)
{
    reset();
}

void World::reset()
{
    m_calendars.clear();
    mails = {};
    const bool allowHttp = switches.allowHttpWebhooks; // given on the command line, so it survives
    switches = Switches();
    switches.allowHttpWebhooks = allowHttp;
    addCalendar(
        { { "id"_L1, accountEmail }, { "summary"_L1, accountEmail }, { "timeZone"_L1, u"Europe/Berlin"_s },
            { "accessRole"_L1, u"owner"_s }, { "primary"_L1, true }, { "colorId"_L1, u"14"_s } });
}

CalendarData *World::calendar(const QString &id)
{
    const auto it = m_calendars.find(id == "primary"_L1 ? accountEmail : id);
    return it == m_calendars.end() ? nullptr : it->second.get();
}

CalendarData &World::addCalendar(QJsonObject entry)
{
    const auto setDefault = [&](QLatin1String name, const QJsonValue &value) {
        if (!entry.contains(name))
            entry[name] = value;
    };
    setDefault("id"_L1, QString(aria::newGoogleEventId(random) + u"@group.calendar.google.com"_s));
    setDefault("summary"_L1, entry.value("id"_L1));
    setDefault("timeZone"_L1, u"Europe/Berlin"_s);
    setDefault("accessRole"_L1, u"owner"_s);
    setDefault("colorId"_L1, u"7"_s);
    setDefault("backgroundColor"_L1, u"#42d692"_s);
    setDefault("foregroundColor"_L1, u"#000000"_s);
    setDefault("selected"_L1, true);
    setDefault("defaultReminders"_L1,
        QJsonArray{ QJsonObject{ { "method"_L1, u"popup"_s }, { "minutes"_L1, 30 } } });
    auto calendar = std::make_unique<CalendarData>(m_counter);
    calendar->entry = entry;
    calendar->entryChange = m_counter.next();
    return *(m_calendars[entry.value("id"_L1).toString()] = std::move(calendar));
}

bool World::removeCalendar(const QString &id)
{
    return m_calendars.erase(id) > 0;
}

QString World::etag(quint64 change) const
{
    return u'"' + QString::number(m_etagBase + change * 2) + u'"';
}

QJsonObject World::save() const
{
    QJsonArray calendars;
    for (const auto &[id, calendar] : m_calendars)
        calendars.append(calendar->save());
    return { { "etagBase"_L1, QString::number(m_etagBase) }, { "lastChange"_L1, qint64(m_counter.last) },
        { "calendars"_L1, calendars }, { "mails"_L1, mails } };
}

void World::load(const QJsonObject &saved)
{
    m_calendars.clear();
    m_etagBase = saved["etagBase"_L1].toString().toULongLong();
    m_counter.last = quint64(saved["lastChange"_L1].toInteger());
    mails = saved["mails"_L1].toArray();
    const QJsonArray calendars = saved["calendars"_L1].toArray();
    for (const QJsonValue value : calendars) {
        auto calendar = std::make_unique<CalendarData>(m_counter);
        calendar->load(value.toObject());
        m_calendars[calendar->id()] = std::move(calendar);
    }
}

} // namespace simulator
