#include "base/logging.h"

#include "base/callscope.h"
#include "base/clock.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>
#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria {

Q_LOGGING_CATEGORY(lcBase, "aria.base")
Q_LOGGING_CATEGORY(lcGoogle, "aria.google")
Q_LOGGING_CATEGORY(lcStore, "aria.store")
Q_LOGGING_CATEGORY(lcSync, "aria.sync")
Q_LOGGING_CATEGORY(lcService, "aria.service")
Q_LOGGING_CATEGORY(lcApi, "aria.api")
Q_LOGGING_CATEGORY(lcUi, "aria.ui")

namespace {

// Qt's message handler is a plain function for the whole process, so the log format has to be global too.
std::atomic<bool> writesJson = false;
std::atomic<bool> writesToJournal = false;

// systemd.exec(5), $JOURNAL_STREAM: whether stderr goes to the journal and nowhere else.
bool goesToJournal()
{
    const QList<QByteArray> named = qgetenv("JOURNAL_STREAM").split(':');
    struct stat here = {};
    return named.size() == 2 && ::fstat(STDERR_FILENO, &here) == 0
        && named[0] == QByteArray::number(quint64(here.st_dev))
        && named[1] == QByteArray::number(quint64(here.st_ino));
}

// sd-daemon(3): what the journal takes for the importance of a line.
QByteArray journalPriority(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "<7>";
    case QtInfoMsg:
        return "<6>";
    case QtWarningMsg:
        return "<4>";
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return "<3>";
}

QString levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return u"debug"_s;
    case QtInfoMsg:
        return u"info"_s;
    case QtWarningMsg:
        return u"warning"_s;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return u"error"_s;
}

// One message is one line, whatever the remote side put into it.
QString onOneLine(const QString &text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n')
            line += u"\\n"_s;
        else if (c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0))
            line += u"\\x%1"_s.arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            line += c;
    }
    return line;
}

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QString time = toRfc3339(SystemClock().nowUtc());
    const QString category = QString::fromUtf8(context.category);
    const QString text = redact(message);
    const QByteArray &call = CallScope::current();
    QByteArray line;
    if (writesJson) {
        QJsonObject json{ { u"timestamp"_s, time }, { u"level"_s, levelName(type) },
            { u"category"_s, category }, { u"message"_s, text } };
        if (!call.isEmpty())
            json.insert(u"request_id"_s, QString::fromLatin1(call));
        line = QJsonDocument(json).toJson(QJsonDocument::Compact);
    } else if (writesToJournal) { // which adds the time and the level itself
        line = category.toUtf8() + ' ';
        if (!call.isEmpty())
            line += '[' + onOneLine(QString::fromLatin1(call)).toUtf8() + "] ";
        line += onOneLine(text).toUtf8();
    } else {
        line = u"%1 %2 %3 "_s.arg(time, levelName(type).toUpper(), category).toUtf8();
        if (!call.isEmpty())
            line += '[' + onOneLine(QString::fromLatin1(call)).toUtf8() + "] ";
        line += onOneLine(text).toUtf8();
    }
    if (writesToJournal)
        line.prepend(journalPriority(type));
    line += '\n';
    // One call per line, so that lines of several threads do not mix. If it fails, nothing can be done about it.
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    std::fflush(stderr);
}

} // namespace

void installLogging(const QString &level, const QString &format)
{
    writesJson = format == u"json"_s;
    writesToJournal = goesToJournal();
    // Qt's own debug messages are for people who work on Qt.
    QString rules = u"*.debug=false\n"_s;
    if (level == u"debug"_s)
        rules += u"default.debug=true\naria.*.debug=true\n"_s;
    if (level == u"warning"_s || level == u"error"_s)
        rules += u"*.info=false\n"_s;
    if (level == u"error"_s)
        rules += u"*.warning=false\n"_s;
    QLoggingCategory::setFilterRules(rules);
    qInstallMessageHandler(writeMessage);
}

QByteArray errorMark()
{
    return goesToJournal() ? journalPriority(QtCriticalMsg) : QByteArray();
}

} // namespace aria
