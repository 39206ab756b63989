// Keeps the texts of events' JSON within one transaction: what Google sent is stored in the link, in the history and in
// the event log, but is turned into text only once.
#pragma once

#include "store/eventtelling.h"

#include <QHash>

namespace aria::store {

class JsonTexts
{
public:
    struct Text
    {
        QByteArray json; // as compactJson() has it
        bool isOdd = false; // holds what the databases cannot (base/exacttext.h)
    };
    Text of(const QJsonObject &event); // is kept
    Text known(const QJsonObject &event) const; // is not
    void take(const JsonTexts &others) { m_known.insert(others.m_known); }

    void forget() { m_known.clear(); }

private:
    struct Known
    {
        QJsonObject event;
        Text text;
    };
    QHash<QString, Known> m_known; // by Google's id, the latest version
};

// The same as in eventtelling.h, but uses texts that may be there already.
std::optional<ToldChange> toldChange(const EventRecord *before, const EventRecord *after,
    const calendar::Event *inSeries, const JsonTexts &texts);

} // namespace aria::store
