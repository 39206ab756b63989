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
public:
    AnswerDialog(uicommon::ServiceLink &link, const service::EventView &view,
        const uicommon::UiFormat &format, const QDateTime &now, QWidget *parent = nullptr);

Q_SIGNALS:
    void answered(const aria::service::WriteOutcome &outcome);
};

} // namespace aria::invitation
