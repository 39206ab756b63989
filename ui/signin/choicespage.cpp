#include "signin/choicespage.h"

#include "choices/calendarpicker.h"
#include "choices/strategychoice.h"
#include "signin/assistant.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QGroupBox>
#include <QLabel>
#include <QVBoxLayout>
#include <QWizard>

using namespace Qt::StringLiterals;

namespace aria::signin {

namespace {

const QString calendarSetting = u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s;
const QString strategySetting = u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s;

} // namespace

ChoicesPage::ChoicesPage(uicommon::ServiceLink &link, choices::SettingsAccess &access,
    choices::Autostart autostart, QWidget *parent)
    : QWizardPage(parent)
    , m_access(access)
    , m_autostart(std::move(autostart))
    , m_calendars(new choices::CalendarPicker(link, this))
    , m_strategy(new choices::StrategyChoice(this))
    , m_starts(new QCheckBox(tr("&Start with the session"), this))
    , m_problem(new QLabel(this))
{
    setTitle(tr("What is synced, and how"));
    setSubTitle(tr("All of this can be changed in the settings later."));
    setCommitPage(true);
    setButtonText(QWizard::CommitButton, tr("Begin the s&ync"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();

    auto *left = new QGroupBox(tr("Calendars"), this);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->addWidget(m_calendars, 1);
    leftColumn->addWidget(noteAbout(calendarSetting, m_calendars));
    auto *right = new QGroupBox(tr("When both sides changed the same thing"), this);
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->addWidget(m_strategy);
    rightColumn->addWidget(noteAbout(strategySetting, m_strategy));
    rightColumn->addStretch(1);
    auto *sides = new QHBoxLayout;
    sides->addWidget(left, 1);
    sides->addWidget(right, 1);
    auto *column = new QVBoxLayout(this);
    column->addLayout(sides, 1);
    column->addWidget(m_starts);
    column->addWidget(m_problem);

    m_calendars->setSelected(m_access.settings().calendarIds);
    m_strategy->setStrategy(m_access.settings().conflictStrategy);
    // People want a service that syncs their calendar to run whenever they work here.
    m_starts->setChecked(true);
    connect(m_calendars, &choices::CalendarPicker::changed, this, &QWizardPage::completeChanged);
    connect(m_calendars, &choices::CalendarPicker::loaded, this, [this] {
        Q_EMIT completeChanged();
        // The list was hidden while Google was asked, and the keyboard focus went to "Back".
        if (isVisible() && !isAncestorOf(wizard()->focusWidget()))
            wizard()->button(QWizard::CommitButton)->setFocus();
    });
}

// Settings made by the environment are shown and locked.
QLabel *ChoicesPage::noteAbout(const QString &setting, QWidget *editor)
{
    const QString by = m_access.lockedBy(setting);
    //: %1 is a place such as “the environment”, %2 the name of a variable.
    auto *note = new QLabel(tr("Set by %1 (%2)").arg(by, setting), this);
    note->setWordWrap(true);
    note->setVisible(!by.isEmpty());
    editor->setEnabled(by.isEmpty());
    return note;
}

void ChoicesPage::initializePage()
{
    m_calendars->load();
}

bool ChoicesPage::isComplete() const
{
    return !m_calendars->selected().isEmpty();
}

bool ChoicesPage::validatePage()
{
    const Expected<bool> saved = m_access.save({ { calendarSetting, m_calendars->selected().join(u',') },
        { strategySetting, toString(m_strategy->strategy()) } });
    if (!saved) {
        m_problem->setText(saved.error().message);
        m_problem->show();
        return false;
    }
    if (const Expected<void> starts = m_autostart.setEnabled(m_starts->isChecked()); !starts) {
        m_problem->setText(tr("Starting with the session could not be set: %1").arg(starts.error().message));
        m_problem->show();
        m_starts->setChecked(m_autostart.isEnabled()); // as it is; the next click goes on
        return false;
    }
    m_problem->hide();
    Q_EMIT chosen(*saved);
    return true;
}

int ChoicesPage::nextId() const
{
    return Assistant::FirstSync;
}

} // namespace aria::signin
