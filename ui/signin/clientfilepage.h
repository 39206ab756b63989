// Page 1: the client file, by which Google knows the program.
#pragma once

#include "service/credentialsfile.h"

#include <QWizardPage>

class QLabel;
class QPushButton;

namespace aria::signin {

class ClientFilePage : public QWizardPage
{
    Q_OBJECT
public:
    // Where the file is put.
    explicit ClientFilePage(const QString &credentialsDir, QWidget *parent = nullptr);

    void offer(const QString &path); // dropped or chosen

    bool isComplete() const override;
    bool validatePage() override; // puts the file in its place
    int nextId() const override;

Q_SIGNALS:
    void demoWanted();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void choose();
    void say(const QString &text, bool isGood);

    QString m_credentialsDir;
    QString m_path; // of a usable file that was offered; empty: none yet
    QPushButton *m_choose;
    QLabel *m_mark;
    QLabel *m_message;
};

} // namespace aria::signin
