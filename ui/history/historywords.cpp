#include "history/historywords.h"

#include <QCoreApplication>

namespace aria::history {

using store::HistoryRecord;

namespace {

struct HistoryWords
{
    Q_DECLARE_TR_FUNCTIONS(HistoryWords)
};

// In words if the service has such a code; otherwise the code itself.
QString wordOf(const QHash<QString, const char *> &words, const QString &code)
{
    const char *word = words.value(code, nullptr);
    return word ? HistoryWords::tr(word) : code;
}

} // namespace

QString operationText(const HistoryRecord &record)
{
    static const QHash<QString, const char *> words{
        { QStringLiteral("create"), QT_TRANSLATE_NOOP("HistoryWords", "Made") },
        { QStringLiteral("update"), QT_TRANSLATE_NOOP("HistoryWords", "Changed") },
        { QStringLiteral("delete"), QT_TRANSLATE_NOOP("HistoryWords", "Deleted") },
        { QStringLiteral("restore"), QT_TRANSLATE_NOOP("HistoryWords", "Brought back") },
        { QStringLiteral("resolve"), QT_TRANSLATE_NOOP("HistoryWords", "Conflict settled") },
        { QStringLiteral("undo"), QT_TRANSLATE_NOOP("HistoryWords", "Undone") },
    };
    return wordOf(words, record.operation);
}

QString sideText(const HistoryRecord &record)
{
    static const QHash<QString, const char *> words{
        { QStringLiteral("aria"), QT_TRANSLATE_NOOP("HistoryWords", "in ARIA") },
        { QStringLiteral("google"), QT_TRANSLATE_NOOP("HistoryWords", "in Google") },
    };
    return wordOf(words, record.side);
}

QString reasonText(const HistoryRecord &record)
{
    static const QHash<QString, const char *> words{
        { QStringLiteral("aria edit"), QT_TRANSLATE_NOOP("HistoryWords", "edited in ARIA") },
        { QStringLiteral("api"), QT_TRANSLATE_NOOP("HistoryWords", "edited in ARIA") },
        { QStringLiteral("changed in Google"), QT_TRANSLATE_NOOP("HistoryWords", "changed in Google") },
        { QStringLiteral("made in Google"), QT_TRANSLATE_NOOP("HistoryWords", "made in Google") },
        { QStringLiteral("deleted in Google"), QT_TRANSLATE_NOOP("HistoryWords", "deleted in Google") },
        { QStringLiteral("full sync: no longer listed"),
            QT_TRANSLATE_NOOP("HistoryWords", "no longer in Google's calendar") },
        { QStringLiteral("undo"), QT_TRANSLATE_NOOP("HistoryWords", "an earlier change was undone") },
        { QStringLiteral("google_wins"),
            QT_TRANSLATE_NOOP("HistoryWords", "conflict: Google's version wins") },
        { QStringLiteral("aria_wins"), QT_TRANSLATE_NOOP("HistoryWords", "conflict: ARIA's version wins") },
        { QStringLiteral("most_recent"),
            QT_TRANSLATE_NOOP("HistoryWords", "conflict: the latest edit wins") },
        { QStringLiteral("manual"), QT_TRANSLATE_NOOP("HistoryWords", "conflict: decided by a person") },
    };
    if (record.operation == u"undo") // "undo of 12"
        return wordOf(words, QStringLiteral("undo"));
    if (record.reason.startsWith(u"this and following: "))
        return HistoryWords::tr("this event and all that follow in its series");
    return wordOf(words, record.reason);
}

QString outcomeText(const HistoryRecord &record)
{
    if (record.outcome == u"intended")
        return HistoryWords::tr("waiting", "a change that is not at Google yet");
    if (record.outcome == u"superseded")
        return HistoryWords::tr("overtaken by a later change");
    if (record.outcome == u"failed") {
        return record.error.isEmpty() ? HistoryWords::tr("failed", "a change")
                                      : HistoryWords::tr("failed: %1", "a change, and why").arg(record.error);
    }
    return {};
}

QString titleText(const HistoryRecord &record)
{
    return uicommon::titleOf(calendar::Event(record.after.isEmpty() ? record.before : record.after));
}

QString summaryText(const HistoryRecord &record, const diff::Viewer &viewer)
{
    return HistoryWords::tr("%1 %2: %3 (%4)", "Changed in ARIA: Team Meeting (15 January, 14:00)")
        .arg(operationText(record), sideText(record), titleText(record), viewer.dateTime(record.createdAt));
}

} // namespace aria::history
