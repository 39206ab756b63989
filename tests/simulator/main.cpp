// google-calendar-simulator: the fake Google as a program.
#include "credentialfiles.h"
#include "sampledata.h"
#include "simulator.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QTimer>

#include <csignal>
#include <cstdio>

#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace simulator;

namespace {

int signalPipe[2];

void onSignal(int)
{
    const char byte = 1;
    // Only async-signal-safe calls are allowed here; the event loop does the rest.
    [[maybe_unused]] const auto written = write(signalPipe[0], &byte, 1);
}

void quitOnSignals(QCoreApplication &application)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, signalPipe) != 0)
        qFatal("no socket pair for signals");
    auto *notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &application);
    QObject::connect(notifier, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
}

int complain(const QString &text)
{
    std::fprintf(stderr, "google-calendar-simulator: %s\n", qPrintable(text));
    return 2;
}

void describeOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"A strict fake of Google Calendar for tests and demos."_s);
    parser.addHelpOption();
    parser.addOptions({ { u"port"_s, u"TCP port; 0: any free one"_s, u"N"_s, u"8069"_s },
        { u"host"_s, u"loopback address to listen on"_s, u"ADDRESS"_s, u"127.0.0.1"_s },
        { u"sample"_s, u"begin with a lively sample calendar"_s },
        { u"write-client-secrets"_s, u"write client_secrets.json into DIR"_s, u"DIR"_s },
        { u"web"_s, u"client_secrets.json is of kind web with this redirect URI"_s, u"REDIRECT"_s },
        { u"write-token"_s, u"write a signed-in token.json into DIR"_s, u"DIR"_s },
        { u"scopes"_s, u"scopes of that token, separated by spaces"_s, u"SCOPES"_s,
            u"https://www.googleapis.com/auth/calendar"_s },
        { u"allow-http-webhooks"_s, u"push to http:// at loopback addresses"_s },
        { u"state"_s, u"keep edits in FILE"_s, u"FILE"_s } });
}

// Loads the file and writes it back shortly after changes and at the end.
QString keepState(Simulator &google, const QString &path, QObject &owner, bool &loaded)
{
    QFile file(path);
    loaded = file.exists();
    if (loaded) {
        if (!file.open(QIODevice::ReadOnly))
            return u"cannot read %1"_s.arg(path);
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
        if (!document.isObject())
            return u"%1 is no state file"_s.arg(path);
        google.load(document.object());
    }
    const auto save = [&google, path] {
        const QString problem =
            writePrivately(path, QJsonDocument(google.save()).toJson(QJsonDocument::Compact));
        if (!problem.isEmpty())
            complain(problem);
    };
    auto *timer = new QTimer(&owner);
    auto savedChange = std::make_shared<quint64>(0);
    QObject::connect(timer, &QTimer::timeout, &owner, [&google, save, savedChange] {
        if (google.world().lastChange() != *savedChange)
            save();
        *savedChange = google.world().lastChange();
    });
    timer->start(2000);
    QObject::connect(qApp, &QCoreApplication::aboutToQuit, &owner, save);
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"google-calendar-simulator"_s);
    QCommandLineParser parser;
    describeOptions(parser);
    parser.process(application);

    const QHostAddress host(parser.value(u"host"_s));
    if (!host.isLoopback())
        return complain(u"--host must be a loopback address, not '%1'"_s.arg(parser.value(u"host"_s)));
    bool isPort = false;
    const quint16 port = parser.value(u"port"_s).toUShort(&isPort);
    if (!isPort)
        return complain(u"--port must be 0 … 65535, not '%1'"_s.arg(parser.value(u"port"_s)));

    aria::SystemClock clock;
    aria::SystemRandom random;
    Simulator google(clock, random);
    google.world().switches.allowHttpWebhooks = parser.isSet(u"allow-http-webhooks"_s);
    const OAuthClient client = parser.isSet(u"web"_s) ? webClient(parser.value(u"web"_s)) : desktopClient();
    google.oauth().addClient(desktopClient());
    google.oauth().addClient(client);

    bool loaded = false;
    if (parser.isSet(u"state"_s)) {
        const QString problem = keepState(google, parser.value(u"state"_s), application, loaded);
        if (!problem.isEmpty())
            return complain(problem);
    }
    if (parser.isSet(u"sample"_s) && !loaded) {
        const QString problem = addSampleData(google.world());
        if (!problem.isEmpty())
            return complain(problem);
    }
    if (google.listen(host, port) == 0)
        return complain(u"port %1 cannot be used"_s.arg(port));

    QString problem;
    if (parser.isSet(u"write-client-secrets"_s))
        problem = writeClientSecrets(parser.value(u"write-client-secrets"_s), client, google.url());
    if (problem.isEmpty() && parser.isSet(u"write-token"_s)) {
        const QStringList scopes = parser.value(u"scopes"_s).split(u' ', Qt::SkipEmptyParts);
        const QJsonObject tokens = google.oauth().signIn(client.id, scopes);
        problem =
            writeToken(parser.value(u"write-token"_s), client, google.url(), tokens, scopes, clock.nowUtc());
    }
    if (!problem.isEmpty())
        return complain(problem);

    quitOnSignals(application);
    std::printf("google-calendar-simulator ready at %s\n", qPrintable(google.url().toString()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
