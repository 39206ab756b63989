// What to do when both sides changed the same thing: four choices with an example each.
#pragma once

#include "base/settings.h"

#include <QWidget>

class QButtonGroup;

namespace aria::choices {

class StrategyChoice : public QWidget
{
    Q_OBJECT
public:
    explicit StrategyChoice(QWidget *parent = nullptr);

    ConflictStrategy strategy() const;
    void setStrategy(ConflictStrategy strategy);

Q_SIGNALS:
    void changed(); // by the person

private:
    void add(ConflictStrategy strategy, const QString &name, const QString &example);

    QButtonGroup *m_group;
};

} // namespace aria::choices
