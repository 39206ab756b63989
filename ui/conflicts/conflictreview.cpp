#include "conflicts/conflictreview.h"

#include "base/whenfinished.h"
#include "conflicts/conflictmodel.h"
#include "conflicts/conflicttable.h"
#include "conflicts/settler.h"
#include "diff/fieldwords.h"
#include "diff/reply.h"
#include "uicommon/errorwords.h"
#include "uicommon/unsavedwords.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>

namespace aria::conflicts {

using service::ConflictView;

ConflictReview::ConflictReview(uicommon::ServiceLink &link, diff::Viewer viewer, QWidget *parent)
    : QDialog(parent)
    , m_link(link)
    , m_viewer(std::move(viewer))
    , m_settler(new Settler(link, this))
    , m_model(new ConflictModel(m_viewer, this))
{
    build();
    connect(m_settler, &Settler::settled, this, [this](const service::EventKey &event) {
        m_choices.remove(event);
        m_model->remove(event);
        showCurrent();
    });
    connect(m_settler, &Settler::failed, this, [this](const service::EventKey &, const Error &error) {
        say(tr("The conflict could not be settled: %1").arg(uicommon::errorText(error)));
        refresh();
        load();
    });
    connect(m_settler, &Settler::wordingLost, this,
        [this](const service::UpdateRequest &request, const Error &error) {
            m_lostWording = request;
            say(tr("The conflict is settled, but your own wording could not be saved: %1")
                    .arg(uicommon::errorText(error)));
        });
    connect(m_settler, &Settler::wordingSaved, this, [this] {
        m_lostWording.reset();
        say({});
    });
    connect(&m_link, &uicommon::ServiceLink::serviceChanged, this, &ConflictReview::load);
    connect(&m_link, &uicommon::ServiceLink::stateChanged, this, &ConflictReview::load);
    connect(&m_link, &uicommon::ServiceLink::eventsChanged, this, &ConflictReview::load);
    showCurrent();
    load();
}

// A field that loses the focus reads what was typed, which has to happen while all of this still exists.
ConflictReview::~ConflictReview()
{
    hide();
}

void ConflictReview::select(const service::EventKey &event)
{
    const int row = m_model->rowOf(event);
    m_wanted = row < 0 ? event : service::EventKey();
    if (row >= 0)
        m_list->setCurrentIndex(m_model->index(row));
}

bool ConflictReview::isUnsaved() const
{
    return m_lostWording || std::any_of(m_choices.begin(), m_choices.end(), [](const Choice &choice) {
        return !choice.ownFields.isEmpty();
    });
}

void ConflictReview::reject()
{
    if (!isUnsaved())
        return QDialog::reject();
    uicommon::askToDiscard(*this, [this] { QDialog::reject(); });
}

void ConflictReview::load()
{
    auto *service = m_link.service();
    if (!service)
        return;
    if (m_isLoading) {
        m_loadAgain = true;
        return;
    }
    m_isLoading = true;
    whenFinished(service->conflicts(), this, [this](const auto &future) {
        m_isLoading = false;
        if (std::exchange(m_loadAgain, false)) {
            load();
            return;
        }
        if (const auto conflicts = diff::resultOf(future))
            showConflicts(*conflicts);
        else
            say(tr("The conflicts could not be read: %1").arg(uicommon::errorText(conflicts.error())));
    });
}

void ConflictReview::showConflicts(const QList<ConflictView> &conflicts)
{
    bool shownChanged = false;
    for (const ConflictView &conflict : conflicts) {
        const service::EventKey key = conflict.view.key();
        const ConflictView *seen = m_model->at(m_model->rowOf(key));
        if (!seen || hasSameFields(*seen, conflict))
            continue;
        shownChanged = shownChanged || key == m_shown;
        if (m_choices.contains(key))
            m_choices[key] = keptChoice(m_choices.value(key), *seen, conflict);
    }
    m_model->setConflicts(conflicts);
    if (shownChanged) {
        m_shown = {}; // to be rebuilt
        say(tr("This event has just changed. Please look at it again."));
    }
    if (!m_wanted.isEmpty())
        select(m_wanted);
    if (!m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_model->index(0));
    showCurrent();
}

const ConflictView *ConflictReview::current() const
{
    return m_model->at(m_list->currentIndex().row());
}

void ConflictReview::showCurrent()
{
    const ConflictView *conflict = current();
    const service::EventKey key = conflict ? conflict->view.key() : service::EventKey();
    if (key != m_shown) {
        m_shown = key;
        m_isFilling = true;
        if (conflict)
            m_table->setConflict(*conflict, m_choices.value(key));
        else
            m_table->clear();
        m_isFilling = false;
        // Qt puts widgets that are created later at the end.
        QWidget *before = m_list;
        for (QWidget *widget : m_table->focusOrder()) {
            setTabOrder(before, widget);
            before = widget;
        }
    }
    refresh();
}

void ConflictReview::chooseAll(Side side)
{
    if (!current())
        return;
    m_choices.remove(m_shown);
    m_table->chooseAll(side);
    choiceChanged();
}

void ConflictReview::keepBoth()
{
    const ConflictView *conflict = current();
    if (!conflict || isDeletion(*conflict))
        return;
    // Pressing it again undoes the choice.
    const bool wasChosen = m_choices.value(m_shown).keepBoth;
    m_choices.insert(m_shown, wasChosen ? m_table->choice() : keepingBoth());
    say({});
    refresh();
}

void ConflictReview::choiceChanged()
{
    if (m_isFilling || !current())
        return;
    m_choices.insert(m_shown, m_table->choice());
    say({});
    refresh();
}

void ConflictReview::refresh()
{
    const ConflictView *conflict = current();
    m_pages->setCurrentIndex(conflict ? 1 : 0);
    m_empty->setText(
        m_isLoading ? tr("Looking for conflicts…") : tr("There are no conflicts. Everything is settled."));
    const Choice choice = m_choices.value(m_shown);
    const bool isFree = conflict && !m_settler->isBusy(m_shown);
    const bool isDecided = isFree && isComplete(choice, *conflict);
    const QList<ConflictView> alike = conflict ? m_model->allLike(*conflict) : QList<ConflictView>();
    m_allAria->setEnabled(isFree);
    m_allGoogle->setEnabled(isFree);
    m_keepBoth->setEnabled(isFree && !isDeletion(*conflict));
    m_keepBoth->setChecked(choice.keepBoth);
    m_table->setEnabled(isFree);
    m_apply->setEnabled(isDecided);
    m_applyAll->setVisible(alike.size() > 1);
    m_applyAll->setText(applyAllText(alike, choice));
    m_applyAll->setEnabled(isDecided && choice.ownFields.isEmpty());
    m_skip->setEnabled(m_model->rowCount() > 1);
    if (!conflict)
        return;
    m_headline->setText(diff::eventLine(conflict->view.event, m_viewer));
    const calendar::Event outcome = outcomeOf(choice, *conflict);
    QString text = outcome.isEmpty() ? tr("The event will be deleted.") : diff::eventLine(outcome, m_viewer);
    if (choice.keepBoth) {
        text = tr("%1, and as an event of its own: %2", "two events")
                   .arg(text, diff::eventLine(ariaVersion(*conflict), m_viewer));
    }
    m_preview->setText(isComplete(choice, *conflict) ? text : tr("Choose a side for each field."));
}

// Says what it will do before it does it.
QString ConflictReview::applyAllText(const QList<ConflictView> &alike, const Choice &choice) const
{
    const int count = static_cast<int>(alike.size());
    if (count == 0 || !isComplete(choice, alike.constFirst()))
        return tr("Apply to &all %n like this", "conflicts in which the same fields differ", count);
    const auto deleted = std::count_if(alike.begin(), alike.end(),
        [&choice](const ConflictView &conflict) { return outcomeOf(choice, conflict).isEmpty(); });
    return tr("Apply to &all %n like this: keep %1, delete %2", "%1 and %2 are numbers of events", count)
        .arg(m_viewer.locale.toString(count - deleted), m_viewer.locale.toString(deleted));
}

void ConflictReview::apply()
{
    const ConflictView *conflict = current();
    if (!conflict || !isComplete(m_choices.value(m_shown), *conflict))
        return;
    say({});
    leaveTable();
    m_settler->settle(*conflict, m_choices.value(m_shown));
    refresh();
}

void ConflictReview::applyToAllAlike()
{
    const ConflictView *shown = current();
    if (!shown || !m_applyAll->isEnabled())
        return;
    say({});
    leaveTable();
    const ConflictView like = *shown;
    const Choice choice = m_choices.value(m_shown);
    const QList<ConflictView> alike = m_model->allLike(like); // settling takes rows away
    for (const ConflictView &conflict : alike)
        m_settler->settle(conflict, choice);
    refresh();
    m_list->setFocus(); // the button is gone
}

// The fields are about to disappear; whoever works by keyboard continues in the list.
void ConflictReview::leaveTable()
{
    if (m_table->isAncestorOf(focusWidget()))
        m_list->setFocus();
}

void ConflictReview::skip()
{
    const int count = m_model->rowCount();
    if (count > 1)
        m_list->setCurrentIndex(m_model->index((m_list->currentIndex().row() + 1) % count));
}

void ConflictReview::retryWording()
{
    if (m_lostWording)
        m_settler->saveWording(*m_lostWording);
}

void ConflictReview::say(const QString &text)
{
    if (text.isEmpty() && m_lostWording)
        return; // until it is saved
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    m_retry->setVisible(m_lostWording.has_value());
}

} // namespace aria::conflicts
