#include "sync/pull/fulllist.h"

#include "base/clock.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace aria::sync {

namespace {

constexpr qint64 day = 24LL * 3600; // seconds

qint64 period(bool silently)
{
    return silently ? day : 7 * day;
}

QDateTime timeOf(const QString &stored)
{
    return QDateTime::fromString(stored, Qt::ISODateWithMs);
}

} // namespace

bool vanishesSilently(const QString &calendarId)
{
    return calendarId.endsWith("@group.v.calendar.google.com"_L1);
}

bool vanishesSilently(const calendar::Event &item)
{
    return item.json().value("eventType"_L1).toString() == "birthday"_L1;
}

bool isFullListDue(const QString &stored, const QDateTime &now)
{
    const QDateTime due = timeOf(stored);
    return due.isValid() && due <= now;
}

QString nextFullList(bool silently, const QString &seed, const QDateTime &now)
{
    const qint64 whole = period(silently);
    const qint64 spread = qint64(qHash(seed, size_t(0)) % 1000) * whole / 2000;
    return toRfc3339(now.addSecs(whole * 3 / 4 + spread));
}

bool lacksFullListTime(const QString &stored, bool silently, const QDateTime &now)
{
    const QDateTime due = timeOf(stored);
    return !due.isValid() || due > now.addSecs(period(silently) * 5 / 4);
}

} // namespace aria::sync
