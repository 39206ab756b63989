// Lets the person write their own wording for a field in conflict.
#pragma once

#include "calendar/event.h"
#include "diff/viewer.h"
#include "service/types.h"

#include <QWidget>

namespace aria::conflicts {

class FieldEditor : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    // Begins with `event`'s value. Null: fields with this name are not edited here.
    static FieldEditor *create(
        const QString &apiField, const calendar::Event &event, const diff::Viewer &viewer, QWidget *parent);

    // Puts what was typed into `input`. False, and `input` unchanged, if it makes no sense yet.
    virtual bool apply(service::EventInput &input) const = 0;
    // Restores what was typed before.
    virtual void restore(const service::EventInput &input) = 0;

Q_SIGNALS:
    void edited();
};

} // namespace aria::conflicts
