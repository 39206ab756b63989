#include "diff/heading.h"

#include <QLabel>

namespace aria::diff {

QLabel *makeHeading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    // Qt would use the direction of the text's script, which may differ from the window's ("ARIA", "Google").
    label->setAlignment(
        (label->isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace aria::diff
