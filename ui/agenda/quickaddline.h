// The line at the bottom: turns words into an event, and shows what it understood before Enter is pressed.
#pragma once

#include "base/clock.h"
#include "service/types.h"
#include "uicommon/uiformat.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace aria::phrase {
struct Phrase;
}

namespace aria::uicommon {
class CalendarBook;
class CalendarBox;
} // namespace aria::uicommon

namespace aria::agenda {

class QuickAddLine : public QWidget
{
    Q_OBJECT
public:
    QuickAddLine(Clock &clock, const uicommon::UiFormat &format, QWidget *parent = nullptr);

    // Shows in which calendar it goes where there is a choice. Outlives the line.
    void setCalendars(uicommon::CalendarBook &calendars);

    QLineEdit *edit() const { return m_edit; }
    QWidget *calendarField() const; // behind it in the order of the keyboard
    // Back into the line, where it could not be added; false: another one is being typed, and after that it comes back.
    bool give(const QString &text);
    QString quoted(const QString &text) const;
    // What is being typed, and what waits to come back.
    QStringList lines() const;
    void setLines(const QStringList &lines);

Q_SIGNALS:
    void entered(const aria::service::CreateRequest &request, const QString &line);
    // To be looked at in the editor first.
    void editorWanted(const aria::service::CreateRequest &request);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QString sentenceFor(const phrase::Phrase &phrase) const;
    phrase::Phrase read() const;
    service::CreateRequest requestFor(const phrase::Phrase &phrase) const;
    void show(const QString &text);
    void bringBack();
    void enter();
    void openEditor();

    Clock &m_clock;
    uicommon::UiFormat m_format;
    uicommon::CalendarBook *m_calendars = nullptr;
    uicommon::CalendarBox *m_calendar;
    QLineEdit *m_edit;
    QLabel *m_understood;
    QLabel *m_doubts; // what could be meant otherwise
    QStringList m_refused; // until the line is free
};

} // namespace aria::agenda
