#include "soak/step.h"

#include <QRegularExpression>

#include <array>
#include <random>

namespace aria::soak {

using namespace Qt::StringLiterals;

namespace {

struct Kind
{
    Act act;
    const char *name;
    int weight;
};

constexpr std::array kinds{
    Kind{ Act::ApiCreate, "ApiCreate", 8 },
    Kind{ Act::ApiUpdate, "ApiUpdate", 12 },
    Kind{ Act::ApiDelete, "ApiDelete", 4 },
    Kind{ Act::ApiUpdateOccurrence, "ApiUpdateOccurrence", 6 },
    Kind{ Act::ApiDeleteOccurrence, "ApiDeleteOccurrence", 4 },
    Kind{ Act::SqlInsert, "SqlInsert", 4 },
    Kind{ Act::SqlUpdate, "SqlUpdate", 8 },
    Kind{ Act::SqlDelete, "SqlDelete", 3 },
    Kind{ Act::GoogleCreate, "GoogleCreate", 7 },
    Kind{ Act::GoogleUpdate, "GoogleUpdate", 12 },
    Kind{ Act::GoogleDelete, "GoogleDelete", 4 },
    Kind{ Act::GoogleUpdateOccurrence, "GoogleUpdateOccurrence", 6 },
    Kind{ Act::GoogleDeleteOccurrence, "GoogleDeleteOccurrence", 4 },
    Kind{ Act::GoogleSplit, "GoogleSplit", 2 },
    Kind{ Act::Resolve, "Resolve", 4 },
    Kind{ Act::Undo, "Undo", 4 },
    Kind{ Act::SyncNow, "SyncNow", 6 },
    Kind{ Act::Notify, "Notify", 4 },
    Kind{ Act::Pass, "Pass", 16 },
    Kind{ Act::Sleep, "Sleep", 4 },
    Kind{ Act::SetClock, "SetClock", 2 },
    Kind{ Act::Unplug, "Unplug", 3 },
    Kind{ Act::Fault, "Fault", 14 },
    Kind{ Act::ExpireAccessTokens, "ExpireAccessTokens", 3 },
    Kind{ Act::ExpireSyncTokens, "ExpireSyncTokens", 3 },
    Kind{ Act::BreakDatabase, "BreakDatabase", 2 },
    Kind{ Act::Restart, "Restart", 2 },
    Kind{ Act::Kill, "Kill", 6 },
    Kind{ Act::Rest, "Rest", 3 },
};
static_assert(kinds.size() == static_cast<std::size_t>(Act::Last) + 1);

} // namespace

QString describe(const Step &step)
{
    return u"%1(%2, %3)"_s.arg(QLatin1String(kinds[static_cast<std::size_t>(step.act)].name))
        .arg(step.a)
        .arg(step.b);
}

QList<Step> stepsIn(const QString &report)
{
    static const QRegularExpression form(
        u"^\\s*(\\w+)\\((\\d+), (\\d+)\\)$"_s, QRegularExpression::MultilineOption);
    QList<Step> steps;
    for (auto lines = form.globalMatch(report); lines.hasNext();) {
        const QRegularExpressionMatch line = lines.next();
        for (const Kind &kind : kinds) {
            if (line.captured(1) == QLatin1String(kind.name))
                steps.append({ kind.act, line.captured(2).toUInt(), line.captured(3).toUInt() });
        }
    }
    return steps;
}

QList<Step> stepsFor(quint64 seed)
{
    // Distributions of the standard library differ between implementations, remainders do not.
    std::mt19937_64 random(seed);
    const auto below = [&random](quint64 limit) { return static_cast<quint32>(random() % limit); };
    quint32 total = 0;
    for (const Kind &kind : kinds)
        total += static_cast<quint32>(kind.weight);
    QList<Step> steps;
    const quint32 count = 8 + below(32);
    while (steps.size() < count) {
        quint32 place = below(total);
        const Kind *chosen = kinds.data();
        while (place >= static_cast<quint32>(chosen->weight)) {
            place -= static_cast<quint32>(chosen->weight);
            ++chosen;
        }
        steps.append({ chosen->act, below(10'000), below(10'000) });
    }
    return steps;
}

} // namespace aria::soak
