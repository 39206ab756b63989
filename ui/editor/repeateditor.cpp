#include "editor/repeateditor.h"

#include "calendar/recurrence.h"
#include "when/datefield.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace aria::editor {

using Frequency = RepeatRule::Frequency;
using End = RepeatRule::End;

namespace {

constexpr int datesShown = 5;

} // namespace

RepeatEditor::RepeatEditor(const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_format(format)
    , m_frequency(new QComboBox(this))
    , m_details(new QWidget(this))
    , m_interval(new QSpinBox(this))
    , m_unit(new QLabel(this))
    , m_weekdayRow(new QWidget(this))
    , m_end(new QComboBox(this))
    , m_lastDay(new when::DateField(format.locale, tr("Last day"), this))
    , m_count(new QSpinBox(this))
    , m_custom(new QPlainTextEdit(this))
    , m_dates(new QLabel(this))
{
    m_frequency->setAccessibleName(tr("Repeats"));
    m_interval->setRange(1, 999);
    m_interval->setAccessibleName(tr("Every", "how many days or weeks"));
    m_count->setRange(1, 730);
    m_count->setAccessibleName(tr("Number of times"));
    m_end->addItem(tr("forever", "how long an event repeats"), int(End::Never));
    m_end->addItem(tr("until:", "the day up to which an event repeats follows"), int(End::OnDay));
    m_end->addItem(
        tr("so many times:", "after how many times an event ends; a number follows"), int(End::AfterCount));
    m_end->setAccessibleName(tr("How long"));
    m_custom->setAccessibleName(tr("Repetition as RFC 5545 lines"));
    m_custom->setTabChangesFocus(true);
    m_custom->setMaximumHeight(fontMetrics().height() * 4);
    m_dates->setWordWrap(true);
    m_dates->setTextFormat(Qt::PlainText);

    auto *days = new QHBoxLayout(m_weekdayRow);
    days->setContentsMargins(0, 0, 0, 0);
    for (int day = 1; day <= 7; ++day) {
        auto *button = new QToolButton(m_weekdayRow);
        button->setText(m_format.locale.standaloneDayName(day, QLocale::ShortFormat));
        button->setAccessibleName(m_format.locale.standaloneDayName(day, QLocale::LongFormat));
        button->setToolTip(button->accessibleName());
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        m_weekdays.append(button);
        // Dark styles hardly distinguish a pressed button from another one.
        connect(button, &QToolButton::toggled, button, [button](bool isChosen) {
            QPalette palette;
            if (isChosen) {
                palette.setColor(QPalette::Button, palette.color(QPalette::Highlight));
                palette.setColor(QPalette::ButtonText, palette.color(QPalette::HighlightedText));
            }
            button->setPalette(palette);
        });
        connect(button, &QToolButton::toggled, this, &RepeatEditor::changed);
    }
    for (int i = 0; i < 7; ++i)
        days->addWidget(m_weekdays.at((i + m_format.locale.firstDayOfWeek() - 1) % 7));
    days->addStretch();

    auto *row = new QHBoxLayout(m_details);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(new QLabel(tr("every", "every 2 weeks"), m_details));
    row->addWidget(m_interval);
    row->addWidget(m_unit);
    row->addStretch();
    row->addWidget(m_lastDay);
    row->addWidget(m_count);
    row->insertWidget(4, m_end);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_frequency);
    column->addWidget(m_details);
    column->addWidget(m_weekdayRow);
    column->addWidget(m_custom);
    column->addWidget(m_dates);

    const auto follow = [this] {
        showParts();
        Q_EMIT changed();
    };
    connect(m_frequency, &QComboBox::currentIndexChanged, this, follow);
    connect(m_end, &QComboBox::currentIndexChanged, this, follow);
    connect(m_interval, &QSpinBox::valueChanged, this, follow);
    connect(m_count, &QSpinBox::valueChanged, this, &RepeatEditor::changed);
    connect(m_lastDay, &when::DateField::dateChanged, this, &RepeatEditor::changed);
    connect(m_lastDay, &when::DateField::typed, this, &RepeatEditor::changed);
    connect(m_custom, &QPlainTextEdit::textChanged, this, &RepeatEditor::changed);
}

void RepeatEditor::fillFrequencies()
{
    const QSignalBlocker quiet(m_frequency);
    const QVariant chosen = m_frequency->currentData();
    m_frequency->clear();
    const QLocale &locale = m_format.locale;
    const QString weekday = locale.standaloneDayName(m_start.dayOfWeek(), QLocale::LongFormat);
    const int week = weekOfMonth(m_start);
    const QStringList nth{ tr("Monthly on the last %1", "%1 is a weekday"), QString(),
        tr("Monthly on the first %1", "%1 is a weekday"), tr("Monthly on the second %1", "%1 is a weekday"),
        tr("Monthly on the third %1", "%1 is a weekday"), tr("Monthly on the fourth %1", "%1 is a weekday") };
    m_frequency->addItem(tr("Does not repeat"), int(Frequency::Never));
    m_frequency->addItem(tr("Daily"), int(Frequency::Daily));
    m_frequency->addItem(tr("Weekly"), int(Frequency::Weekly));
    m_frequency->addItem(
        tr("Monthly on day %1").arg(locale.toString(m_start.day())), int(Frequency::MonthlyByDay));
    m_frequency->addItem(nth.at(week + 1).arg(weekday), int(Frequency::MonthlyByWeekday));
    m_frequency->addItem(tr("Yearly"), int(Frequency::Yearly));
    m_frequency->addItem(tr("Custom"), int(Frequency::Custom));
    m_frequency->setCurrentIndex(std::max(0, m_frequency->findData(chosen)));
}

void RepeatEditor::setRule(const RepeatRule &rule, QDate start, const std::optional<QString> &unclear)
{
    m_start = start;
    m_others = rule.others;
    fillFrequencies();
    m_frequency->setCurrentIndex(m_frequency->findData(int(rule.frequency)));
    m_interval->setValue(rule.interval);
    for (int day = 1; day <= 7; ++day) {
        m_weekdays.at(day - 1)->setChecked(
            rule.weekdays.isEmpty() ? day == start.dayOfWeek() : rule.weekdays.contains(day));
    }
    m_end->setCurrentIndex(m_end->findData(int(rule.end)));
    m_lastDay->setDate(rule.lastDay.isValid() ? rule.lastDay : start.addMonths(3));
    if (unclear)
        m_lastDay->setUnclear(*unclear, m_lastDay->date());
    m_count->setValue(rule.count);
    m_custom->setPlainText(rule.custom);
    showParts();
}

void RepeatEditor::setToday(QDate today)
{
    m_lastDay->setToday(today);
}

void RepeatEditor::setStart(QDate start)
{
    if (start == m_start || !start.isValid())
        return;
    // A single weekday follows the start; several were chosen by hand.
    const auto onlyTheOld = std::count_if(
        m_weekdays.begin(), m_weekdays.end(), [](const QToolButton *button) { return button->isChecked(); });
    if (onlyTheOld == 1 && m_weekdays.at(m_start.dayOfWeek() - 1)->isChecked()) {
        m_weekdays.at(m_start.dayOfWeek() - 1)->setChecked(false);
        m_weekdays.at(start.dayOfWeek() - 1)->setChecked(true);
    }
    m_start = start;
    fillFrequencies();
}

RepeatRule RepeatEditor::rule() const
{
    RepeatRule rule;
    rule.frequency = Frequency(m_frequency->currentData().toInt());
    if (rule.frequency == Frequency::Never)
        return rule;
    rule.others = m_others;
    rule.interval = m_interval->value();
    if (rule.frequency == Frequency::Weekly) {
        for (int day = 1; day <= 7; ++day) {
            if (m_weekdays.at(day - 1)->isChecked())
                rule.weekdays.insert(day);
        }
    }
    rule.end = End(m_end->currentData().toInt());
    rule.lastDay = m_lastDay->date();
    rule.count = m_count->value();
    rule.custom = m_custom->toPlainText();
    return rule;
}

void RepeatEditor::showParts()
{
    const auto frequency = Frequency(m_frequency->currentData().toInt());
    const bool isSimple = frequency != Frequency::Never && frequency != Frequency::Custom;
    m_details->setVisible(isSimple);
    m_weekdayRow->setVisible(frequency == Frequency::Weekly);
    m_custom->setVisible(frequency == Frequency::Custom);
    const auto end = End(m_end->currentData().toInt());
    m_lastDay->setVisible(end == End::OnDay);
    m_count->setVisible(end == End::AfterCount);
    const int interval = m_interval->value();
    m_unit->setText(frequency == Frequency::Daily ? tr("day(s),", "every 2 days", interval)
            : frequency == Frequency::Weekly      ? tr("week(s),", "every 2 weeks", interval)
            : frequency == Frequency::Yearly      ? tr("year(s),", "every 2 years", interval)
                                                  : tr("month(s),", "every 2 months", interval));
    if (frequency == Frequency::Custom && m_custom->toPlainText().isEmpty())
        m_custom->setPlainText(u"RRULE:FREQ=WEEKLY;INTERVAL=2"_s);
}

void RepeatEditor::showDates(
    const calendar::EventTime &start, const calendar::EventTime &end, const QStringList &lines)
{
    m_dates->clear();
    m_dates->setVisible(!lines.isEmpty());
    if (lines.isEmpty() || !calendar::checkRecurrence(lines, start))
        return;
    calendar::Event series;
    series.setTimes(start, end);
    series.set(u"recurrence"_s, QJsonArray::fromStringList(lines));
    QStringList dates;
    for (const calendar::EventTime &time :
        calendar::nextStarts(series, start.instant(m_format.zone), datesShown, m_format.zone))
        dates.append(
            m_format.date(time.isDate() ? time.date() : time.zoned().utc.toTimeZone(m_format.zone).date()));
    m_dates->setText(tr("Next: %1", "%1 is a list of dates").arg(dates.join(u" · "_s)));
}

QStringList RepeatEditor::problems() const
{
    const QString problem = m_lastDay->isHidden() || m_details->isHidden() ? QString() : m_lastDay->problem();
    return problem.isEmpty() ? QStringList() : QStringList{ problem };
}

std::optional<QString> RepeatEditor::unclear() const
{
    return m_lastDay->isHidden() || m_details->isHidden() ? std::nullopt : m_lastDay->unclear();
}

void RepeatEditor::finish()
{
    m_lastDay->finish();
}

} // namespace aria::editor
