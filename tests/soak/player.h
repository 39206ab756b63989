// Carries out a run's steps, and records what came of them.
#pragma once

#include "soak/bed.h"
#include "soak/ledger.h"
#include "soak/step.h"

#include <list>

namespace aria::soak {

class Player
{
public:
    explicit Player(Bed &bed);

    // Violations found on the way; empty: none.
    QStringList play(const QList<Step> &steps);
    // Ends the faults, and lets syncs follow one another until nothing changes any more. Returns what is
    // wrong then, or nothing.
    QStringList bringToRest();
    // The requests were made to a service that no longer exists.
    void forgetAnswers() { m_waiting.clear(); }
    Ledger &ledger() { return m_ledger; }

    std::function<void(const Step &)> began = [](const Step &) {};

private:
    using Outcome = Expected<service::WriteOutcome>;
    struct Waiting
    {
        QFuture<Outcome> reply;
        std::function<void(const Outcome &)> then;
    };

    void perform(const Step &step);
    void collect();

    void apiCreate(const Step &step);
    void apiUpdate(const Step &step, const QString &id);
    void apiDelete(const QString &id, bool isOccurrence);
    void sqlInsert(const Step &step);
    void sqlUpdate(const Step &step);
    void sqlDelete(const Step &step);
    void googleCreate(const Step &step);
    void googleUpdate(const Step &step, const QString &id);
    void googleDelete(const QString &id, bool isOccurrence);
    void googleSplit(const Step &step);
    void resolve(const Step &step);
    void undo(const Step &step);
    void notify(const Step &step);
    void fault(const Step &step);

    Tracked *pick(quint32 number, bool series = false);
    // An occurrence of a series as our API names it; empty: there is no series.
    QString occurrence(const Step &step, qsizetype first = 0);
    QVariantMap pickRow(quint32 number);
    QString newKey();
    QString newText(const QString &field, const QString &key);
    void learnIds();

    Bed &m_bed;
    Ledger m_ledger;
    std::list<Waiting> m_waiting;
    int m_step = 0;
    int m_names = 0;
};

} // namespace aria::soak
