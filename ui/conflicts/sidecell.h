// One side's value of a field, to be chosen.
#pragma once

#include "diff/worddiff.h"

#include <QWidget>

class QRadioButton;

namespace aria::diff {
class MarkedLabel;
}

namespace aria::conflicts {

// A radio button with the marked text beside it; a click anywhere chooses it.
class SideCell : public QWidget
{
    Q_OBJECT
public:
    explicit SideCell(QWidget *parent = nullptr);

    // `name` tells field and side to screen readers: "Title from ARIA".
    void setText(const QString &name, const QList<diff::Piece> &pieces, const QString &emptyText);

    QRadioButton *radio() const { return m_radio; }
    diff::MarkedLabel *label() const { return m_label; }

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    QRadioButton *m_radio;
    diff::MarkedLabel *m_label;
};

} // namespace aria::conflicts
