#include "editor/reminderlist.h"

#include "uicommon/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include <array>

using namespace Qt::StringLiterals;

namespace aria::editor {

namespace {

// Limits of the Calendar API (Events: reminders.overrides).
constexpr int mostReminders = 5;
constexpr int mostMinutes = 40320;

constexpr int usualMinutes = 10;
constexpr std::array units{ 1, 60, 24 * 60, 7 * 24 * 60 }; // minutes

} // namespace

// One line: how, how many of what, and away with it.
struct ReminderList::Row : QWidget
{
    QComboBox *method;
    QSpinBox *amount;
    QComboBox *unit;
    QToolButton *remove;
    QJsonObject given; // what the fields do not show is kept

    Row(const QJsonObject &reminder, QWidget *parent)
        : QWidget(parent)
        , method(new QComboBox(this))
        , amount(new QSpinBox(this))
        , unit(new QComboBox(this))
        , remove(new QToolButton(this))
        , given(reminder)
    {
        method->addItem(ReminderList::tr("Notification"), u"popup"_s);
        method->addItem(ReminderList::tr("E-mail"), u"email"_s);
        const QString wanted = reminder.value("method"_L1).toString();
        if (method->findData(wanted) < 0)
            method->addItem(wanted, wanted);
        method->setCurrentIndex(method->findData(wanted));
        method->setAccessibleName(ReminderList::tr("Kind of reminder"));
        unit->addItem(ReminderList::tr("minutes before"), units.at(0));
        unit->addItem(ReminderList::tr("hours before"), units.at(1));
        unit->addItem(ReminderList::tr("days before"), units.at(2));
        unit->addItem(ReminderList::tr("weeks before"), units.at(3));
        unit->setAccessibleName(ReminderList::tr("Unit of time"));
        amount->setAccessibleName(ReminderList::tr("How long before"));
        const int minutes = reminder.value("minutes"_L1).toInt();
        int largest = 0;
        for (int i = 0; i < int(units.size()); ++i) {
            if (minutes > 0 && minutes % units.at(std::size_t(i)) == 0)
                largest = i;
        }
        unit->setCurrentIndex(largest);
        limit();
        amount->setValue(minutes / units.at(std::size_t(largest)));
        remove->setIcon(uicommon::icon(u"close"_s));
        remove->setAutoRaise(true);
        remove->setAccessibleName(ReminderList::tr("Remove this reminder"));
        remove->setToolTip(remove->accessibleName());
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(method);
        row->addWidget(amount);
        row->addWidget(unit);
        row->addWidget(remove);
        row->addStretch();
    }

    int minutes() const { return amount->value() * unit->currentData().toInt(); }
    void limit() { amount->setRange(0, mostMinutes / unit->currentData().toInt()); }
    QJsonObject reminder() const
    {
        QJsonObject json = given;
        json.insert(u"method"_s, method->currentData().toString());
        json.insert(u"minutes"_s, minutes());
        return json;
    }
};

ReminderList::ReminderList(QWidget *parent)
    : QWidget(parent)
    , m_asCalendar(new QCheckBox(tr("As the calendar has &it"), this))
    , m_column(new QVBoxLayout(this))
    , m_none(new QLabel(tr("No reminder"), this))
    , m_add(new QPushButton(uicommon::icon(u"add"_s), tr("A&dd reminder"), this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->addWidget(m_asCalendar);
    m_column->addWidget(m_none);
    m_column->addWidget(m_add, 0, Qt::AlignLeft);
    m_add->setAutoDefault(false);
    m_add->setToolTip(tr("At most five"));
    m_asCalendar->setChecked(true);
    connect(m_asCalendar, &QCheckBox::toggled, this, [this] {
        if (!m_isFilling)
            follow();
    });
    connect(m_add, &QPushButton::clicked, this, &ReminderList::addOne);
    showAddButton();
}

QWidget *ReminderList::firstField() const
{
    return m_asCalendar;
}

void ReminderList::setReminders(const std::optional<QJsonArray> &reminders)
{
    if (reminders == this->reminders())
        return;
    m_isFilling = true;
    for (QWidget *row : std::exchange(m_rows, {}))
        delete row;
    m_asCalendar->setChecked(!reminders);
    if (reminders) {
        for (const QJsonValue &reminder : *reminders)
            addRow(reminder.toObject());
    }
    m_isFilling = false;
    showAddButton();
}

std::optional<QJsonArray> ReminderList::reminders() const
{
    if (m_asCalendar->isChecked())
        return std::nullopt;
    QJsonArray reminders;
    for (const QWidget *row : m_rows)
        reminders.append(static_cast<const Row *>(row)->reminder());
    return reminders;
}

void ReminderList::addRow(const QJsonObject &reminder)
{
    auto *row = new Row(reminder, this);
    m_column->insertWidget(m_column->indexOf(m_none), row);
    m_rows.append(row);
    connect(row->method, &QComboBox::activated, this, &ReminderList::follow);
    connect(row->amount, &QSpinBox::valueChanged, this, &ReminderList::follow);
    connect(row->unit, &QComboBox::activated, this, [this, row] {
        row->limit();
        follow();
    });
    connect(row->remove, &QToolButton::clicked, this, [this, row] {
        const qsizetype index = m_rows.indexOf(row);
        m_rows.removeOne(row);
        row->hide();
        row->deleteLater();
        // The keyboard goes on where it was.
        QWidget *next = m_add;
        if (!m_rows.isEmpty())
            next = static_cast<Row *>(m_rows.at(std::min(index, m_rows.size() - 1)))->remove;
        next->setFocus();
        follow();
    });
}

void ReminderList::addOne()
{
    m_isFilling = true;
    m_asCalendar->setChecked(false);
    m_isFilling = false;
    addRow({ { u"method"_s, u"popup"_s }, { u"minutes"_s, usualMinutes } });
    auto *row = static_cast<Row *>(m_rows.constLast());
    row->amount->setFocus();
    row->amount->selectAll();
    follow();
}

void ReminderList::showAddButton()
{
    for (QWidget *row : std::as_const(m_rows))
        row->setVisible(!m_asCalendar->isChecked());
    m_none->setVisible(!m_asCalendar->isChecked() && m_rows.isEmpty());
    const bool isFull = !m_asCalendar->isChecked() && m_rows.size() >= mostReminders;
    m_add->setEnabled(!isFull);
}

void ReminderList::follow()
{
    showAddButton();
    Q_EMIT changed();
}

} // namespace aria::editor
