// Says that everything here is made up, and leads to the person's own calendar.
#pragma once

#include <QFrame>

namespace aria::agenda {

class DemoBar : public QFrame
{
    Q_OBJECT
public:
    explicit DemoBar(QWidget *parent = nullptr);

Q_SIGNALS:
    void ownAccountWanted();
};

} // namespace aria::agenda
