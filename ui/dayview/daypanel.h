// The day view with its heading: which day it is, and the way to the days beside it.
#pragma once

#include "dayview/daygrid.h"

class QLabel;
class QScrollArea;
class QToolButton;

namespace aria::dayview {

class DayPanel : public QWidget
{
    Q_OBJECT
public:
    DayPanel(uicommon::ServiceLink &link, Clock &clock, const uicommon::UiFormat &format,
        QWidget *parent = nullptr);

    DayGrid &grid() { return *m_grid; }
    void setDay(QDate day);

Q_SIGNALS:
    void dayWanted(QDate day); // by the person

private:
    void showHours();

    Clock &m_clock;
    uicommon::UiFormat m_format;
    DayGrid *m_grid;
    QScrollArea *m_scroll;
    QLabel *m_title;
    QDate m_placed; // the day for which the hours were scrolled to
};

} // namespace aria::dayview
