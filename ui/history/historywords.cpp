#include "history/historywords.h"

#include "diff/direction.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace aria::history {

using store::HistoryRecord;
using store::Operation;
using store::Outcome;
using store::Side;

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
    switch (record.operation) {
    case Operation::Create:
        return HistoryWords::tr("Made");
    case Operation::Update:
        break;
    case Operation::Delete:
        return HistoryWords::tr("Deleted");
    case Operation::Restore:
        return HistoryWords::tr("Brought back");
    case Operation::Resolve:
        return HistoryWords::tr("Conflict settled");
    case Operation::Undo:
        return HistoryWords::tr("Undone");
    }
    return HistoryWords::tr("Changed");
}

QString sideText(const HistoryRecord &record)
{
    return record.side == Side::Google ? HistoryWords::tr("in Google") : HistoryWords::tr("in ARIA");
}

QString reasonText(const HistoryRecord &record)
{
    static const QHash<QString, const char *> words{
        { u"aria edit"_s, QT_TRANSLATE_NOOP("HistoryWords", "edited in ARIA") },
        { u"api"_s, QT_TRANSLATE_NOOP("HistoryWords", "edited in ARIA") },
        { u"changed in Google"_s, QT_TRANSLATE_NOOP("HistoryWords", "changed in Google") },
        { u"made in Google"_s, QT_TRANSLATE_NOOP("HistoryWords", "made in Google") },
        { u"deleted in Google"_s, QT_TRANSLATE_NOOP("HistoryWords", "deleted in Google") },
        { u"full sync: no longer listed"_s,
            QT_TRANSLATE_NOOP("HistoryWords", "no longer in Google's calendar") },
        { u"undo"_s, QT_TRANSLATE_NOOP("HistoryWords", "an earlier change was undone") },
        { u"google_wins"_s, QT_TRANSLATE_NOOP("HistoryWords", "conflict: Google's version wins") },
        { u"aria_wins"_s, QT_TRANSLATE_NOOP("HistoryWords", "conflict: ARIA's version wins") },
        { u"most_recent"_s, QT_TRANSLATE_NOOP("HistoryWords", "conflict: the latest edit wins") },
        { u"manual"_s, QT_TRANSLATE_NOOP("HistoryWords", "conflict: decided by a person") },
    };
    if (record.operation == Operation::Undo) // "undo of 12"
        return wordOf(words, u"undo"_s);
    if (record.reason.startsWith(u"this and following: "))
        return HistoryWords::tr("this event and all that follow in its series");
    return wordOf(words, record.reason);
}

QString outcomeText(const HistoryRecord &record)
{
    if (record.outcome == Outcome::Intended)
        return HistoryWords::tr("waiting", "a change that is not at Google yet");
    if (record.outcome == Outcome::Superseded)
        return HistoryWords::tr("overtaken by a later change");
    if (record.outcome == Outcome::Failed) {
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
        .arg(operationText(record), sideText(record), diff::isolated(titleText(record), viewer),
            viewer.dateTime(record.createdAt));
}

} // namespace aria::history
