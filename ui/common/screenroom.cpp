#include "uicommon/screenroom.h"

#include <QLayout>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

namespace aria::uicommon {

namespace {

constexpr QSize frame(16, 48); // a title bar and borders, as window managers have them

} // namespace

QSize boundedByScreen(const QWidget &window, QSize wanted)
{
    const QScreen *screen = window.screen();
    return screen ? wanted.boundedTo(screen->availableGeometry().size() - frame) : wanted;
}

void makeScrollable(QWidget &widget)
{
    auto *inner = new QWidget;
    inner->setLayout(widget.layout()); // takes the widgets along
    auto *scroll = new QScrollArea(&widget);
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *column = new QVBoxLayout(&widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
}

} // namespace aria::uicommon
