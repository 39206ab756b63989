#include "program/systemdcredentials.h"

#include "base/smallfile.h"
#include "service/credentialsfile.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

// Empty: systemd gave no such file.
QString credential(const SettingsInput &input, const QString &name)
{
    const QString folder = input.environment.value(u"CREDENTIALS_DIRECTORY"_s);
    const QString path = folder + u'/' + name;
    return !folder.isEmpty() && QFileInfo(path).isFile() ? path : QString();
}

} // namespace

void addCredentials(SettingsInput &input)
{
    const QString file = u"CALENDAR_SYNC_API_TOKEN_FILE"_s;
    const QString token = credential(input, u"api-token"_s);
    if (token.isEmpty() || !input.environment.value(file).isEmpty()
        || !input.environment.value(u"CALENDAR_SYNC_API_TOKEN"_s).isEmpty())
        return;
    input.environment.insert(file, token);
}

Expected<void> takeClientFile(const SettingsInput &input, const QString &credentialsDir)
{
    const QString given = credential(input, u"client_secrets.json"_s);
    if (given.isEmpty())
        return {};
    const Expected<QByteArray> wanted = readSmallFile(given);
    const Expected<QByteArray> present = readSmallFile(credentialsDir + u"/client_secrets.json"_s);
    if (wanted && present && *wanted == *present)
        return {};
    if (const auto installed = service::installClientFile(given, credentialsDir); !installed) {
        return makeError(ErrorCategory::Precondition, u"credentials_unusable"_s,
            u"%1: %2"_s.arg(given, installed.error().message));
    }
    return {};
}

} // namespace aria::program
