#include "choices/strategychoice.h"

#include "uicommon/uiformat.h"

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
    const uicommon::UiFormat format{ QTimeZone::utc(), QLocale() };
    const auto at = [&format](int hour) {
        return format.time(QDateTime(QDate(2024, 1, 15), QTime(hour, 0), Qt::UTC));
    };
    const QString early = at(15);
    const QString late = at(16);
    add(ConflictStrategy::GoogleWins, tr("&Google decides"),
        tr("You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %2.", "times")
            .arg(early, late));
    add(ConflictStrategy::AriaWins, tr("&ARIA decides"),
        tr("You move “Dentist” to %1 in ARIA, somebody moves it to %2 in Google: it is at %1.", "times")
            .arg(early, late));
    add(ConflictStrategy::MostRecent, tr("The &later change decides"),
        tr("%1 was entered at noon, %2 at one o’clock: it is at %2.", "times").arg(early, late));
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
