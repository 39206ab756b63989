// EventEditor: its parts and keys.
#include "editor/eventeditor.h"

#include "editor/eventfields.h"
#include "editor/newsline.h"
#include "invitation/answerbar.h"
#include "uicommon/screenroom.h"
#include "uicommon/shortcutlist.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::editor {

void EventEditor::buildLayout()
{
    m_scope->setWordWrap(true);
    m_scope->hide();
    m_loss->setWordWrap(true);
    m_loss->setTextFormat(Qt::PlainText);
    m_loss->hide();
    auto *column = new QVBoxLayout(m_content);
    column->addWidget(m_scope);
    column->addWidget(m_answer);
    column->addWidget(m_fields, 1);

    // On small screens the fields scroll; the buttons stay.
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setFrameShape(QFrame::StyledPanel);
    m_problem->setMargin(6);
    m_problem->setFocusPolicy(Qt::ClickFocus);
    m_problem->hide();
    auto *outer = new QVBoxLayout(this);
    outer->addWidget(scroll, 1);
    outer->addWidget(m_loss);
    outer->addWidget(m_news);
    outer->addWidget(m_problem);
    outer->addWidget(m_buttons);
    resize(uicommon::boundedByScreen(*this, QSize(500, 640)));
}

void EventEditor::addKeys()
{
    m_buttons->button(QDialogButtonBox::Save)->setText(tr("&Save"));
    connect(m_buttons, &QDialogButtonBox::accepted, this, &EventEditor::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &EventEditor::reject);
    for (const auto key : { Qt::Key_Return, Qt::Key_Enter }) {
        auto *save = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        connect(save, &QShortcut::activated, this, &EventEditor::accept);
    }
    uicommon::ShortcutList::openWithF1(this);
    connect(new QShortcut(QKeySequence::Save, this), &QShortcut::activated, this, &EventEditor::accept);
    // Enter in the line for guests adds one; it must not save half a list.
    m_buttons->button(QDialogButtonBox::Save)->setAutoDefault(false);
    m_buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
}

} // namespace aria::editor
