// A day by its hours. Events are dragged to move them, and dragged at their lower edge to lengthen them.
#pragma once

#include "base/clock.h"
#include "dayview/dayblocks.h"
#include "uicommon/servicelink.h"

#include <QColor>
#include <QHash>
#include <QSet>
#include <QTimer>
#include <QWidget>

namespace aria::dayview {

// By keyboard: up and down choose an event, Alt with them moves it, Alt and Shift lengthen it, Enter opens it, Escape
// gives up a drag, left and right go to the days beside, the menu key offers what else can be done. Asks the service
// only while it is visible.
class DayGrid : public QWidget
{
    Q_OBJECT
public:
    DayGrid(uicommon::ServiceLink &link, Clock &clock, const uicommon::UiFormat &format,
        QWidget *parent = nullptr);

    void setDay(QDate day);
    QDate day() const { return m_day; }
    void setHiddenCalendars(const QSet<QString> &ids);
    void setReadOnlyCalendars(const QSet<QString> &ids) { m_readOnly = ids; }
    void setColors(const QHash<QString, QColor> &colors); // of calendars, by id
    void load(); // again; what was moved and not saved goes back

    const QList<Block> &blocks() const { return m_blocks; }
    QList<service::EventView> allDay() const; // have no place among the hours
    const service::EventView *chosenView() const; // null: none is
    void leaveOut(const service::EventKey &event); // or its whole series; until it is loaded again
    QRect rectOf(const Block &block) const;
    void choose(const service::EventKey &event);
    QSize sizeHint() const override;

Q_SIGNALS:
    void opened(const aria::service::EventView &view);
    void timesWanted(const aria::service::EventView &view, const aria::calendar::EventTime &start,
        const aria::calendar::EventTime &end);
    void refused(const QString &reason); // what may not be moved
    void dayWanted(QDate day);
    void menuWanted(const QPoint &position); // on the screen
    void shown(int y); // what is to be seen now
    void loaded();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;

private:
    enum class Grip { None, Body, Edge };
    Grip gripAt(const QPoint &position, qsizetype &block) const;
    Block dragged(const Block &block) const;
    void paintHours(QPainter &painter) const;
    void paintBlock(QPainter &painter, const Block &block, bool isChosen) const;
    QString whyNot(const service::EventView &view) const;
    void change(const Block &block, int moveBy, int lengthenBy);
    void step(int direction);
    void describe();
    void chooseAt(const QPoint &position);
    int hourHeight() const;
    int labelWidth() const;
    int yOf(int minute) const { return minute * hourHeight() / 60; }
    qsizetype chosen() const;

    uicommon::ServiceLink &m_link;
    Clock &m_clock;
    uicommon::UiFormat m_format;
    QDate m_day;
    QSet<QString> m_hidden;
    QSet<QString> m_readOnly;
    QHash<QString, QColor> m_colors;
    QList<service::EventView> m_views;
    QList<Block> m_blocks;
    service::EventKey m_chosen;
    Grip m_grip = Grip::None; // of the drag that is going on
    QPoint m_pressedAt;
    int m_draggedBy = 0; // minutes
    bool m_isDragging = false; // far enough to be meant
    int m_generation = 0; // answers of earlier ones are ignored
    QTimer m_soon;
};

} // namespace aria::dayview
