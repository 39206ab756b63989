// A month above the agenda, with a mark on each day that has events.
#pragma once

#include "uicommon/servicelink.h"
#include "uicommon/uiformat.h"

#include <QCalendarWidget>
#include <QTimer>

namespace aria::agenda {

// How many events there are on each day from `first` to before `end`, those that the person declined left out.
QHash<QDate, int> eventsByDay(
    const QList<service::EventView> &views, QDate first, QDate end, const uicommon::UiFormat &format);

// Asks the service only while it is visible.
class MonthStrip : public QCalendarWidget
{
    Q_OBJECT
public:
    MonthStrip(uicommon::ServiceLink &link, const uicommon::UiFormat &format, QWidget *parent = nullptr);

    void setHiddenCalendars(const QSet<QString> &ids);
    void follow(QDate day); // what the agenda shows now
    int eventsOn(QDate day) const { return m_marks.value(day); }

Q_SIGNALS:
    void dayChosen(QDate day); // by the person

protected:
    void paintCell(QPainter *painter, const QRect &rect, QDate date) const override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void load();
    void mark(const QHash<QDate, int> &marks);

    uicommon::ServiceLink &m_link;
    uicommon::UiFormat m_format;
    QSet<QString> m_hidden;
    QHash<QDate, int> m_marks;
    int m_generation = 0; // answers of earlier ones are ignored
    QTimer m_soon;
};

} // namespace aria::agenda
