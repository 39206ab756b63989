#include "uicommon/errorwords.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

struct ErrorWords
{
    Q_DECLARE_TR_FUNCTIONS(ErrorWords)
};

const char *wordsForCode(const QString &code)
{
    static const QHash<QString, const char *> words{
        { u"read_only_calendar"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "Google lets this account only read this calendar.") },
        { u"forbidden_for_non_organizer"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "Only the organizer of this event can change that.") },
        { u"not_found"_s, QT_TRANSLATE_NOOP("ErrorWords", "It does not exist any more.") },
        { u"deleted_meanwhile"_s, QT_TRANSLATE_NOOP("ErrorWords", "It does not exist any more.") },
        { u"stale"_s, QT_TRANSLATE_NOOP("ErrorWords", "The event was changed elsewhere in the meantime.") },
        { u"overruled"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "The event was changed elsewhere in the meantime.") },
        { u"already_gone"_s, QT_TRANSLATE_NOOP("ErrorWords", "What this change made is deleted already.") },
        { u"not_in_conflict"_s, QT_TRANSLATE_NOOP("ErrorWords", "This event is not in conflict any more.") },
        { u"plan_changed"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "Other deletions wait by now. Please look at the list again.") },
        { u"no_plan"_s, QT_TRANSLATE_NOOP("ErrorWords", "No deletions wait for a decision.") },
        { u"cannot_split"_s,
            QT_TRANSLATE_NOOP("ErrorWords",
                "This series repeats in a way that cannot be split. Change one event or all of them.") },
        { u"noSuchOccurrence"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "The series has no event at this time any more.") },
        { u"deletions_held"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "Unusually many deletions at once wait for a decision.") },
        { u"paused"_s, QT_TRANSLATE_NOOP("ErrorWords", "The sync is paused.") },
        { u"not_signed_in"_s, QT_TRANSLATE_NOOP("ErrorWords", "Not signed in to Google.") },
        { u"token_expired"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "Google has ended the sign-in. Please sign in again.") },
        { u"invalid_grant"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "Google has ended the sign-in. Please sign in again.") },
        { u"insufficient_scope"_s,
            QT_TRANSLATE_NOOP("ErrorWords",
                "Google was not allowed everything that is needed. Please sign in again and agree.") },
        { u"database_away"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "The database cannot be reached. It is tried again by itself.") },
        { u"database_busy"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "The database is busy. Please try again in a moment.") },
        { u"database_contended"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "The database is busy. Please try again in a moment.") },
        { u"disk_full"_s, QT_TRANSLATE_NOOP("ErrorWords", "There is no room left on the disk.") },
        { u"network"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "Google cannot be reached. It is tried again by itself.") },
        { u"timeout"_s,
            QT_TRANSLATE_NOOP("ErrorWords", "Google does not answer. It is tried again by itself.") },
        { u"no_answer"_s,
            QT_TRANSLATE_NOOP(
                "ErrorWords", "The service that speaks to Google does not answer. Please try again.") },
        { u"stopping"_s,
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
    QString said = error.message;
    if (said.startsWith("Google: "_L1))
        said = said.mid(8);
    if (error.category == ErrorCategory::Refused && !said.isEmpty())
        return ErrorWords::tr("Google refused it: %1", "%1: Google's own words").arg(said);
    if (error.category == ErrorCategory::Forbidden && error.message.startsWith("Google: "_L1))
        return ErrorWords::tr("Google does not allow this: %1", "%1: Google's own words").arg(said);
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
