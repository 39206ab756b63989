// What went wrong while signing in, in words for a person.
#pragma once

#include "service/credentialsfile.h"
#include "service/types.h"

#include <QCoreApplication>

namespace aria::signin {

struct SignInWords
{
    Q_DECLARE_TR_FUNCTIONS(aria::signin::SignInWords)
public:
    // Which kind of file was offered, and which one is needed instead.
    static QString about(const service::ClientFileCheck &file);

    // Why an authorization ended, by its error's code; `message` is the service's own sentence.
    static QString reason(const QString &code, const QString &message);

    // Whether Google ended a sign-in that worked before, and why that happens.
    static bool hasEnded(const google::AuthStatus &auth);
    static QString whyItEnded();
};

} // namespace aria::signin
