#include "when/timefield.h"

#include "uicommon/icons.h"

#include <QAbstractItemView>
#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace aria::when {

namespace {

constexpr int step = 30 * 60; // seconds
constexpr int steps = 48;

} // namespace

TimeField::TimeField(const QLocale &locale, const QString &label, QWidget *parent)
    : QComboBox(parent)
    , m_reader(locale)
    , m_locale(locale)
{
    setEditable(true);
    setInsertPolicy(NoInsert);
    setCompleter(nullptr); // it would finish "1" as "1:00", whatever the person goes on with
    setMaxVisibleItems(12);
    setAccessibleName(label);
    lineEdit()->setAccessibleName(label);
    m_warning = lineEdit()->addAction(uicommon::icon(u"error"_s), QLineEdit::LeadingPosition);
    m_warning->setVisible(false);
    for (int i = 0; i < steps; ++i) {
        const QTime time = QTime(0, 0).addSecs(i * step);
        addItem(textOf(time), time);
    }
    setCurrentIndex(-1);
    connect(lineEdit(), &QLineEdit::textEdited, this, [this] {
        m_isTyping = true;
        m_isLeft = false;
        mark();
        Q_EMIT typed();
    });
    connect(lineEdit(), &QLineEdit::editingFinished, this, &TimeField::finish);
    connect(this, &QComboBox::activated, this, [this](int index) { choose(itemData(index).toTime()); });
}

QString TimeField::textOf(QTime time) const
{
    return m_locale.toString(time, m_locale.timeFormat(QLocale::ShortFormat).remove(u":ss"_s));
}

void TimeField::setTime(QTime time)
{
    m_isTyping = false;
    show(time);
}

void TimeField::show(QTime time)
{
    m_time = time;
    const QSignalBlocker quiet(this);
    setCurrentIndex(findData(time));
    setEditText(time.isValid() ? textOf(time) : QString());
    lineEdit()->setCursorPosition(0);
    mark();
}

std::optional<QTime> TimeField::reading() const
{
    const auto clock = m_reader.read(currentText());
    return clock ? std::optional(m_reader.timeOf(*clock, m_after)) : std::nullopt;
}

QTime TimeField::time() const
{
    return m_isTyping ? reading().value_or(m_time) : m_time;
}

bool TimeField::endsTheDay() const
{
    const auto clock = m_isTyping ? m_reader.read(currentText()) : std::nullopt;
    return clock && clock->minutes == 24 * 60;
}

std::optional<QString> TimeField::unclear() const
{
    return m_isTyping && !isClear() ? std::optional(currentText()) : std::nullopt;
}

void TimeField::setUnclear(const QString &text, QTime time)
{
    m_time = time;
    m_isTyping = true;
    m_isLeft = true;
    setEditText(text);
    mark();
}

bool TimeField::isClear() const
{
    return m_isTyping ? reading().has_value() : m_time.isValid();
}

QString TimeField::problem() const
{
    if (isClear() || (m_isTyping && !m_isLeft))
        return {};
    if (currentText().trimmed().isEmpty())
        return tr("A time is missing.");
    return tr("“%1” is no time that is understood. Times look like this: %2.")
        .arg(currentText().trimmed(), textOf(QTime(14, 30)));
}

void TimeField::finish()
{
    if (!m_isTyping)
        return;
    if (const auto time = reading()) {
        Q_EMIT aboutToRead();
        return choose(*time);
    }
    m_isLeft = true;
    mark();
    Q_EMIT typed();
}

void TimeField::choose(QTime time)
{
    const bool isOther = time != m_time;
    m_isTyping = false;
    show(time);
    if (isOther)
        Q_EMIT timeChanged(time);
    else
        Q_EMIT typed(); // a mark may be gone
}

void TimeField::setWrong(bool isWrong)
{
    m_isWrong = isWrong;
    mark();
}

void TimeField::mark()
{
    const QString problem = this->problem();
    const QString text = problem.isEmpty() && m_isWrong ? tr("not valid") : problem;
    m_warning->setVisible(!problem.isEmpty());
    m_warning->setToolTip(text);
    setAccessibleDescription(text);
    lineEdit()->setAccessibleDescription(text);
    QFont marked = font();
    marked.setItalic(!text.isEmpty());
    setFont(marked);
}

void TimeField::showPopup()
{
    finish();
    QComboBox::showPopup();
    const int nearest = m_time.isValid() ? m_time.msecsSinceStartOfDay() / 1000 / step : 0;
    view()->setCurrentIndex(model()->index(nearest, 0));
    view()->scrollTo(view()->currentIndex(), QAbstractItemView::PositionAtCenter);
}

void TimeField::keyPressEvent(QKeyEvent *event)
{
    const bool isUp = event->key() == Qt::Key_Up;
    const bool isDown = event->key() == Qt::Key_Down;
    const QTime from = time();
    if (event->modifiers() != Qt::NoModifier || !(isUp || isDown) || !from.isValid())
        return QComboBox::keyPressEvent(event);
    const int seconds = from.msecsSinceStartOfDay() / 1000;
    const int next = isDown ? seconds / step + 1 : (seconds + step - 1) / step - 1;
    choose(QTime(0, 0).addSecs((next + steps) % steps * step));
}

// The form around it scrolls.
void TimeField::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

} // namespace aria::when
