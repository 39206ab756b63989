// All keys of the program in one list, for people who would rather type.
#pragma once

#include <QDialog>

namespace aria::uicommon {

class ShortcutList : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutList(QWidget *parent = nullptr);

    static void open(QWidget *parent);
    static void openWithF1(QWidget *window);
};

} // namespace aria::uicommon
