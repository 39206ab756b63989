#include "choices/strategychoice.h"

#include <QButtonGroup>
#include <QLabel>
#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace aria::choices {

StrategyChoice::StrategyChoice(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    setAccessibleName(tr("When both sides changed the same thing"));
    add(ConflictStrategy::GoogleWins, tr("&Google decides"),
        tr("You move “Dentist” to 15:00 in ARIA, somebody moves it to 16:00 in Google: it is at 16:00."));
    add(ConflictStrategy::AriaWins, tr("&ARIA decides"),
        tr("You move “Dentist” to 15:00 in ARIA, somebody moves it to 16:00 in Google: it is at 15:00."));
    add(ConflictStrategy::MostRecent, tr("The &later change decides"),
        tr("15:00 was entered at noon, 16:00 at one o’clock: it is at 16:00."));
    add(ConflictStrategy::Manual, tr("As&k me"),
        tr("Neither side is changed; “Dentist” waits in the list of conflicts until you decide."));
    connect(m_group, &QButtonGroup::idClicked, this, &StrategyChoice::changed);
    setStrategy(ConflictStrategy::GoogleWins);
}

ConflictStrategy StrategyChoice::strategy() const
{
    return static_cast<ConflictStrategy>(m_group->checkedId());
}

void StrategyChoice::setStrategy(ConflictStrategy strategy)
{
    m_group->button(static_cast<int>(strategy))->setChecked(true);
}

void StrategyChoice::add(ConflictStrategy strategy, const QString &name, const QString &example)
{
    auto *button = new QRadioButton(name, this);
    button->setAccessibleDescription(example);
    m_group->addButton(button, static_cast<int>(strategy));
    auto *label = new QLabel(example, this);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    // Below the button's text, on whichever side that is.
    auto *indented = new QHBoxLayout;
    indented->addSpacing(button->style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth, nullptr, button)
        + button->style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing, nullptr, button));
    indented->addWidget(label, 1);
    layout()->addWidget(button);
    static_cast<QVBoxLayout *>(layout())->addLayout(indented);
}

} // namespace aria::choices
