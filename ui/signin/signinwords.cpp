#include "signin/signinwords.h"

using namespace Qt::StringLiterals;

namespace aria::signin {

using Kind = service::ClientFileCheck::Kind;

QString SignInWords::about(const service::ClientFileCheck &file)
{
    switch (file.kind) {
    case Kind::Usable:
        return file.isWebClient ? tr("This is the client of a web application. It works where this program’s "
                                     "address stands among its "
                                     "redirect addresses; a “Desktop app” client needs none.")
                                : tr("This is the right file.");
    case Kind::Incomplete:
        return tr("This is an OAuth client, but something is missing in it: %1 Download it again.")
            .arg(file.detail);
    case Kind::ServiceAccount:
        return tr(
            "This is the key of a service account, which has a calendar of its own and cannot see yours. "
            "Create a client of the type “Desktop app” instead.");
    case Kind::TokenFile:
        return tr(
            "This is token.json, the result of a sign-in. What is needed here is the file that the sign-in "
            "starts from, client_secrets.json.");
    case Kind::ApiKey:
        return tr("This is an API key, which opens public calendars only. Create a client of the type "
                  "“Desktop app” "
                  "instead.");
    case Kind::Empty:
        return tr("This file is empty. Download it again.");
    case Kind::NotJson:
        return tr("This is no JSON file. Google’s file ends in .json and begins with “{”.");
    case Kind::Unknown:
        return tr("This is a JSON file, but not a client of Google’s.");
    case Kind::Missing:
        return tr("There is no such file any more.");
    case Kind::Unreadable:
        return tr("This file cannot be read. Is it a folder, or another person’s?");
    }
    return QString();
}

QString SignInWords::reason(const QString &code, const QString &message)
{
    if (code == "access_denied"_L1)
        return tr(
            "Access was declined in the browser. If Google said that the app is not verified: choose "
            "“Advanced” there, then “Continue”. If it said that access is blocked: add yourself as a test "
            "user, or publish the app.");
    if (code == "insufficient_scope"_L1)
        return tr("Not every box was ticked in the browser. Sign in again and allow both: seeing and editing "
                  "events, and the list of your calendars.");
    if (code == "unknown_state"_L1)
        return tr("This sign-in took longer than ten minutes or was used already. Start again.");
    if (code == "invalid_client"_L1)
        return tr("Google does not know this client any more; it may have been deleted. Choose another "
                  "client_secrets.json.");
    if (code == "invalid_grant"_L1)
        return tr("Google did not accept what the browser brought. Start again.");
    if (code == "no_client_secrets"_L1)
        return tr("client_secrets.json is not there any more. Choose it again.");
    if (code == "token_file_unwritable"_L1)
        return tr("You are signed in, but the sign-in could not be kept: %1").arg(message);
    return message.isEmpty() ? tr("Signing in did not work. Try again.") : message;
}

bool SignInWords::hasEnded(const google::AuthStatus &auth)
{
    return auth.tokenExists && !auth.credentialsValid && auth.problemCode == "invalid_grant"_L1;
}

QString SignInWords::whyItEnded()
{
    return tr(
        "Google ended the sign-in. It does so after 7 days while the consent screen of your project is in "
        "“Testing”: publish the app on the Audience page of the Google Cloud console, and it lasts. It also "
        "ends after a new password, or where you removed the access in your Google account.");
}

} // namespace aria::signin
