#include "settings/notificationspage.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QTimeEdit>

using namespace Qt::StringLiterals;

namespace aria::settings {

NotificationsPage::NotificationsPage(const SettingsFile &file, QWidget *parent)
    : SettingsPage(tr("Notifications"), u"bell"_s, parent)
    , m_file(file)
    , m_changes(new QCheckBox(tr("Tell me what &others changed in Google"), this))
    , m_reminders(new QCheckBox(tr("&Remind me of events, as each event’s own reminders say"), this))
    , m_quiet(new QCheckBox(tr("&Quiet hours, without either"), this))
    , m_from(new QTimeEdit(this))
    , m_until(new QTimeEdit(this))
{
    addWide(m_changes);
    addWide(m_reminders);
    addWide(m_quiet);
    auto *from = new QLabel(tr("&From:"), this);
    auto *until = new QLabel(tr("&Until:"), this);
    from->setBuddy(m_from);
    until->setBuddy(m_until);
    m_from->setAccessibleName(tr("Quiet from"));
    m_until->setAccessibleName(tr("Quiet until"));
    form()->addRow(from, m_from);
    form()->addRow(until, m_until);
    for (QTimeEdit *time : { m_from, m_until }) {
        time->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        // Set before the format: Qt reverses the parts of a right-to-left time, even if digits are
        // read the other way.
        time->setLayoutDirection(Qt::LeftToRight);
        time->setDisplayFormat(QLocale().timeFormat(QLocale::ShortFormat).remove(u":ss"_s));
        connect(time, &QTimeEdit::timeChanged, this, &SettingsPage::changed);
        connect(m_quiet, &QCheckBox::toggled, time, &QWidget::setEnabled);
        time->setEnabled(false);
    }
    for (QCheckBox *box : { m_changes, m_reminders, m_quiet })
        connect(box, &QCheckBox::clicked, this, &SettingsPage::changed);
}

void NotificationsPage::load(const choices::SettingsAccess &access)
{
    SettingsPage::load(access);
    const QSignalBlocker quiet(this);
    const auto preferences = choices::Preferences::read(m_file);
    m_changes->setChecked(preferences.notifyOfChanges);
    m_reminders->setChecked(preferences.remind);
    m_quiet->setChecked(preferences.hasQuietHours);
    m_from->setTime(preferences.quietFrom);
    m_until->setTime(preferences.quietUntil);
}

choices::Preferences NotificationsPage::chosen() const
{
    return { m_changes->isChecked(), m_reminders->isChecked(), m_quiet->isChecked(), m_from->time(),
        m_until->time() };
}

Expected<void> NotificationsPage::apply()
{
    const choices::Preferences preferences = chosen();
    if (preferences == choices::Preferences::read(m_file))
        return {};
    if (const Expected<void> written = preferences.write(m_file); !written)
        return written;
    Q_EMIT preferencesChanged();
    return {};
}

} // namespace aria::settings
