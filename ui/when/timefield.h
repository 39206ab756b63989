// A field for a time of day, in which people write the way they are used to.
#pragma once

#include "when/clockreader.h"

#include <QComboBox>

namespace aria::when {

// What is typed is read when the field is left, and then stands there in the locale's own form. What is no time stays as
// it was typed and is marked. The list offers every half hour; up and down move to the next one.
class TimeField : public QComboBox
{
    Q_OBJECT
public:
    // label: for screen readers.
    TimeField(const QLocale &locale, const QString &label, QWidget *parent = nullptr);

    void setTime(QTime time);
    // What the text says; the last time that was clear if it says none.
    QTime time() const;
    // "9" typed here is the nine o'clock after this time. Invalid: any.
    void setAfter(QTime after) { m_after = after; }
    bool isClear() const; // the text is a time
    bool isTyping() const { return m_isTyping; } // typed and not left yet
    bool endsTheDay() const; // the text is 24:00; time() is that of the next day
    std::optional<QString> unclear() const; // what was typed and is no time
    void setUnclear(const QString &text, QTime time); // as typed and left; time: the last that was clear
    QString problem() const; // one sentence; empty: none. A text that is being typed has none yet
    void finish(); // as leaving the field
    void setWrong(bool isWrong); // it does not fit the other fields

    void showPopup() override;

Q_SIGNALS:
    void timeChanged(QTime time); // by the person, once the field is left or another time is chosen
    void typed();
    void aboutToRead(); // what is typed is clear and the field was left; timeChanged() or typed() follows

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    std::optional<QTime> reading() const;
    void choose(QTime time);
    void show(QTime time);
    void mark();
    QString textOf(QTime time) const;

    ClockReader m_reader;
    QLocale m_locale;
    QTime m_time;
    QTime m_after;
    bool m_isTyping = false;
    bool m_isLeft = false; // with the text that stands there
    bool m_isWrong = false;
    QAction *m_warning;
};

} // namespace aria::when
