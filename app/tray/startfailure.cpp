#include "tray/startfailure.h"

#include "uicommon/screenroom.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::tray {

namespace {

// For people who do not read the program's own English sentence, which names paths and values.
QString kindOf(const Error &error)
{
    const QString &code = error.code;
    if (code == "bad_setting"_L1)
        return StartFailure::tr("A setting is wrong.");
    if (code == "schema_newer"_L1)
        return StartFailure::tr("The database was written by a newer version of this program.");
    if (code == "database_in_use"_L1)
        return StartFailure::tr("Another program uses the database.");
    if (code == "database_unreadable"_L1)
        return StartFailure::tr("The database cannot be opened.");
    if (code == "disk_full"_L1)
        return StartFailure::tr("There is no room left on the disk.");
    if (code == "credentials_unusable"_L1)
        return StartFailure::tr("The folder for the sign-in cannot be used.");
    if (code == "demo_failed"_L1)
        return StartFailure::tr("The demo could not be started.");
    return StartFailure::tr("The calendar service could not be started.");
}

} // namespace

StartFailure::StartFailure(QWidget *parent)
    : QDialog(parent)
    , m_reason(new QLabel(this))
{
    setWindowTitle(tr("The calendar does not start"));
    m_reason->setWordWrap(true);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *symbol = new QLabel(this);
    const int size = style()->pixelMetric(QStyle::PM_MessageBoxIconSize);
    symbol->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxCritical).pixmap(size));
    // However long it is, the buttons stay on the screen.
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_reason);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *buttons = new QDialogButtonBox(this);
    m_settings = buttons->addButton(tr("Open &settings"), QDialogButtonBox::ActionRole);
    QPushButton *retry = buttons->addButton(tr("&Try again"), QDialogButtonBox::ActionRole);
    QPushButton *quit = buttons->addButton(tr("&Quit"), QDialogButtonBox::RejectRole);
    retry->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addWidget(symbol, 0, Qt::AlignTop);
    row->addWidget(scroll, 1);
    auto *column = new QVBoxLayout(this);
    column->addLayout(row, 1);
    column->addWidget(buttons);
    resize(uicommon::boundedByScreen(*this, QSize(480, 200)));
    connect(m_settings, &QPushButton::clicked, this, &StartFailure::settingsWanted);
    connect(retry, &QPushButton::clicked, this, &StartFailure::retryWanted);
    connect(quit, &QPushButton::clicked, this, &StartFailure::quitWanted);
    connect(this, &QDialog::rejected, this, &StartFailure::closed);
}

void StartFailure::show(const Error &error, bool canOpenSettings)
{
    QString text = kindOf(error);
    if (!error.message.isEmpty())
        text += u"\n\n"_s + error.message;
    m_reason->setText(text);
    m_reason->setAccessibleName(text);
    setAccessibleDescription(text);
    m_settings->setEnabled(canOpenSettings);
    QDialog::show();
    raise();
    activateWindow();
}

} // namespace aria::tray
