// One random run from its seed to its verdict, and the search for the shortest run that fails in the same way.
#pragma once

#include "soak/step.h"

#include <QStringList>

#include <functional>

namespace aria::soak {

using Trace = std::function<void(const QString &line)>;

// What went wrong; empty: nothing. `trace` is told of each step, each request to Google with its answer, and in the end
// of all rows.
QStringList run(quint64 seed, const QList<Step> &steps, const Trace &trace = {});

// Fewer steps that still fail, found by leaving out smaller and smaller parts.
QList<Step> shrink(quint64 seed, QList<Step> steps);

// For a person: the seed, what went wrong, and the steps that lead there.
QString report(quint64 seed, const QList<Step> &steps, const QStringList &wrong);

} // namespace aria::soak
