#include "editor/newsline.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace aria::editor {

NewsLine::NewsLine(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_mine(new QPushButton(tr("&Keep mine", "one's own wording of an event"), this))
    , m_theirs(new QPushButton(tr("Take t&heirs", "the wording of an event from elsewhere"), this))
    , m_new(new QPushButton(tr("Make it a ne&w event"), this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->addStretch();
    for (QPushButton *button : { m_mine, m_theirs, m_new }) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 4);
    column->addWidget(m_text);
    column->addLayout(row);
    connect(m_mine, &QPushButton::clicked, this, &NewsLine::mineWanted);
    connect(m_theirs, &QPushButton::clicked, this, &NewsLine::theirsWanted);
    connect(m_new, &QPushButton::clicked, this, &NewsLine::newWanted);
    hide();
}

void NewsLine::tell(const QString &text)
{
    for (QPushButton *button : { m_mine, m_theirs, m_new })
        button->hide();
    open(text);
}

void NewsLine::askWhose(const QString &text)
{
    m_mine->show();
    m_theirs->show();
    m_new->hide();
    open(text);
}

void NewsLine::askWhetherNew(const QString &text)
{
    m_mine->hide();
    m_theirs->hide();
    m_new->show();
    open(text);
}

void NewsLine::open(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
    show();
    QAccessibleEvent spoken(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
}

} // namespace aria::editor
