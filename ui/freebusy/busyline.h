// A quiet line below the guests: who is busy at the chosen time, and the next time at which all are free.
#pragma once

#include "freebusy/busywatch.h"
#include "uicommon/uiformat.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace aria::freebusy {

struct Person
{
    QString id; // of the calendar; a guest's is the address
    QString name; // empty: the person who reads it
};

// What is being planned.
struct Plan
{
    QList<Person> people; // without guests: nobody is asked about
    BusySpan chosen;
    std::optional<BusySpan> own; // when it takes place so far; it is no reason to be busy
    bool isAllDay = false;
};

// Lives on the UI thread; the references outlive it. Hidden while there is nothing to say.
class BusyLine : public QWidget
{
    Q_OBJECT
public:
    BusyLine(uicommon::ServiceLink &link, const Clock &clock, const uicommon::UiFormat &format,
        QWidget *parent = nullptr);

    void follow(const Plan &plan);

Q_SIGNALS:
    void timeWanted(const QDateTime &start, const QDateTime &end); // the person chose it

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void tell();
    void fitButton();
    QString text() const;
    QString nameOf(const QString &id) const;
    QString timesOf(const QList<BusySpan> &spans) const;
    QList<BusyTimes> times() const; // of others than the event itself

    const Clock &m_clock;
    uicommon::UiFormat m_format;
    Plan m_plan;
    BusyWatch m_watch;
    std::optional<BusySpan> m_next;
    QString m_takeTime; // that of m_next, in words
    QLabel *m_text;
    QPushButton *m_take;
};

} // namespace aria::freebusy
