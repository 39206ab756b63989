// A field for a day, in which people write the way they are used to.
#pragma once

#include "when/dayreader.h"

#include <QLineEdit>

namespace aria::when {

// What is typed is read when the field is left, and then stands there in the locale's own form. What is no day stays as
// it was typed and is marked. The button, Alt+Down and F4 open a calendar; arrows and page keys move by days and months.
class DateField : public QLineEdit
{
    Q_OBJECT
public:
    // label: for screen readers.
    DateField(const QLocale &locale, const QString &label, QWidget *parent = nullptr);

    // Without it the day that is shown completes what is typed ("24", "tomorrow").
    void setToday(QDate today) { m_today = today; }
    void setDate(QDate date);
    // What the text says; the last day that was clear if it says none.
    QDate date() const;
    bool isClear() const; // the text is a day
    bool isTyping() const { return m_isTyping; } // typed and not left yet
    std::optional<QString> unclear() const; // what was typed and is no day
    void setUnclear(const QString &text, QDate date); // as typed and left; date: the last that was clear
    QString problem() const; // one sentence; empty: none. A text that is being typed has none yet
    void finish(); // as leaving the field
    void setWrong(bool isWrong); // it does not fit the other fields
    void openCalendar();

Q_SIGNALS:
    void dateChanged(QDate date); // by the person, once the field is left or another day is chosen
    void typed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void choose(QDate date);
    void show(QDate date);
    QString textOf(QDate date) const;
    void mark();
    Today today() const;

    DayReader m_reader;
    QLocale m_locale;
    QDate m_today;
    QDate m_date;
    bool m_isTyping = false;
    bool m_isLeft = false; // with the text that stands there
    bool m_isWrong = false;
    QAction *m_warning;
};

} // namespace aria::when
