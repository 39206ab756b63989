#include "invitation/answerbar.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::invitation {

AnswerBar::AnswerBar(uicommon::ServiceLink &link, QWidget *parent)
    : QFrame(parent)
    , m_command(link)
    , m_host(new QLabel(this))
    , m_state(new QLabel(this))
    , m_note(new QLineEdit(this))
    , m_scope(new QComboBox(this))
    , m_mail(new QCheckBox(tr("Write a mail to the organizer"), this))
{
    setFrameShape(QFrame::StyledPanel);
    for (QLabel *label : { m_host, m_state }) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    QFont font = m_host->font();
    font.setBold(true);
    m_host->setFont(font);
    m_note->setPlaceholderText(tr("Note with the answer"));
    m_note->setAccessibleName(tr("Note with the answer"));
    m_note->setMaxLength(1000);
    m_scope->setAccessibleName(tr("The answer is for"));
    m_scope->addItem(tr("For this event only"), false);
    m_scope->addItem(tr("For all of the series"), true);

    auto *row = new QHBoxLayout;
    for (const Answer answer : { Answer::Yes, Answer::Maybe, Answer::No }) {
        auto *button = new QPushButton(labelOf(answer), this);
        button->setCheckable(true);
        button->setAutoDefault(false);
        m_buttons.insert(answer, button);
        connect(button, &QPushButton::clicked, this, [this, answer] { send(answer); });
        row->addWidget(button);
    }
    row->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 6);
    column->addWidget(m_host);
    column->addWidget(m_state);
    column->addWidget(m_scope);
    column->addWidget(m_note);
    column->addWidget(m_mail);
    column->addLayout(row);
    hide();

    // Enter after a note: the answer that is given already, now with it.
    connect(m_note, &QLineEdit::returnPressed, this, [this] {
        if (const auto answer = answerOf(m_view.event); answer && *answer != Answer::None)
            send(*answer);
    });
    connect(&m_command, &AnswerCommand::answered, this, [this](const service::WriteOutcome &outcome) {
        m_isSending = false;
        // Of the whole series it is told what this event of it says now.
        const QJsonValue guests = outcome.view.event.json().value("attendees"_L1);
        if (guests.isArray())
            m_view.event.set(u"attendees"_s, guests);
        showAnswer();
        QAccessibleEvent spoken(m_state, QAccessible::Alert);
        QAccessible::updateAccessibility(&spoken);
        Q_EMIT answered(outcome);
    });
    connect(&m_command, &AnswerCommand::failed, this, [this](const QString &message) {
        m_isSending = false;
        showAnswer();
        m_state->setText(tr("The answer was not sent: %1").arg(message));
    });
}

void AnswerBar::setEvent(const service::EventView &view)
{
    const bool isSame = m_view.key() == view.key() && noteOf(m_view.event) == noteOf(view.event);
    const bool isNew = m_view.key() != view.key();
    m_view = view;
    const auto answer = answerOf(view.event);
    setVisible(answer.has_value());
    if (!answer)
        return;
    const QString host = hostOf(view.event);
    m_host->setText(host.isEmpty() ? tr("You are invited") : tr("%1 invites you", "a person").arg(host));
    m_scope->setVisible(view.event.isException());
    if (isNew) // who has not answered yet most likely means all of them
        m_scope->setCurrentIndex(*answer == Answer::None ? 1 : 0);
    if (!isSame) // a note that is being typed stays
        m_note->setText(noteOf(view.event));
    showAnswer();
}

bool AnswerBar::isUnsaved() const
{
    return answerOf(m_view.event) && m_note->text().trimmed() != noteOf(m_view.event);
}

void AnswerBar::discardNote()
{
    m_note->setText(noteOf(m_view.event));
}

void AnswerBar::focusFirst()
{
    const Answer answer = answerOf(m_view.event).value_or(Answer::None);
    m_buttons.value(answer, m_buttons.value(Answer::Yes))->setFocus();
}

void AnswerBar::showAnswer()
{
    const Answer given = answerOf(m_view.event).value_or(Answer::None);
    m_state->setText(words(given));
    for (const auto &[answer, button] : m_buttons.asKeyValueRange())
        button->setChecked(answer == given);
}

void AnswerBar::send(Answer answer)
{
    if (m_isSending)
        return showAnswer();
    Reply reply{ answer, std::nullopt, m_view.event.isException() && m_scope->currentData().toBool(),
        m_mail->isChecked() };
    if (const QString note = m_note->text().trimmed(); note != noteOf(m_view.event))
        reply.note = note;
    m_isSending = true;
    m_state->setText(tr("Sending…", "an answer"));
    m_command.give(m_view, reply);
}

} // namespace aria::invitation
