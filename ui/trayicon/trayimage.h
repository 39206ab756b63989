// The picture in the panel: a calendar leaf with today's date, and a badge if something needs a person.
#pragma once

#include "uicommon/statusline.h"

#include <QIcon>

namespace aria::trayicon {

// What distinguishes one picture from another. A value.
struct TrayFace
{
    // Each has a shape of its own, so that nobody has to tell colours apart.
    enum class Badge { None, Syncing, Count, Question, SignIn, Pause, Alert };
    Badge badge = Badge::None;
    int count = 0; // of Count; shown up to 9
    bool isDimmed = false;
    int dayOfMonth = 1;

    friend bool operator==(const TrayFace &, const TrayFace &) = default;
};

TrayFace faceFor(const uicommon::ConditionView &condition, QDate today);

QIcon trayIcon(const TrayFace &face);
// size: in device pixels.
QPixmap trayPixmap(const TrayFace &face, int size);

} // namespace aria::trayicon
