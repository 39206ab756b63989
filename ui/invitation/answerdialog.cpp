#include "invitation/answerdialog.h"

#include "invitation/answerbar.h"
#include "uicommon/unsavedwords.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace aria::invitation {

AnswerDialog::AnswerDialog(uicommon::ServiceLink &link, const service::EventView &view,
    const uicommon::UiFormat &format, const QDateTime &now, QWidget *parent)
    : QDialog(parent)
    , m_bar(new AnswerBar(link, this))
{
    setWindowTitle(tr("Answer an invitation"));
    auto *title = new QLabel(uicommon::titleOf(view.event), this);
    auto *when = new QLabel(format.span(view.event.start(), view.event.end(), format.today(now)), this);
    for (QLabel *label : { title, when }) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    QFont font = title->font();
    font.setBold(true);
    title->setFont(font);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    auto *column = new QVBoxLayout(this);
    column->addWidget(title);
    column->addWidget(when);
    column->addWidget(m_bar);
    column->addStretch();
    column->addWidget(buttons);
    m_bar->setEvent(view);
    m_bar->focusFirst();
    connect(buttons, &QDialogButtonBox::rejected, this, &AnswerDialog::reject);
    connect(m_bar, &AnswerBar::answered, this, [this](const service::WriteOutcome &outcome) {
        Q_EMIT answered(outcome);
        accept();
    });
}

bool AnswerDialog::isUnsaved() const
{
    return m_bar->isUnsaved();
}

void AnswerDialog::reject()
{
    if (!isUnsaved())
        return QDialog::reject();
    uicommon::askToDiscard(*this, [this] { QDialog::reject(); });
}

} // namespace aria::invitation
