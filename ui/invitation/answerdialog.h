// The answer to one invitation, with a note, in a window of its own.
#pragma once

#include "invitation/invitation.h"
#include "uicommon/servicelink.h"
#include "uicommon/uiformat.h"

#include <QDialog>

namespace aria::invitation {

class AnswerBar;

// Lives on the UI thread. Closes when the service has taken the answer.
class AnswerDialog : public QDialog
{
    Q_OBJECT
    Q_PROPERTY(bool isUnsaved READ isUnsaved)
public:
    AnswerDialog(uicommon::ServiceLink &link, const service::EventView &view,
        const uicommon::UiFormat &format, const QDateTime &now, QWidget *parent = nullptr);

    bool isUnsaved() const; // a note is typed and not sent
    void reject() override; // asks if it would be lost

Q_SIGNALS:
    void answered(const aria::service::WriteOutcome &outcome);

private:
    AnswerBar *m_bar;
};

} // namespace aria::invitation
