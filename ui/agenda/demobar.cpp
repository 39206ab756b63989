#include "agenda/demobar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace aria::agenda {

DemoBar::DemoBar(QWidget *parent)
    : QFrame(parent)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    auto *text =
        new QLabel(tr("This is a demo. All events are made up; your own calendar is not touched."), this);
    text->setForegroundRole(QPalette::ToolTipText);
    text->setWordWrap(true);
    auto *own = new QPushButton(tr("Use my &own account"), this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(text, 1);
    row->addWidget(own);
    connect(own, &QPushButton::clicked, this, &DemoBar::ownAccountWanted);
}

} // namespace aria::agenda
