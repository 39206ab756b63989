#include "settings/syncpage.h"

#include "choices/strategychoice.h"
#include "uicommon/errorwords.h"

#include <QCheckBox>
#include <QGroupBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::settings {

SyncPage::SyncPage(choices::Autostart autostart, QWidget *parent)
    : SettingsPage(tr("Sync"), u"sync"_s, parent)
    , m_autostart(std::move(autostart))
    , m_starts(new QCheckBox(tr("&Start with the session"), this))
{
    auto *strategy = new choices::StrategyChoice;
    auto *row = new SettingRow(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s,
        { strategy,
            [strategy](const QString &value) {
                strategy->setStrategy(
                    conflictStrategyFromString(value).value_or(ConflictStrategy::GoogleWins));
            },
            [strategy] { return toString(strategy->strategy()); } },
        this);
    connect(strategy, &choices::StrategyChoice::changed, row, &SettingRow::changed);
    auto *group = new QGroupBox(tr("When both sides changed the same thing"), this);
    auto *column = new QVBoxLayout(group);
    column->addWidget(row);
    addWide(group);
    adopt(row);
    addRow(tr("Look for changes e&very:"),
        SettingRow::number(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, 1, 604800, tr(" s", "seconds"), this));
    addNote(tr("What changes in ARIA goes to Google at once. With a webhook, Google is asked only every "
               "sixth time."));
    addWide(m_starts);
    connect(m_starts, &QCheckBox::clicked, this, &SettingsPage::changed);
}

void SyncPage::load(const choices::SettingsAccess &access)
{
    SettingsPage::load(access);
    m_starts->setChecked(m_autostart.isEnabled());
}

Expected<void> SyncPage::apply()
{
    const Expected<void> set = m_autostart.setEnabled(m_starts->isChecked());
    if (!set)
        return makeError(set.error().category, set.error().code,
            tr("Starting with the session could not be set: %1").arg(uicommon::errorText(set.error())));
    return {};
}

} // namespace aria::settings
