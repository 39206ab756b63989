#include "editor/spanfields.h"

#include "when/datefield.h"
#include "when/timefield.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace aria::editor {

using when::DateField;
using when::TimeField;

namespace {

// The same length from the new start on.
void moveEnd(EventDraft &now, const EventDraft &before)
{
    const auto wall = [](QDate date, QTime time) { return QDateTime(date, time, Qt::UTC); };
    if (!now.startDate.isValid() || !before.startDate.isValid() || !before.endDate.isValid())
        return;
    const qint64 length =
        wall(before.startDate, before.startTime).secsTo(wall(before.endDate, before.endTime));
    const QDateTime end = wall(now.startDate, now.startTime).addSecs(std::max<qint64>(0, length));
    now.endDate = end.date();
    now.endTime = end.time();
}

} // namespace

SpanFields::SpanFields(const QLocale &locale, QWidget *form)
    : QObject(form)
    , m_startDate(new DateField(locale, tr("Start date"), form))
    , m_startTime(new TimeField(locale, tr("Start time"), form))
    , m_endDate(new DateField(locale, tr("End date"), form))
    , m_endTime(new TimeField(locale, tr("End time"), form))
    , m_allDay(new QCheckBox(tr("&All day"), form))
    , m_zone(new QToolButton(form))
{
    m_zone->setText(tr("Time zone…"));
    m_zone->setToolTip(tr("Choose a time zone for this event"));
    m_zone->setAutoRaise(true);
    m_zone->setFocusPolicy(Qt::TabFocus);
    connect(m_zone, &QToolButton::clicked, this, &SpanFields::zoneWanted);

    connect(m_startTime, &TimeField::aboutToRead, this, [this] {
        if (m_startTime->endsTheDay())
            endDay(m_startDate);
    });
    connect(m_endTime, &TimeField::aboutToRead, this, [this] {
        if (endsNextDay())
            endDay(m_endDate);
    });
    connect(m_startDate, &DateField::dateChanged, this, &SpanFields::startMoved);
    connect(m_startTime, &TimeField::timeChanged, this, &SpanFields::startMoved);
    connect(m_endDate, &DateField::dateChanged, this, &SpanFields::follow);
    connect(m_endTime, &TimeField::timeChanged, this, &SpanFields::follow);
    connect(m_allDay, &QCheckBox::toggled, this, &SpanFields::follow);
    for (DateField *field : { m_startDate, m_endDate })
        connect(field, &DateField::typed, this, &SpanFields::changed);
    for (TimeField *field : { m_startTime, m_endTime })
        connect(field, &TimeField::typed, this, &SpanFields::changed);
}

void SpanFields::addTo(QFormLayout *form)
{
    const auto add = [form](const QString &text, const QList<QWidget *> &fields) {
        auto *label = new QLabel(text, fields.constFirst()->parentWidget());
        label->setBuddy(fields.constFirst());
        auto *row = new QHBoxLayout;
        for (QWidget *field : fields)
            row->addWidget(field);
        row->addStretch();
        form->addRow(label, row);
    };
    add(tr("S&tarts"), { m_startDate, m_startTime, m_allDay });
    add(tr("&Ends"), { m_endDate, m_endTime, m_zone });
}

void SpanFields::setEnabled(bool isEnabled)
{
    for (QWidget *field : { static_cast<QWidget *>(m_startDate), static_cast<QWidget *>(m_startTime),
             static_cast<QWidget *>(m_endDate), static_cast<QWidget *>(m_endTime),
             static_cast<QWidget *>(m_allDay), static_cast<QWidget *>(m_zone) })
        field->setEnabled(isEnabled);
}

void SpanFields::offerZone(bool isOffered)
{
    m_zone->setVisible(isOffered);
}

void SpanFields::setToday(QDate today)
{
    m_startDate->setToday(today);
    m_endDate->setToday(today);
}

void SpanFields::setTimes(const EventDraft &draft)
{
    m_isFilling = true;
    // What is being typed stays as long as it does not contradict.
    const auto fill = [&draft](auto *field, const QString &name, auto value, auto current, auto set) {
        const auto unclear = draft.unclear.constFind(name);
        if (unclear != draft.unclear.constEnd()) {
            if (field->unclear() != *unclear)
                field->setUnclear(*unclear, value);
        } else if (!field->isTyping() || current != value || !field->isClear()) {
            (field->*set)(value);
        }
    };
    fill(m_startDate, u"start_date"_s, draft.startDate, m_startDate->date(), &DateField::setDate);
    fill(m_startTime, u"start_time"_s, draft.startTime, m_startTime->time(), &TimeField::setTime);
    fill(m_endDate, u"end_date"_s, draft.endDate, m_endDate->date(), &DateField::setDate);
    fill(m_endTime, u"end_time"_s, draft.endTime, m_endTime->time(), &TimeField::setTime);
    m_allDay->setChecked(draft.isAllDay);
    m_isFilling = false;
    follow();
}

void SpanFields::writeTo(EventDraft &draft) const
{
    draft.isAllDay = m_allDay->isChecked();
    draft.startDate = m_startDate->date();
    draft.startTime = m_startTime->time();
    draft.endDate = m_endDate->date();
    draft.endTime = m_endTime->time();
    if (m_startTime->endsTheDay() && m_startDate->isClear())
        draft.startDate = draft.startDate.addDays(1);
    if (m_startDate->isTyping() || m_startTime->isTyping())
        moveEnd(draft, m_last); // as it will be once the field is left
    else if (endsNextDay())
        draft.endDate = draft.endDate.addDays(1);
    const auto note = [&draft](const QString &name, const std::optional<QString> &text) {
        if (text)
            draft.unclear.insert(name, *text);
    };
    note(u"start_date"_s, m_startDate->unclear());
    note(u"start_time"_s, m_startTime->unclear());
    note(u"end_date"_s, m_endDate->unclear());
    note(u"end_time"_s, m_endTime->unclear());
}

// What is being typed is the end of the day that stands before it: 24:00, and 0:00 after a later start.
bool SpanFields::endsNextDay() const
{
    if (!m_endTime->isTyping() || !m_endTime->isClear() || !m_endDate->isClear())
        return false;
    const bool isBeforeStart = m_startDate->date() == m_endDate->date() && m_startTime->time() > QTime(0, 0);
    return m_endTime->endsTheDay() || (m_endTime->time() == QTime(0, 0) && isBeforeStart);
}

void SpanFields::endDay(when::DateField *date)
{
    if (!date->isClear())
        return;
    const QSignalBlocker quiet(date);
    date->setDate(date->date().addDays(1));
}

QStringList SpanFields::problems() const
{
    QStringList problems{ m_startDate->problem(), m_endDate->problem() };
    if (!m_allDay->isChecked())
        problems << m_startTime->problem() << m_endTime->problem();
    problems.removeAll(QString());
    problems.removeDuplicates();
    return problems;
}

void SpanFields::finish()
{
    m_startDate->finish();
    m_startTime->finish();
    m_endDate->finish();
    m_endTime->finish();
}

void SpanFields::startMoved()
{
    if (m_isFilling)
        return;
    EventDraft now;
    now.startDate = m_startDate->date();
    now.startTime = m_startTime->time();
    moveEnd(now, m_last);
    m_isFilling = true;
    if (now.endDate.isValid() && !m_endDate->isTyping())
        m_endDate->setDate(now.endDate);
    if (now.endTime.isValid() && !m_endTime->isTyping())
        m_endTime->setTime(now.endTime);
    m_isFilling = false;
    follow();
}

void SpanFields::follow()
{
    if (m_isFilling)
        return;
    m_startTime->setVisible(!m_allDay->isChecked());
    m_endTime->setVisible(!m_allDay->isChecked());
    const bool isSameDay = m_startDate->date() == m_endDate->date();
    m_endTime->setAfter(isSameDay ? m_startTime->time() : QTime());
    m_last.startDate = m_startDate->date();
    m_last.startTime = m_startTime->time();
    m_last.endDate = m_endDate->date();
    m_last.endTime = m_endTime->time();
    Q_EMIT changed();
}

void SpanFields::markWrong(bool isWrong)
{
    m_startDate->setWrong(isWrong);
    m_startTime->setWrong(isWrong);
    m_endDate->setWrong(isWrong);
    m_endTime->setWrong(isWrong);
}

} // namespace aria::editor
