// Where the events of a day are placed, and what moving and lengthening them means. Pure.
#pragma once

#include "service/types.h"
#include "uicommon/uiformat.h"

namespace aria::dayview {

constexpr int minutesOfDay = 24 * 60;
constexpr int step = 15; // minutes; what is moved comes to stand on one

struct Block
{
    service::EventView view;
    int start = 0; // minutes of the day, by the person's clock
    int end = 0; // at least one step later
    bool beginsBefore = false; // on an earlier day
    bool endsAfter = false;
    int column = 0; // of those beside each other
    int columns = 1;
};

// By their start. All-day events have no place among the hours.
QList<Block> blocksOf(const QList<service::EventView> &views, QDate day, const uicommon::UiFormat &format);

// By the person whose calendar it is.
bool isDeclined(const calendar::Event &event);

struct Times
{
    calendar::EventTime start;
    calendar::EventTime end;
};

// The event moved by so many minutes of wall time; it lasts as long as before.
Times moved(const calendar::Event &event, int minutes, const uicommon::UiFormat &format);
// The event ending so many minutes later, but at least one step after it starts.
Times lengthened(const calendar::Event &event, int minutes);

} // namespace aria::dayview
