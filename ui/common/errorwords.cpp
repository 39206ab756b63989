#include "uicommon/errorwords.h"

#include <QCoreApplication>

namespace aria::uicommon {

namespace {

struct ErrorWords
{
    Q_DECLARE_TR_FUNCTIONS(ErrorWords)
};

const char *wordsForCode(const QString &code)
{
    static const QHash<QString, const char *> words{
        { QStringLiteral("read_only_calendar"),
            QT_TRANSLATE_NOOP("ErrorWords", "Google lets this account only read this calendar.") },
        { QStringLiteral("forbidden_for_non_organizer"),
            QT_TRANSLATE_NOOP("ErrorWords", "Only the organizer of this event can change that.") },
        { QStringLiteral("not_found"), QT_TRANSLATE_NOOP("ErrorWords", "It does not exist any more.") },
        { QStringLiteral("deleted_meanwhile"),
            QT_TRANSLATE_NOOP("ErrorWords", "It does not exist any more.") },
        { QStringLiteral("stale"),
            QT_TRANSLATE_NOOP("ErrorWords", "The event was changed elsewhere in the meantime.") },
        { QStringLiteral("overruled"),
            QT_TRANSLATE_NOOP("ErrorWords", "The event was changed elsewhere in the meantime.") },
        { QStringLiteral("already_gone"),
            QT_TRANSLATE_NOOP("ErrorWords", "What this change made is deleted already.") },
        { QStringLiteral("not_in_conflict"),
            QT_TRANSLATE_NOOP("ErrorWords", "This event is not in conflict any more.") },
        { QStringLiteral("plan_changed"),
            QT_TRANSLATE_NOOP("ErrorWords", "Other deletions wait by now. Please look at the list again.") },
        { QStringLiteral("no_plan"), QT_TRANSLATE_NOOP("ErrorWords", "No deletions wait for a decision.") },
        { QStringLiteral("cannot_split"),
            QT_TRANSLATE_NOOP("ErrorWords",
                "This series repeats in a way that cannot be split. Change one event or all of them.") },
        { QStringLiteral("noSuchOccurrence"),
            QT_TRANSLATE_NOOP("ErrorWords", "The series has no event at this time any more.") },
        { QStringLiteral("deletions_held"),
            QT_TRANSLATE_NOOP("ErrorWords", "Unusually many deletions at once wait for a decision.") },
        { QStringLiteral("paused"), QT_TRANSLATE_NOOP("ErrorWords", "The sync is paused.") },
        { QStringLiteral("not_signed_in"), QT_TRANSLATE_NOOP("ErrorWords", "Not signed in to Google.") },
        { QStringLiteral("token_expired"),
            QT_TRANSLATE_NOOP("ErrorWords", "Google has ended the sign-in. Please sign in again.") },
        { QStringLiteral("invalid_grant"),
            QT_TRANSLATE_NOOP("ErrorWords", "Google has ended the sign-in. Please sign in again.") },
        { QStringLiteral("insufficient_scope"),
            QT_TRANSLATE_NOOP("ErrorWords",
                "Google was not allowed everything that is needed. Please sign in again and agree.") },
        { QStringLiteral("database_away"),
            QT_TRANSLATE_NOOP("ErrorWords", "The database cannot be reached. It is tried again by itself.") },
        { QStringLiteral("database_busy"),
            QT_TRANSLATE_NOOP("ErrorWords", "The database is busy. Please try again in a moment.") },
        { QStringLiteral("database_contended"),
            QT_TRANSLATE_NOOP("ErrorWords", "The database is busy. Please try again in a moment.") },
        { QStringLiteral("disk_full"),
            QT_TRANSLATE_NOOP("ErrorWords", "There is no room left on the disk.") },
        { QStringLiteral("network"),
            QT_TRANSLATE_NOOP("ErrorWords", "Google cannot be reached. It is tried again by itself.") },
        { QStringLiteral("timeout"),
            QT_TRANSLATE_NOOP("ErrorWords", "Google does not answer. It is tried again by itself.") },
        { QStringLiteral("no_answer"),
            QT_TRANSLATE_NOOP(
                "ErrorWords", "The service that speaks to Google does not answer. Please try again.") },
        { QStringLiteral("stopping"),
            QT_TRANSLATE_NOOP("ErrorWords", "The service is starting again. Please try again in a moment.") },
    };
    return words.value(code);
}

const char *wordsForKind(ErrorCategory category)
{
    switch (category) {
    case ErrorCategory::Unauthorized:
        return QT_TRANSLATE_NOOP("ErrorWords", "Google wants a new sign-in.");
    case ErrorCategory::RateLimited:
        return QT_TRANSLATE_NOOP("ErrorWords", "Google asks for patience. It is tried again by itself.");
    case ErrorCategory::Unavailable:
        return QT_TRANSLATE_NOOP(
            "ErrorWords", "Google has trouble at the moment. It is tried again by itself.");
    case ErrorCategory::Forbidden:
        return QT_TRANSLATE_NOOP("ErrorWords", "Google does not allow this.");
    default:
        return nullptr;
    }
}

} // namespace

QString errorText(const Error &error)
{
    if (const char *words = wordsForCode(error.code))
        return ErrorWords::tr(words);
    // Windows speak the person's language already: what they say themselves has a code of their own.
    const bool isOurs = error.code == u"interrupted" || error.code == u"stopped"
        || error.code.startsWith(u"keyring_") || error.code == u"token_file_broken";
    if (error.category == ErrorCategory::Refused && !error.message.isEmpty())
        return ErrorWords::tr("Google refused it: %1", "%1: Google's own words").arg(error.message);
    if (const char *words = isOurs ? nullptr : wordsForKind(error.category))
        return ErrorWords::tr(words);
    return error.message;
}

QString problemText(const service::StatusView &status)
{
    if (!status.problem)
        return status.lastError;
    return errorText(*status.problem);
}

} // namespace aria::uicommon
