#include "agenda/undobar.h"

#include "diff/direction.h"
#include "invitation/invitation.h"
#include "uicommon/icons.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace aria::agenda {

namespace {

constexpr std::chrono::seconds lifetime{ 10 };

} // namespace

UndoBar::UndoBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_button(new QPushButton(uicommon::icon(u"undo"_s), tr("&Undo"), this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto *close = new QToolButton(this);
    close->setIcon(uicommon::icon(u"close"_s));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Dismiss", "closes a message"));
    close->setToolTip(close->accessibleName());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 4, 4);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    row->addWidget(close);
    m_end.setSingleShot(true);
    const auto end = [this] {
        m_edit.reset();
        hide();
    };
    connect(&m_end, &QTimer::timeout, this, end);
    connect(close, &QToolButton::clicked, this, end);
    connect(m_button, &QPushButton::clicked, this, &UndoBar::undo);
    hide();
}

void UndoBar::offer(const Undoable &edit, bool pushed)
{
    m_edit = edit;
    m_button->show();
    const QString title = diff::isolated(edit.title, {});
    QString text;
    switch (edit.kind) {
    case Undoable::Kind::Created:
        text = tr("Added “%1”.", "an event").arg(title);
        break;
    case Undoable::Kind::Updated:
        text = tr("Changed “%1”.", "an event").arg(title);
        break;
    case Undoable::Kind::Answered:
        text = invitation::words(invitation::answerOf(edit.before.event).value_or(invitation::Answer::None));
        text = tr("%1: %2", "an event, the answer to its invitation").arg(title, text);
        break;
    case Undoable::Kind::Deleted:
        text = tr("Deleted “%1”.", "an event").arg(title);
        break;
    case Undoable::Kind::UpdatedFollowing:
        text = tr("Changed “%1” and all that follow.", "an event").arg(title);
        break;
    case Undoable::Kind::DeletedFollowing:
        text = tr("Deleted “%1” and all that follow.", "an event").arg(title);
        break;
    case Undoable::Kind::Moved:
        text = edit.isChangedToo ? tr("Changed “%1” and moved it to another calendar.", "an event").arg(title)
                                 : tr("Moved “%1” to another calendar.", "an event").arg(title);
        break;
    }
    if (edit.isInConflict)
        text += u' ' + tr("It was changed in Google, too: please decide which version to keep.");
    else if (!pushed)
        text += u' ' + tr("Google gets it later.");
    open(text);
}

void UndoBar::say(const QString &message)
{
    m_edit.reset();
    m_button->hide();
    open(message);
}

void UndoBar::undo()
{
    if (!m_edit)
        return;
    const Undoable edit = *std::exchange(m_edit, std::nullopt);
    m_end.stop();
    hide();
    Q_EMIT undoRequested(edit);
}

void UndoBar::open(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
    show();
    m_end.start(lifetime);
    QAccessibleEvent spoken(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
}

} // namespace aria::agenda
