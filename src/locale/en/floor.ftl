## the walk-in queue

field-promised = Promised
noun-walk-in = walk-in
queue-title = Walk-ins
queue-new = + Somebody came
queue-col-name = Name
queue-col-service = Service
queue-col-staff = Asked for
queue-col-came = Came
queue-col-promised = Promised
queue-col-wait = Could begin
queue-now = now { $who }
queue-in = { $n } min { $who }
queue-nobody = not today
queue-late = { $n ->
    [one] One promise is past.
   *[other] { $n } promises are past.
}
queue-started = Has begun: { $place }.
queue-undo-elsewhere = The last change was made in the book: take it back there.
queue-free-now = free now
queue-free-from = from { $time }
queue-not-today = not today
queue-gone = { $who } went away
queue-left = Off the queue.
queue-left-too-long = It took too long
queue-left-later = Comes another time
queue-left-unknown = Gone without a word
queue-could = could begin { $time }
queue-promise = { $who }: a promise
queue-somebody = Somebody came
queue-name-hint = a client, or what they are called by
queue-promised-hint = 14:30; empty: as soon as somebody can
outcome-walk-in = In the queue.
outcome-walk-in-started = Has begun.
outcome-undone-walk-in-started = Taken back: it has not begun, and waits in the queue again.
outcome-undone-walk-in-came = Taken back: nobody came.
outcome-undone-walk-in-changed = The change in the queue is taken back.
outcome-undone-walk-in-left = Taken back: still waits in the queue.
day-undo-walk-in-started = Older, { $time }: { $who } of the queue, begun. { $day-undo } again takes that back.
day-undo-walk-in-came = Older, { $time }: { $who } came into the queue. { $day-undo } again takes that back.
day-undo-walk-in-changed = Older, { $time }: { $who } of the queue, changed. { $day-undo } again takes that back.
day-undo-walk-in-left = Older, { $time }: { $who } left the queue. { $day-undo } again takes that back.
refused-not-in-queue = Nobody waits in the queue for this any more: served, or gone.
refused-nobody-now = Nobody is free for this now. The first who is: { $staff } at { $time }.
refused-nobody-today = Nobody is free for this today.
attention-late-walk-in = { $client }, { $service }: waits in the queue, and was promised { $time }.
help-queue-title = Walk-ins
help-queue = Who came without an appointment and waits, in the order of what they were promised. On the right stands in how many minutes somebody could begin, and who: the search of the book says so, with those before in the queue served first. A promise that is past has a ! and stands under what wants attention. { $accept } begins at once with the one who is proposed, in the book as everywhere; { $queue-staff } chooses somebody else. { $queue-promise } changes what was promised, { $queue-gone } takes off who went away, { $queue-undo } takes the last of it back.
help-queue-staff-title = With whom
help-queue-staff = Everybody who could serve this one: who is free now first, then by when they could begin. Somebody who is busy begins all the same with a reason, where rights allow it.
help-queue-gone-title = Gone away
help-queue-gone = Why nobody waits any more. One of the reasons, or words of your own.
help-queue-promise-title = A promise
help-queue-promise = When it is to begin, as the client was told. The queue is in the order of promises; of two equal ones who came first goes first.
help-queue-somebody-title = Somebody came
help-queue-somebody = Who, or what they are called by: a red scarf will do. Which service, and with whom if that matters to them. Without a time they are promised what the search finds behind those who wait already.
