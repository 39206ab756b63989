#include "tray/portquestion.h"

#include "tray/portowner.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QNetworkReply>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace aria::tray {

namespace {

constexpr int probePatience = 2000; // ms

} // namespace

PortQuestion::PortQuestion(const Settings &settings, QWidget *parent)
    : QDialog(parent)
    , m_owner(new QLabel(this))
    , m_port(new QSpinBox(this))
{
    setWindowTitle(tr("Port %1 is taken").arg(settings.port));
    auto *text = new QLabel(
        tr("ARIA reaches this program at port %1, but another program uses it already.").arg(settings.port),
        this);
    text->setWordWrap(true);
    m_owner->setWordWrap(true);
    m_owner->setTextFormat(Qt::PlainText);
    m_owner->setText(tr("Looking who it is…"));
    m_port->setRange(0, 65535);
    m_port->setValue(settings.port < 65535 ? freePortFrom(quint16(settings.port + 1), settings.host) : 0);
    m_port->setSpecialValueText(tr("any free port"));
    auto *form = new QFormLayout;
    form->addRow(tr("Use this &port until the next start:"), m_port);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *use = buttons->addButton(tr("&Use it"), QDialogButtonBox::AcceptRole);
    QPushButton *retry = buttons->addButton(tr("&Try again"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("&Quit"), QDialogButtonBox::RejectRole);
    use->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addWidget(m_owner);
    column->addLayout(form);
    column->addWidget(buttons);
    connect(
        buttons, &QDialogButtonBox::accepted, this, [this] { Q_EMIT portChosen(quint16(m_port->value())); });
    connect(retry, &QPushButton::clicked, this, &PortQuestion::retryWanted);
    connect(buttons, &QDialogButtonBox::rejected, this, &PortQuestion::quitWanted);
    connect(this, &QDialog::rejected, this, &PortQuestion::quitWanted);
    askWhoIsThere(settings);
}

QString PortQuestion::strangerText(quint16 port)
{
    const auto owner = ownerOfPort(port);
    if (!owner)
        return tr("It is not this calendar service. Which program it is cannot be seen from here; perhaps it "
                  "belongs to another user.");
    return tr("It is not this calendar service but “%1” (process %2).", "a program's name, its number")
        .arg(owner->name, QString::number(owner->pid));
}

void PortQuestion::askWhoIsThere(const Settings &settings)
{
    const bool any = settings.host == QHostAddress::AnyIPv4 || settings.host == QHostAddress::AnyIPv6
        || settings.host == QHostAddress::Any;
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(any ? u"127.0.0.1"_s : settings.host.toString());
    url.setPort(settings.port);
    url.setPath(u"/health"_s);
    QNetworkRequest request(url);
    request.setTransferTimeout(probePatience);
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply, port = settings.port] {
        reply->deleteLater();
        const QJsonObject health = QJsonDocument::fromJson(reply->readAll()).object();
        const QString state = health.value("status"_L1).toString();
        if (health.value("service"_L1).toString() != "google-calendar-sync"_L1)
            m_owner->setText(strangerText(port));
        else if (state == "healthy"_L1)
            m_owner->setText(tr("It is another instance of this service, and it is well."));
        else
            m_owner->setText(tr("It is another instance of this service. Its state: %1").arg(state));
        adjustSize();
    });
}

} // namespace aria::tray
