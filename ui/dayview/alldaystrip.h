// Shows what lasts all day, in a strip above the hours.
#pragma once

#include "service/types.h"

#include <QColor>
#include <QHash>
#include <QListWidget>

namespace aria::dayview {

// Works by keyboard like any list; left and right go to the days before and after. Hidden if there is nothing to show.
class AllDayStrip : public QListWidget
{
    Q_OBJECT
public:
    explicit AllDayStrip(QWidget *parent = nullptr);

    void setColors(const QHash<QString, QColor> &colors); // of calendars, by id
    void setEvents(const QList<service::EventView> &views); // the one that was chosen stays so
    const service::EventView *chosen() const; // null: none is
    void choose(const service::EventKey &event);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return { 0, sizeHint().height() }; }

Q_SIGNALS:
    void opened(const aria::service::EventView &view);
    void sideWanted(bool isForward); // the day before or after

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fill();

    QHash<QString, QColor> m_colors;
    QList<service::EventView> m_views;
};

} // namespace aria::dayview
