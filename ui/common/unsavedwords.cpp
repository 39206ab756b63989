#include "uicommon/unsavedwords.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

bool isUnsaved(const QWidget &window)
{
    return window.property("isUnsaved").toBool();
}

void askToDiscard(QWidget &window, const std::function<void()> &discard)
{
    const QString name = u"discardQuestion"_s;
    if (auto *asked = window.findChild<QMessageBox *>(name); asked && asked->isVisible())
        return asked->activateWindow();
    auto *box = new QMessageBox(QMessageBox::Question, window.windowTitle(),
        QCoreApplication::translate("aria::uicommon::UnsavedWords", "Discard what you changed?"),
        QMessageBox::Discard | QMessageBox::Cancel, &window);
    box->setObjectName(name);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(box->button(QMessageBox::Discard), &QAbstractButton::clicked, &window, discard);
    box->open();
}

} // namespace aria::uicommon
