// The day view with its heading: which day it is, and buttons to the days before and after.
#pragma once

#include "dayview/alldaystrip.h"
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
    void setColors(const QHash<QString, QColor> &colors); // of calendars, by id
    const service::EventView *chosen() const; // in the part that was used last; null: none is
    void choose(const service::EventKey &event);
    void leaveOut(const service::EventKey &event) { m_grid->leaveOut(event); } // until it is loaded again

Q_SIGNALS:
    void dayWanted(QDate day); // by the person
    void opened(const aria::service::EventView &view);
    void menuWanted(const QPoint &position); // on the screen

private:
    void showHours();
    void takeOver(); // what is loaded

    Clock &m_clock;
    uicommon::UiFormat m_format;
    DayGrid *m_grid;
    AllDayStrip *m_strip;
    QScrollArea *m_scroll;
    QLabel *m_title;
    QDate m_placed; // the day for which the hours were scrolled to
};

} // namespace aria::dayview
