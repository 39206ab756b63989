// The top of the agenda: today's date, and a quiet line that turns into the one thing to do.
#pragma once

#include "base/clock.h"
#include "uicommon/serviceactions.h"
#include "uicommon/statusline.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace aria::agenda {

class StatusHeader : public QWidget
{
    Q_OBJECT
public:
    StatusHeader(const uicommon::StatusWatch &watch, uicommon::ServiceActions &actions, Clock &clock,
        const uicommon::UiFormat &format, QWidget *parent = nullptr);

    void refresh();

private:
    void act();

    const uicommon::StatusWatch &m_watch;
    uicommon::ServiceActions &m_actions;
    Clock &m_clock;
    uicommon::UiFormat m_format;
    uicommon::Condition m_condition = uicommon::Condition::Starting;
    QLabel *m_date;
    QLabel *m_text;
    QPushButton *m_action;
    QProgressBar *m_progress;
};

} // namespace aria::agenda
