// Where the parts of an event's row are. Pure: the delegate paints with it, and tests check it.
#pragma once

#include <QFontMetrics>
#include <QRect>

namespace aria::agenda {

struct RowContent
{
    bool hasSecondLine = false;
    int marks = 0; // small symbols behind the title
    int joinWidth = 0; // of the button; 0: there is none
    int timeWidth = 0; // of the widest time
};

struct RowGeometry
{
    QRect bar; // of the calendar's colour
    QRect time; // one line a time
    QRect title;
    QRect secondLine; // empty where there is none
    QList<QRect> marks; // fewer than asked for where there is no room
    QRect join; // empty where there is none
};

// Inside `row`, mirrored if `direction` is right-to-left.
RowGeometry rowGeometry(
    const QRect &row, const QFontMetrics &metrics, Qt::LayoutDirection direction, const RowContent &content);

int rowHeight(const QFontMetrics &metrics);
int dayHeight(const QFontMetrics &metrics); // of the line above a day

} // namespace aria::agenda
