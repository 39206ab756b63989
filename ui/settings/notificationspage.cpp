#include "settings/notificationspage.h"

#include "when/timefield.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace aria::settings {

NotificationsPage::NotificationsPage(const SettingsFile &file, QWidget *parent)
    : SettingsPage(tr("Notifications"), u"bell"_s, parent)
    , m_file(file)
    , m_changes(new QCheckBox(tr("Tell me what &others changed in Google"), this))
    , m_reminders(new QCheckBox(tr("&Remind me of events, as each event’s own reminders say"), this))
    , m_quiet(new QCheckBox(tr("&Quiet hours, without either"), this))
    , m_from(new when::TimeField(QLocale(), tr("Quiet from"), this))
    , m_until(new when::TimeField(QLocale(), tr("Quiet until"), this))
{
    addWide(m_changes);
    addWide(m_reminders);
    addWide(m_quiet);
    auto *from = new QLabel(tr("&From:"), this);
    auto *until = new QLabel(tr("&Until:"), this);
    from->setBuddy(m_from);
    until->setBuddy(m_until);
    form()->addRow(from, m_from);
    form()->addRow(until, m_until);
    for (when::TimeField *time : { m_from, m_until }) {
        time->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        connect(time, &when::TimeField::timeChanged, this, &SettingsPage::changed);
        connect(time, &when::TimeField::typed, this, &SettingsPage::changed);
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
    m_from->finish();
    m_until->finish();
    for (const when::TimeField *time : { m_from, m_until }) {
        if (const QString problem = time->problem(); m_quiet->isChecked() && !problem.isEmpty())
            return makeError(ErrorCategory::InvalidInput, u"no_time"_s, problem);
    }
    const choices::Preferences preferences = chosen();
    if (preferences == choices::Preferences::read(m_file))
        return {};
    if (const Expected<void> written = preferences.write(m_file); !written)
        return written;
    Q_EMIT preferencesChanged();
    return {};
}

} // namespace aria::settings
