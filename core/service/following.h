// "This and following": a series ended before an occurrence and, for an edit, a new one from there on. Inside one
// Store::write, so that neither half is ever there without the other.
#pragma once

#include "service/eventwriter.h"

namespace aria::service {

// What is stored together and taken back together.
struct FollowingEdit
{
    QList<Edit> edits; // the one to answer with first
    QString reason; // of their history, by which undoFollowing() finds them; empty: an edit like any other
};

// NotFound; Precondition "cannot_split", "not_an_occurrence"; Forbidden where somebody else organizes the series.
Expected<FollowingView> readFollowing(
    store::Session &session, const QStringList &calendarIds, const EventKey &key);

// request.content is laid over FollowingView::series. What was changed or cancelled on its own later on goes along where
// the new series still takes place then.
Expected<FollowingEdit> updateFollowing(
    store::Session &session, const UpdateRequest &request, const EditContext &context, RandomSource &random);
Expected<FollowingEdit> deleteFollowing(
    store::Session &session, const EventKey &key, const EditContext &context);

// Whether the change was made together with others.
bool isFollowing(const store::HistoryRecord &change);
// Takes back all that was made together in that calendar, whatever of it is there still.
Expected<FollowingEdit> undoFollowing(store::Session &session, const QString &calendarId,
    const QString &reason, const EditContext &context, RandomSource &random);

} // namespace aria::service
