// Reads what people write for a time of day: "14:30", "2pm", "halb acht", "下午两点", "٢:٣٠ م". Pure.
#pragma once

#include "when/grammar.h"

#include <QTime>

#include <memory>
#include <optional>

namespace aria::when {

struct ClockTime
{
    int minutes = 0; // of the day
    bool isOpen = false; // an hour from 1 to 12 of which nobody said whether it is in the morning
    bool isBare = false; // and the hour was all that was said
};

struct FoundClock
{
    qsizetype start = 0; // in the folded line
    qsizetype length = 0;
    ClockTime clock;
};

class ClockReader
{
public:
    explicit ClockReader(const QLocale &locale);
    ~ClockReader();

    // A field's whole text; nullopt if it is no time.
    std::optional<ClockTime> read(const QString &text) const;
    // Where the locale counts to twelve, an open hour is the first one later than `after`, or from 7 in the morning to 6
    // in the afternoon if that is invalid.
    QTime timeOf(const ClockTime &clock, QTime after = {}) const;
    // The first time among the words of a folded line, from `from` on, in the person's language before others.
    std::optional<FoundClock> find(const QString &line, qsizetype from = 0) const;
    bool countsToTwelve() const { return m_countsToTwelve; }

private:
    struct Tongue;
    QList<std::shared_ptr<const Tongue>> m_tongues; // the person's own first
    bool m_countsToTwelve;
};

} // namespace aria::when
