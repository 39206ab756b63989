#include "conflicts/sidecell.h"

#include "diff/markedlabel.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QRadioButton>

namespace aria::conflicts {

SideCell::SideCell(QWidget *parent)
    : QWidget(parent)
    , m_radio(new QRadioButton(this))
    , m_label(new diff::MarkedLabel(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_radio, 0, Qt::AlignTop);
    layout->addWidget(m_label, 1);
    m_label->setTextInteractionFlags(Qt::NoTextInteraction); // a click on the text is a click on the cell
}

void SideCell::setText(const QString &name, const QList<diff::Piece> &pieces, const QString &emptyText)
{
    m_label->setPieces(pieces, emptyText);
    m_radio->setAccessibleName(name);
    m_radio->setAccessibleDescription(m_label->accessibleName());
}

void SideCell::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) {
        m_radio->setFocus(Qt::MouseFocusReason);
        m_radio->click();
    }
    QWidget::mouseReleaseEvent(event);
}

} // namespace aria::conflicts
