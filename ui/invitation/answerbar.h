// "Anna invites you": yes, maybe or no, with a note, for this event or its series.
#pragma once

#include "invitation/answercommand.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace aria::invitation {

// Lives on the UI thread. Hidden where there is nothing to answer. Shows what is being sent, and why it was refused.
class AnswerBar : public QFrame
{
    Q_OBJECT
public:
    explicit AnswerBar(uicommon::ServiceLink &link, QWidget *parent = nullptr);

    void setEvent(const service::EventView &view);
    bool isUnsaved() const; // a note is typed and not sent
    void discardNote();
    void focusFirst(); // the button of the present answer

Q_SIGNALS:
    void answered(const aria::service::WriteOutcome &outcome);

private:
    void send(Answer answer);
    void showAnswer();

    AnswerCommand m_command;
    service::EventView m_view;
    bool m_isSending = false; // the buttons keep the focus meanwhile
    QLabel *m_host;
    QLabel *m_state;
    QMap<Answer, QPushButton *> m_buttons; // in no group: arrows must not answer
    QLineEdit *m_note;
    QComboBox *m_scope;
    QCheckBox *m_mail;
};

} // namespace aria::invitation
