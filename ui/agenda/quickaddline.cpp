#include "agenda/quickaddline.h"

#include "uicommon/icons.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::agenda {

QuickAddLine::QuickAddLine(Clock &clock, const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_format(format)
    , m_edit(new QLineEdit(this))
    , m_understood(new QLabel(this))
{
    m_edit->setPlaceholderText(
        tr("Add: Lunch with Anna tomorrow 12:30", "example; words the program understands"));
    m_edit->setAccessibleName(tr("Quick add"));
    m_edit->addAction(uicommon::icon(u"add"_s), QLineEdit::LeadingPosition);
    m_edit->setClearButtonEnabled(true);
    m_understood->setTextFormat(Qt::PlainText);
    m_understood->setWordWrap(true);
    m_understood->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_understood);
    column->addWidget(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &QuickAddLine::show);
    connect(m_edit, &QLineEdit::returnPressed, this, &QuickAddLine::enter);
}

void QuickAddLine::give(const QString &text)
{
    if (m_edit->text().isEmpty())
        m_edit->setText(text);
}

void QuickAddLine::show(const QString &text)
{
    const QDateTime now = m_clock.nowUtc();
    const QuickEvent event = readQuickEvent(text, now, m_format.zone, m_format.locale);
    const QString when = m_format.span(event.start, event.end, m_format.today(now));
    QString sentence;
    if (event.title.isEmpty())
        sentence = text.trimmed().isEmpty()
            ? QString()
            : tr("%1: and what?", "%1 is a time; the title is missing").arg(when);
    else if (event.place.isEmpty())
        sentence = tr("%1 · %2", "title and time of a new event").arg(event.title, when);
    else
        sentence =
            tr("%1 · %2 · %3", "title, time and place of a new event").arg(event.title, when, event.place);
    m_understood->setText(sentence);
    m_understood->setVisible(!sentence.isEmpty());
    m_edit->setAccessibleDescription(sentence);
}

void QuickAddLine::enter()
{
    const QString line = m_edit->text();
    const QuickEvent event = readQuickEvent(line, m_clock.nowUtc(), m_format.zone, m_format.locale);
    if (event.title.isEmpty())
        return;
    service::CreateRequest request;
    request.content.title = event.title;
    if (!event.place.isEmpty())
        request.content.location = event.place;
    request.content.start = event.start;
    request.content.end = event.end;
    m_edit->clear();
    Q_EMIT entered(request, line);
}

} // namespace aria::agenda
