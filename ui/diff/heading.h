// Bold labels above columns and beside rows.
#pragma once

class QLabel;
class QString;
class QWidget;

namespace aria::diff {

// Plain text that wraps, on the side where the window's lines begin, whatever the script of the
// text. Owned by `parent`.
QLabel *makeHeading(const QString &text, QWidget *parent);

} // namespace aria::diff
