// Notes of events as text. Google keeps some as HTML; nothing of it is ever loaded or shown as it is. Pure.
#pragma once

#include <QString>

namespace aria::uicommon {

// HTML as text with its addresses in it; other text unchanged, and so are notes longer than any that Google keeps.
QString plainNotes(const QString &notes);

// Text as HTML of our own in which web and mail addresses can be clicked, and nothing else.
QString withLinks(const QString &text);

} // namespace aria::uicommon
