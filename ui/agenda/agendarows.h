// The agenda as rows: days as sections, events below them. Pure.
#pragma once

#include "service/types.h"
#include "uicommon/uiformat.h"

namespace aria::agenda {

struct AgendaRow
{
    enum class Kind { Day, Event, Nothing }; // Nothing: a day that is shown although it has no events (today)
    Kind kind = Kind::Day;
    QDate day;
    QString key; // the same event on the same day has the same key in every list

    // Of an event:
    service::EventView view;
    QDateTime start; // UTC; midnight of the date in the person's zone for all-day events
    QDateTime end;
    bool isAllDay = false;
    int dayNumber = 1; // of an event over several days
    int dayCount = 1;
    QString startText; // "14:00"; "" on a day it has begun before
    QString endText;
    QString secondLine; // place, guests; may be empty
    bool isDeclined = false;
    bool isUnanswered = false; // somebody invites the person
    bool isOver = false;
    bool isRunning = false;
    bool isNext = false; // the next one to begin
    bool isNowAbove = false; // the line that says "now" lies above this row
    bool isNowBelow = false; // or below it: the day's last row
};

struct AgendaSpan
{
    QDate first; // of the days shown
    QDate end; // the day after the last one
};

// `filter`: only events that contain each of its words in title, place, notes or guests; empty: all. Events in
// `hidden` are left out.
QList<AgendaRow> agendaRows(const QList<service::EventView> &views, const AgendaSpan &span,
    const QDateTime &now, const uicommon::UiFormat &format, const QString &filter,
    const QSet<service::EventKey> &hidden);

// Whether the person declined it.
bool isDeclined(const calendar::Event &event);

// The whole event in one sentence, for screen readers.
QString spokenText(const AgendaRow &row, QDate today, const uicommon::UiFormat &format);

} // namespace aria::agenda
