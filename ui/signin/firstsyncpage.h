// The last page: the first sync and its progress.
#pragma once

#include "uicommon/statuswatch.h"
#include "uicommon/uiformat.h"

#include <QWizardPage>

class QLabel;
class QProgressBar;

namespace aria::signin {

class FirstSyncPage : public QWizardPage
{
    Q_OBJECT
public:
    FirstSyncPage(
        const uicommon::StatusWatch &watch, const uicommon::UiFormat &format, QWidget *parent = nullptr);

    int nextId() const override;

private:
    void follow();

    const uicommon::StatusWatch &m_watch;
    uicommon::UiFormat m_format;
    QLabel *m_text;
    QProgressBar *m_bar;
};

} // namespace aria::signin
