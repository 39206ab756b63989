#include "invitation/answerdialog.h"

#include "invitation/answerbar.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace aria::invitation {

AnswerDialog::AnswerDialog(uicommon::ServiceLink &link, const service::EventView &view,
    const uicommon::UiFormat &format, const QDateTime &now, QWidget *parent)
    : QDialog(parent)
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
    auto *bar = new AnswerBar(link, this);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    auto *column = new QVBoxLayout(this);
    column->addWidget(title);
    column->addWidget(when);
    column->addWidget(bar);
    column->addStretch();
    column->addWidget(buttons);
    bar->setEvent(view);
    bar->focusFirst();
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(bar, &AnswerBar::answered, this, [this](const service::WriteOutcome &outcome) {
        Q_EMIT answered(outcome);
        accept();
    });
}

} // namespace aria::invitation
