#include "when/datefield.h"

#include "uicommon/calendarlook.h"
#include "uicommon/icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::when {

DateField::DateField(const QLocale &locale, const QString &label, QWidget *parent)
    : QLineEdit(parent)
    , m_reader(locale)
    , m_locale(locale)
    , m_warning(addAction(uicommon::icon(u"error"_s), LeadingPosition))
{
    setAccessibleName(label);
    m_warning->setVisible(false);
    QAction *calendar = addAction(uicommon::icon(u"calendar"_s), TrailingPosition);
    calendar->setText(tr("Choose a day"));
    calendar->setToolTip(calendar->text());
    connect(calendar, &QAction::triggered, this, &DateField::openCalendar);
    connect(this, &QLineEdit::textEdited, this, [this] {
        m_isTyping = true;
        m_isLeft = false;
        mark();
        Q_EMIT typed();
    });
    connect(this, &QLineEdit::editingFinished, this, &DateField::finish);
    const QString widest = m_locale.toString(QDate(2028, 12, 28), m_locale.dateFormat(QLocale::ShortFormat));
    setMinimumWidth(fontMetrics().horizontalAdvance(widest + u"00"_s) + 4 * fontMetrics().height());
}

void DateField::setDate(QDate date)
{
    m_isTyping = false;
    show(date);
}

// Short, with all digits of the year.
QString DateField::textOf(QDate date) const
{
    static const QRegularExpression twoDigits(u"\\byy\\b"_s);
    QString format = m_locale.dateFormat(QLocale::ShortFormat);
    return m_locale.toString(date, format.replace(twoDigits, u"yyyy"_s));
}

void DateField::show(QDate date)
{
    m_date = date;
    setText(date.isValid() ? textOf(date) : QString());
    setCursorPosition(0);
    mark();
}

Today DateField::today() const
{
    return { m_today.isValid() ? m_today : m_date, m_date };
}

QDate DateField::date() const
{
    return m_isTyping ? m_reader.read(text(), today()).value_or(m_date) : m_date;
}

bool DateField::isClear() const
{
    return m_isTyping ? m_reader.read(text(), today()).has_value() : m_date.isValid();
}

std::optional<QString> DateField::unclear() const
{
    return m_isTyping && !isClear() ? std::optional(text()) : std::nullopt;
}

void DateField::setUnclear(const QString &text, QDate date)
{
    m_date = date;
    m_isTyping = true;
    m_isLeft = true;
    setText(text);
    mark();
}

QString DateField::problem() const
{
    if (isClear() || (m_isTyping && !m_isLeft))
        return {};
    if (text().trimmed().isEmpty())
        return tr("A date is missing.");
    const QDate example = m_date.isValid() ? m_date : QDate(2030, 12, 24);
    return tr("“%1” is no date that is understood. Dates look like this: %2.")
        .arg(text().trimmed(), textOf(example));
}

void DateField::finish()
{
    if (!m_isTyping)
        return;
    if (const auto day = m_reader.read(text(), today()))
        return choose(*day);
    m_isLeft = true;
    mark();
    Q_EMIT typed();
}

void DateField::choose(QDate date)
{
    const bool isOther = date != m_date;
    m_isTyping = false;
    show(date);
    if (isOther)
        Q_EMIT dateChanged(date);
    else
        Q_EMIT typed(); // a mark may be gone
}

void DateField::setWrong(bool isWrong)
{
    m_isWrong = isWrong;
    mark();
}

void DateField::mark()
{
    const QString problem = this->problem();
    const QString text = problem.isEmpty() && m_isWrong ? tr("not valid") : problem;
    m_warning->setVisible(!problem.isEmpty());
    m_warning->setToolTip(text);
    setAccessibleDescription(text);
    QFont marked = font();
    marked.setItalic(!text.isEmpty());
    setFont(marked);
}

void DateField::openCalendar()
{
    finish();
    auto *popup = new QFrame(this, Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setFrameShape(QFrame::StyledPanel);
    auto *calendar = new QCalendarWidget(popup);
    uicommon::dress(*calendar, m_locale);
    calendar->setGridVisible(false);
    calendar->setAccessibleName(accessibleName());
    calendar->setSelectedDate(m_date.isValid() ? m_date : today().date);
    auto *column = new QVBoxLayout(popup);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(calendar);
    const auto take = [this, popup](QDate date) {
        popup->close();
        setFocus();
        choose(date);
    };
    connect(calendar, &QCalendarWidget::activated, this, take);
    connect(calendar, &QCalendarWidget::clicked, this, take);
    popup->adjustSize();
    const QPoint below = mapToGlobal(QPoint(isRightToLeft() ? width() - popup->width() : 0, height()));
    popup->move(below);
    popup->show();
    calendar->setFocus();
}

void DateField::keyPressEvent(QKeyEvent *event)
{
    const bool opens =
        event->key() == Qt::Key_F4 || (event->key() == Qt::Key_Down && event->modifiers() & Qt::AltModifier);
    if (opens)
        return openCalendar();
    const QDate from = date();
    if (from.isValid() && event->modifiers() == Qt::NoModifier) {
        switch (event->key()) {
        case Qt::Key_Up:
            return choose(from.addDays(1));
        case Qt::Key_Down:
            return choose(from.addDays(-1));
        case Qt::Key_PageUp:
            return choose(from.addMonths(1));
        case Qt::Key_PageDown:
            return choose(from.addMonths(-1));
        default:
            break;
        }
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace aria::when
