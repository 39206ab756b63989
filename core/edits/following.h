// "This and following": ends a series before an occurrence and, for an edit, starts a new one there. Inside one
// Store::write, so that neither half ever exists without the other.
#pragma once

#include "edits/eventwriter.h"

namespace aria::service {

// Edits that are stored together and taken back together.
struct FollowingEdit
{
    QList<Edit> edits; // the first is the one to answer with
    QString reason; // in their history, by which undoFollowing() finds them; empty: an edit like any other
};

// NotFound; Precondition "cannot_split", "not_an_occurrence"; Forbidden if somebody else organizes the series.
Expected<FollowingView> readFollowing(
    store::Session &session, const QStringList &calendarIds, const EventKey &key);

// request.content is laid over FollowingView::series. Later occurrences that were changed or cancelled on their own
// move along if the new series still takes place at their times.
Expected<FollowingEdit> updateFollowing(
    store::Session &session, const UpdateRequest &request, const EditContext &context, RandomSource &random);
Expected<FollowingEdit> deleteFollowing(
    store::Session &session, const EventKey &key, const EditContext &context);

// Whether the change was made together with others.
bool isFollowing(const store::HistoryRecord &change);
// Takes back everything that was made together in that calendar, as far as it still exists.
Expected<FollowingEdit> undoFollowing(store::Session &session, const QString &calendarId,
    const QString &reason, const EditContext &context, RandomSource &random);

} // namespace aria::service
