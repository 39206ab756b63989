#include "settings/notificationspage.h"

#include "globalkey/keysupport.h"
#include "when/timefield.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>

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
    , m_joinKey(new QKeySequenceEdit(this))
    , m_joinNote(new QLabel(this))
    , m_support(new globalkey::KeySupport(QDBusConnection::sessionBus(), this))
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
    addJoinKey();
}

void NotificationsPage::addJoinKey()
{
    auto *label = new QLabel(tr("Key to &join the next meeting, from anywhere:"), this);
    label->setWordWrap(true);
    label->setBuddy(m_joinKey);
    m_joinKey->setAccessibleName(tr("Key to join the next meeting"));
    if (auto *line = m_joinKey->findChild<QLineEdit *>()) // has the keyboard in its place
        line->setAccessibleName(m_joinKey->accessibleName());
    m_joinKey->setClearButtonEnabled(true);
    m_joinKey->setToolTip(tr("None at first. A function key, or one with Ctrl, Alt or the Windows key."));
    m_joinNote->setWordWrap(true);
    m_joinNote->setTextFormat(Qt::PlainText);
    addWide(label);
    addWide(m_joinKey);
    addWide(m_joinNote);
    connect(m_joinKey, &QKeySequenceEdit::keySequenceChanged, this, [this](const QKeySequence &keys) {
        if (keys.count() > 1) // one key is enough
            m_joinKey->setKeySequence(QKeySequence(keys[0]));
        Q_EMIT changed();
    });
    connect(m_support, &globalkey::KeySupport::answered, this, &NotificationsPage::followSupport);
    followSupport();
}

void NotificationsPage::followSupport()
{
    const bool isPossible = m_support->answer() == globalkey::KeySupport::Answer::Possible;
    const bool isKnown = m_support->answer() != globalkey::KeySupport::Answer::Asking;
    m_joinKey->setEnabled(isPossible);
    m_joinNote->setText(isKnown && !isPossible
            ? tr("This desktop does not let a program have a key that works everywhere.")
            : QString());
    m_joinNote->setVisible(!m_joinNote->text().isEmpty());
}

void NotificationsPage::load(const choices::SettingsAccess &access)
{
    SettingsPage::load(access);
    const QSignalBlocker quiet(this);
    const QSignalBlocker quietKey(m_joinKey);
    const auto preferences = choices::Preferences::read(m_file);
    m_changes->setChecked(preferences.notifyOfChanges);
    m_reminders->setChecked(preferences.remind);
    m_quiet->setChecked(preferences.hasQuietHours);
    m_from->setTime(preferences.quietFrom);
    m_until->setTime(preferences.quietUntil);
    m_joinKey->setKeySequence(preferences.joinKey);
}

choices::Preferences NotificationsPage::chosen() const
{
    return { m_changes->isChecked(), m_reminders->isChecked(), m_quiet->isChecked(), m_from->time(),
        m_until->time(), m_joinKey->keySequence() };
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
    if (!globalkey::KeySupport::isUsable(preferences.joinKey)) {
        return makeError(ErrorCategory::InvalidInput, u"no_global_key"_s,
            tr("“%1” cannot join meetings from anywhere: choose a function key, or a letter or digit with "
               "Ctrl, Alt "
               "or the Windows key.")
                .arg(preferences.joinKey.toString(QKeySequence::NativeText)));
    }
    if (preferences == choices::Preferences::read(m_file))
        return {};
    if (const Expected<void> written = preferences.write(m_file); !written)
        return written;
    Q_EMIT preferencesChanged();
    return {};
}

} // namespace aria::settings
