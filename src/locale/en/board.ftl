# The house as it is now: therapists, rooms, where somebody is, longer than planned.

## the order of a room

room-order-clean = clean
room-order-to-clean = to clean
room-order-cleaning = being cleaned
room-order-overnight = taken overnight
room-order-out-of-order = out of order
outcome-room-ordered = The room is { $order }.
outcome-room-ordered-hits = The room is { $order }. { $n ->
    [one] One appointment lies in it meanwhile: it is
   *[other] { $n } appointments lie in it meanwhile: they are
 } under attention until moved.
outcome-room-undone = Taken back: the room is { $order }.
outcome-undone-room-order = Taken back: the room is not { $order } any more.
clash-room-out-of-order = { $room } is out of order: { $note }
clash-room-out-of-order-until = { $room } is out of order up to { $until }: { $note }
day-undo-room-order = Older, { $time }: { $who }, { $status }. { $day-undo } again takes that back.

## the board

board-title = The house
board-therapists = Therapists (arrows: rooms)
board-rooms = Rooms (arrows: therapists)
board-now = Now
board-next = Next today
board-free = free
board-off = not at work
board-off-from = not at work before { $time }
board-away = away
board-away-until = { $away }, until { $until }
board-since = since { $time }
board-up-to = up to { $until }
board-from-to = { $since } to { $until }
board-over = { $n ->
    [one] a minute over
   *[other] { $n } minutes over
 }
board-places = { $n } of { $places } places, the last until { $until }
board-next-in-full = next ({ $status }): { $visit }
board-rooms-first = That is said of a room: { $nav-right } goes to the rooms.
board-nobody = There is no appointment for that on this row.
board-out-of-order = { $room }: out of order
board-until-hint = the last day of it; empty: until it is said to be in order
board-why-heating = The heating fails
board-why-water = Water
board-why-table = The table is broken
board-why-painting = Being painted
help-board-title = The house now
help-board = Who is with whom, in which room, since when and until when, and what comes next today; whoever is not at work stands last. F is free, W with a client, ! over the planned end, - not at work. It keeps itself up to date. The keys of the book work on the marked row: { $day-arrived } arrived, { $day-start } start and { $day-confirm } confirm are for who comes next, { $day-done } done, { $day-extend } longer and all others for who is there. { $accept } shows the appointment, { $day-where } finds somebody, the arrows to the side go to the rooms.
help-board-rooms-title = The rooms now
help-board-rooms = Which room is free (F) or occupied (O, ! over the planned end), which is to be cleaned (D) or being cleaned (C), where a guest stays the night (N), which is out of order (X). { $board-clean } clean, { $board-to-clean } to clean, { $board-cleaning } being cleaned, { $board-overnight } taken overnight, { $board-out-of-order } out of order, of the marked room; { $day-undo } takes it back. When a treatment is done whose service ends with cleaning up, its room is to be cleaned by itself, unless it has several places. In a room that is out of order nothing can be booked, save against the rule with a reason.
help-board-out-of-order-title = Out of order
help-board-out-of-order = Why, and the last day of it if that is known. Until then nothing is offered there, and booking it says so. How many appointments lie in that time already is told: move them to another room.

## where somebody is

where-title = Where is
where-type = Type a name or digits of a phone number.
place-inside = in { $visit }
place-waiting = here since { $since }, waits for { $visit }
place-expected = expected: { $visit }
place-gone = gone at { $at }, was with { $staff }
place-not-today = not today
place-on-card = Now: { $place }
help-where-title = Where is somebody
help-where = Type a part of the name or of the phone number. Each who fits is told with the room, the times and the therapist; or since when they wait, when they are to come today, or when they left. { $accept } shows the appointment, or the card of who has none today.

## a room that is not ready

not-ready = { $room } is { $order }, since { $since }
not-ready-by = { $room } is { $order }, since { $since } ({ $by })
not-ready-start = Start all the same
not-ready-clean = It is clean by now: say so, and start
help-not-ready-title = The room is not ready
help-not-ready = The room of this appointment is to be cleaned, is being cleaned, is out of order or has a guest for the night. { $accept } starts all the same; the second row says first that it is clean.

## longer

extend-title = Longer: { $who }, { $span }
extend-by = +{ $n } min, until { $until }
extend-not-begun = It has not begun: { $day-length } makes it longer or shorter.
extend-free = nothing is in the way
help-extend-title = Longer
help-extend = By how many minutes, and until when that is. What stands in the way then is shown before anything is done: who comes next to this therapist or into this room. { $accept } makes it longer, or asks for a reason where somebody is in the way and you may override that. Any other number of minutes can be typed.
