#include "choices/preferences.h"

using namespace Qt::StringLiterals;

namespace aria::choices {

namespace {

const QString notifyKey = u"window/notify_of_changes"_s;
const QString remindKey = u"window/remind"_s;
const QString quietKey = u"window/quiet_hours"_s;
const QString fromKey = u"window/quiet_from"_s;
const QString untilKey = u"window/quiet_until"_s;
const QString joinKeyKey = u"window/join_key"_s;
const QString timeFormat = u"HH:mm"_s;

QString word(bool value)
{
    return value ? u"true"_s : u"false"_s;
}

bool flag(const SettingsFile &file, const QString &key, bool fallback)
{
    const QString text = file.value(key);
    return text.isEmpty() ? fallback : text == "true"_L1;
}

QTime timeOr(const SettingsFile &file, const QString &key, QTime fallback)
{
    const QTime time = QTime::fromString(file.value(key), timeFormat);
    return time.isValid() ? time : fallback;
}

} // namespace

Preferences Preferences::read(const SettingsFile &file)
{
    Preferences read;
    read.notifyOfChanges = flag(file, notifyKey, read.notifyOfChanges);
    read.remind = flag(file, remindKey, read.remind);
    read.hasQuietHours = flag(file, quietKey, read.hasQuietHours);
    read.quietFrom = timeOr(file, fromKey, read.quietFrom);
    read.quietUntil = timeOr(file, untilKey, read.quietUntil);
    read.joinKey = QKeySequence::fromString(file.value(joinKeyKey), QKeySequence::PortableText);
    return read;
}

Expected<void> Preferences::write(const SettingsFile &file) const
{
    return file.write({ { notifyKey, word(notifyOfChanges) }, { remindKey, word(remind) },
        { quietKey, word(hasQuietHours) }, { fromKey, quietFrom.toString(timeFormat) },
        { untilKey, quietUntil.toString(timeFormat) },
        { joinKeyKey, joinKey.toString(QKeySequence::PortableText) } });
}

} // namespace aria::choices
