#include "agenda/quickaddline.h"

#include "diff/direction.h"
#include "diff/recurrencewords.h"
#include "phrase/phrase.h"
#include "uicommon/calendarbox.h"
#include "uicommon/icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::agenda {

using phrase::Phrase;

QuickAddLine::QuickAddLine(Clock &clock, const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_format(format)
    , m_calendar(new uicommon::CalendarBox(this))
    , m_edit(new QLineEdit(this))
    , m_understood(new QLabel(this))
    , m_doubts(new QLabel(this))
{
    m_edit->setPlaceholderText(
        tr("Add: Lunch with Anna tomorrow %1", "example; words the program understands, %1: half past twelve")
            .arg(m_format.locale.toString(QTime(12, 30), QLocale::ShortFormat)));
    m_edit->setAccessibleName(tr("Quick add"));
    QAction *sign = m_edit->addAction(uicommon::icon(u"add"_s), QLineEdit::LeadingPosition);
    sign->setText(m_edit->accessibleName());
    m_edit->setClearButtonEnabled(true);
    m_edit->installEventFilter(this);
    m_understood->setObjectName(u"understood"_s);
    m_doubts->setObjectName(u"doubts"_s);
    QFont italic = font();
    italic.setItalic(true);
    m_doubts->setFont(italic);
    for (QLabel *label : { m_understood, m_doubts }) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->hide();
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_understood);
    column->addWidget(m_doubts);
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_edit, 1);
    row->addWidget(m_calendar);
    column->addLayout(row);
    m_calendar->setMinimumContentsLength(5); // the colour says which; the list has the whole names
    m_calendar->setAccessibleName(tr("Calendar of the new event"));
    m_calendar->hide();
    const auto follow = [this] {
        m_calendar->setVisible(m_calendar->isAChoice());
        m_calendar->setToolTip(m_calendar->currentText());
    };
    connect(m_calendar, &uicommon::CalendarBox::choicesChanged, this, follow);
    connect(m_calendar, &QComboBox::activated, this, [this, follow] {
        m_calendars->setTarget(m_calendar->shown());
        follow();
    });
    connect(m_edit, &QLineEdit::textChanged, this, &QuickAddLine::show);
    connect(m_edit, &QLineEdit::returnPressed, this, &QuickAddLine::enter);
}

void QuickAddLine::setCalendars(uicommon::CalendarBook &calendars)
{
    m_calendars = &calendars;
    m_calendar->setBook(calendars);
}

QWidget *QuickAddLine::calendarField() const
{
    return m_calendar;
}

bool QuickAddLine::give(const QString &text)
{
    m_refused.append(text);
    if (!m_edit->text().trimmed().isEmpty())
        return false;
    bringBack();
    return m_refused.isEmpty();
}

void QuickAddLine::bringBack()
{
    if (m_edit->text().trimmed().isEmpty() && !m_refused.isEmpty())
        m_edit->setText(m_refused.takeFirst());
}

QString QuickAddLine::quoted(const QString &text) const
{
    return tr("“%1”", "words of a person").arg(diff::isolated(text, m_format));
}

QStringList QuickAddLine::lines() const
{
    QStringList lines{ m_edit->text() };
    lines += m_refused;
    lines.removeIf([](const QString &line) { return line.trimmed().isEmpty(); });
    return lines;
}

void QuickAddLine::setLines(const QStringList &lines)
{
    m_refused = lines;
    bringBack();
}

Phrase QuickAddLine::read() const
{
    return phrase::readPhrase(m_edit->text(), m_clock.nowUtc(), m_format.zone, m_format.locale);
}

QString QuickAddLine::sentenceFor(const Phrase &phrase) const
{
    if (m_edit->text().trimmed().isEmpty())
        return {};
    const QString when = m_format.span(phrase.start, phrase.end, m_format.today(m_clock.nowUtc()));
    if (phrase.title.isEmpty())
        return tr("%1: and what?", "%1 is a time; the title is missing").arg(when);
    QString sentence =
        tr("%1 · %2", "title and time of a new event").arg(diff::isolated(phrase.title, m_format), when);
    if (!phrase.recurrence.isEmpty())
        sentence = tr("%1 · %2", "what is known of a new event, and how it repeats")
                       .arg(sentence, diff::recurrenceText(phrase.recurrence, m_format));
    if (!phrase.place.isEmpty())
        sentence = tr("%1 · %2", "what is known of a new event, and its place")
                       .arg(sentence, diff::isolated(phrase.place, m_format));
    return sentence;
}

void QuickAddLine::show(const QString &)
{
    const Phrase phrase = read();
    const QString sentence = sentenceFor(phrase);
    m_understood->setText(sentence);
    m_understood->setVisible(!sentence.isEmpty());
    QStringList doubts;
    for (const QString &words : phrase.doubts)
        doubts.append(quoted(words));
    const QString question = sentence.isEmpty() || doubts.isEmpty()
        ? QString()
        : tr("Is %1 meant so? Alt+Enter opens the editor.", "%1 are words of a person")
              .arg(m_format.locale.createSeparatedList(doubts));
    m_doubts->setText(question);
    m_doubts->setVisible(!question.isEmpty());
    m_edit->setAccessibleDescription(question.isEmpty() ? sentence : sentence + u' ' + question);
}

service::CreateRequest QuickAddLine::requestFor(const Phrase &phrase) const
{
    service::CreateRequest request;
    request.content.title = phrase.title;
    if (!phrase.place.isEmpty())
        request.content.location = phrase.place;
    if (!phrase.recurrence.isEmpty())
        request.content.recurrence = phrase.recurrence;
    request.content.start = phrase.start;
    request.content.end = phrase.end;
    request.calendarId = m_calendar->shown();
    return request;
}

void QuickAddLine::enter()
{
    const QString line = m_edit->text();
    const Phrase phrase = read();
    if (phrase.title.isEmpty())
        return;
    m_edit->clear();
    Q_EMIT entered(requestFor(phrase), line);
    bringBack();
}

void QuickAddLine::openEditor()
{
    const service::CreateRequest request = requestFor(read());
    m_edit->clear();
    Q_EMIT editorWanted(request);
    bringBack();
}

bool QuickAddLine::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && key->modifiers() & Qt::AltModifier) {
            openEditor();
            return true;
        }
    }
    if (event->type() == QEvent::FocusOut)
        bringBack(); // emptied, and nothing else was begun
    return QWidget::eventFilter(watched, event);
}

} // namespace aria::agenda
