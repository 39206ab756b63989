// Where client_secrets.json comes from, step by step.
#pragma once

#include <QWidget>

namespace aria::signin {

class ClientGuide : public QWidget
{
    Q_OBJECT
public:
    explicit ClientGuide(QWidget *parent = nullptr);
};

} // namespace aria::signin
