#include "signin/clientfilepage.h"

#include "signin/assistant.h"
#include "signin/clientguide.h"
#include "signin/signinwords.h"
#include "uicommon/icons.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGroupBox>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::signin {

using service::ClientFileCheck;

namespace {

QString fileIn(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

} // namespace

ClientFilePage::ClientFilePage(const QString &credentialsDir, QWidget *parent)
    : QWizardPage(parent)
    , m_credentialsDir(credentialsDir)
    , m_choose(new QPushButton(uicommon::icon(u"open"_s), tr("&Choose client_secrets.json…"), this))
    , m_mark(new QLabel(this))
    , m_message(new QLabel(this))
{
    setTitle(tr("Who you are to Google"));
    setSubTitle(tr(
        "Your calendar is reached with a key of your own, which Google gives you as a file. Nobody else is "
        "in between."));
    setAcceptDrops(true);

    auto *target = new QGroupBox(tr("Drop the file anywhere here"), this);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    auto *verdict = new QHBoxLayout;
    verdict->addWidget(m_mark, 0, Qt::AlignTop);
    verdict->addWidget(m_message, 1);
    auto *inside = new QVBoxLayout(target);
    inside->addWidget(m_choose, 0, Qt::AlignLeading);
    inside->addLayout(verdict);

    auto *guide = new QGroupBox(tr("Where it comes from"), this);
    auto *guided = new QVBoxLayout(guide);
    guided->addWidget(new ClientGuide(guide));

    auto *demo = new QPushButton(tr("&Try it with the demo calendar"), this);
    demo->setToolTip(tr("Starts again with a made-up Google on this computer; nothing of yours is touched."));
    auto *column = new QVBoxLayout(this);
    column->addWidget(target);
    column->addWidget(guide, 1);
    column->addWidget(demo, 0, Qt::AlignLeading);
    connect(m_choose, &QPushButton::clicked, this, &ClientFilePage::choose);
    connect(demo, &QPushButton::clicked, this, &ClientFilePage::demoWanted);

    if (service::checkClientFile(credentialsDir + u"/client_secrets.json"_s).kind
        == ClientFileCheck::Kind::Usable)
        say(tr("There is one already. Go on with it, or choose another."), true);
    else
        say(QString(), false);
}

void ClientFilePage::choose()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose client_secrets.json"),
        QStandardPaths::writableLocation(QStandardPaths::DownloadLocation),
        tr("Google’s client file (*.json)") + u";;"_s + tr("All files (*)"));
    if (!path.isEmpty())
        offer(path);
}

void ClientFilePage::offer(const QString &path)
{
    const ClientFileCheck check = service::checkClientFile(path);
    const bool isUsable = check.kind == ClientFileCheck::Kind::Usable;
    m_path = isUsable ? path : QString();
    //: The name of a file and what is to be said about it.
    say(tr("%1: %2").arg(QFileInfo(path).fileName(), SignInWords::about(check)), isUsable);
    Q_EMIT completeChanged();
    // What comes next is one key away.
    if (isUsable && wizard() && isVisible())
        wizard()->button(QWizard::NextButton)->setFocus();
}

void ClientFilePage::say(const QString &text, bool isGood)
{
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_mark->setPixmap(
        uicommon::icon(isGood ? u"check"_s : u"error"_s).pixmap(QSize(size, size), devicePixelRatio()));
    m_mark->setVisible(!text.isEmpty());
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

bool ClientFilePage::isComplete() const
{
    return !m_path.isEmpty()
        || service::checkClientFile(m_credentialsDir + u"/client_secrets.json"_s).kind
        == ClientFileCheck::Kind::Usable;
}

bool ClientFilePage::validatePage()
{
    if (m_path.isEmpty())
        return isComplete();
    const Expected<void> installed = service::installClientFile(m_path, m_credentialsDir);
    if (!installed) {
        say(tr("The file could not be put in its place: %1").arg(installed.error().message), false);
        return false;
    }
    m_path.clear();
    return true;
}

int ClientFilePage::nextId() const
{
    return Assistant::SignIn;
}

void ClientFilePage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!fileIn(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ClientFilePage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    offer(fileIn(*event->mimeData()));
}

} // namespace aria::signin
