# The book: grid, booking, appointments.

## the grid

day-today = today
day-nobody-works = Nobody works here yet: { $manage-staff } enters therapists.
day-free-until = { $time } { $column }: free until { $until }
day-off = { $time } { $column }: not at work
day-break = { $time } { $column }: break
day-closed = { $time } { $column }: the house is closed
day-rows = { $minutes } minutes a row.
day-by-room = A column per room.
day-by-equipment = A column for each piece of equipment.
day-by-therapist = A column per therapist.
day-by-day = { $column }, a column per day.
day-no-next = Nothing later for { $column } on this day.
day-no-prev = Nothing earlier for { $column } on this day.
day-none-free = No { $minutes } minutes are free for { $column } on the rest of this day.
day-nobodys-move = What needs a therapist and a room cannot be put into this column.
day-nobodys = { $time } { $column }: only what holds none
day-no-therapist = Nobody
day-no-room = No room
day-find-title = Whose visits?
day-find-none = No visit of theirs is in the book.
day-no-later-visit = No later visit of { $who }.
day-no-earlier-visit = No earlier visit of { $who }.
day-no-groups = none, there is only one
day-sheet-none = Nothing is booked.
day-hours-whose = Hours of a day are a therapist's: go to their column.
day-sheet-whose = A day sheet is a therapist's: go to their column.
day-sheet-no-printer = A day sheet is paper, and no printer is set up at this desk.
day-sheet-printed = The day sheet of { $column }, { $date }, goes to the printer.
day-gone = { $status }: { $who } { $time } ({ $reason })
day-overridden = ! { $reason }
day-nothing-here = There is no appointment under the cursor. { $day-book } books this time.
day-walk-in-has-no-card = A walk-in without a name has no card.
day-status-set = { $who }: { $status }, { $time }.
day-moving = Moving { $who }, { $service }
day-moving-to = { $from } to { $to }, { $column }
day-copying = Once more: { $who }, { $service }
day-copying-to = at { $to }, { $column }
day-part = Handing over a part of { $who }, { $service }
day-part-to = part { $nth }, { $time }, to { $column }
day-part-moved = A part of { $who }, { $service }, has been handed over.
day-part-in-one-day = One day shows to whom a part can be given: { $day-one }.
day-length = How long: { $who }, { $service }
day-length-to = { $minutes } min, { $from }-{ $to }; { $nav-down } longer, { $nav-up } shorter
day-resized = { $who }: { $span }, { $minutes } minutes.
day-swapping = Swapping { $who }, { $service }, with
day-swap-with-what = Go to the other appointment and press { $move-drop }.
day-swapped = Swapped: { $who } is now at { $place }.
day-moved = { $who } is now at { $place }.
day-undo-booked = Older, { $time }: the booking of { $who }. { $day-undo } again takes it back.
day-undo-moved = Older, { $time }: the move of { $who }. { $day-undo } again takes it back.
day-undo-room = Older, { $time }: the change of room of { $who }. { $day-undo } again takes it back.
day-undo-length = Older, { $time }: the other length of { $who }. { $day-undo } again takes it back.
day-undo-part = Older, { $time }: a part of { $who } handed over. { $day-undo } again takes it back.
day-undo-swapped = Older, { $time }: the swap of { $who } with another. { $day-undo } again takes it back.
day-undo-status = Older, { $time }: { $who }, { $status }. { $day-undo } again takes that back.
day-move-again = Or { $move-drop } again to put it here all the same.

## what is asked about an appointment

day-cancel-title = Cancel { $who }, { $place }
day-no-show-title = No-show: { $who }, { $place }
day-reason-client-ill = client is ill
day-reason-client-busy = client cannot come
day-reason-therapist-away = therapist is away
day-reason-mistake = booked by mistake
day-reason-no-word = did not come, no word
day-reason-wrong-day = came on another day
day-reason-late = came too late
day-reason-not-reached = could not be reached
day-room-title = Room for { $who }
day-room-now = has it now
day-room-free = free
day-note-title = Note for { $who }
day-override-title = Book in spite of that: why?
day-override-client-wish = the client wishes it
day-override-agreed = agreed with the therapist
day-override-short = it will be shorter
day-override-helper = someone helps out

## booking

booking-title = Book
booking-client-hint = name or phone; empty for a walk-in
booking-service-hint = name or code
booking-room-hint = chosen for you
booking-minutes = { $minutes } min
booking-minutes-price = { $minutes } min  { $price }
booking-time-twice = That time comes twice on this day: type { $first }, or { $second } for the second.
booking-no-such-time = There is no { $typed } on that day.
booking-nobody-free = Nobody who gives this is free then. Choose someone, or another time.
booking-as-asked = { $time }  as asked
booking-needs-reason = needs a reason
booking-new-client = nobody found; { $accept } enters a new client
booking-client-short = two letters or more
booking-unknown-client = Choose a client from the list, or leave this empty for a walk-in.
booking-booked = Booked: { $who }, { $service }, { $place }.

## the next free times

next-free-title = Next free time
next-free-any = anyone
next-free-for = For { $client }.
next-free-times = Free for { $service }
next-free-woman = any woman
next-free-man = any man
next-free-or-else = others who would do, with commas
next-free-anywhere = any
next-free-from-hint = when it begins
next-free-until-hint = when it is over
next-free-nearest = nearest to that time
next-free-first = from that time on
next-free-best = best in the week
next-free-all = each of them
next-free-more = More times
next-free-why = { $time }: { $why }
next-free-nothing = Nothing is free.
next-free-without-times = Nothing on those days and hours; at others:
next-free-without-place = Nothing with that room or equipment; elsewhere:
next-free-without-person = Nothing with whom you asked for; with others:
next-free-without-all = Nothing as you asked for it; without any of that:
why-nobody-gives = Nobody whom you asked for gives { $service }.
why-no-woman = No woman gives { $service }.
why-no-man = No man gives { $service }.
why-all-taken = None of the { $n } who could is there then.
why-all-taken-until = All { $n } who could are taken, the first until { $until }.

## one appointment

appointment-title = Appointment
appointment-client = Client
appointment-alert = Alert
appointment-service = Service
appointment-when = When
appointment-price = Price
appointment-in-cart = { $price } in the cart
appointment-price-asked = asked for at the sale
appointment-created = Booked
appointment-staff = Therapist
appointment-room = Room
appointment-status = Status
appointment-reason = Reason
appointment-note = Note
appointment-override = Override
appointment-paid = Receipt
appointment-arrived-at = arrived { $time }
appointment-started-at = started { $time }
appointment-finished-at = finished { $time }

## go to a date

go-to-title = Go to a date; shown is { $shown }
go-to-hint = like 24.12.  fri  +1w  2026-12-24  t for today

## help

help-day-title = The appointment book
help-day =
    To book: put the cursor on a free time and press { $day-book }, type the client, { $accept }, type the service, { $accept }.
    To find a time: { $day-next-free }, then the service; choose one of the times. { $day-free-cell } goes to the column's next free time, { $day-next-block } and { $day-prev-block } to its next visit and the one before, { $day-today } to now.
    When the client comes: { $day-arrived }. When the service begins: { $day-start }. When it is over: { $day-done }. To charge it: { $day-to-cart }.
    To move: { $day-move } picks the appointment up, the arrows carry it, { $day-next } and { $day-prev } take it to another day, { $move-drop } puts it down, { $move-cancel } leaves it. Where two give it together, it goes from the column of the second to another second.
    { $day-length } pulls it longer or shorter with { $nav-down } and { $nav-up }. { $day-part } hands the part under the cursor to another therapist or room. { $day-swap } swaps it with another: go there and press { $move-drop }. { $day-copy } books the same once more.
    { $day-hours } changes the hours of the therapist under the cursor on that day.
    { $day-sheet } prints the day of the therapist under the cursor, with notes and alerts.
    To find somebody: { $day-find } and the name; { $day-visit-next } and { $day-visit-prev } go to the same client's visit after and before it, on whatever day.
    To cancel: { $day-cancel } and the reason. Cancelled visits and no-shows leave the grid; the line under it still tells of them.
    { $day-undo } takes back what this desk changed last in the book, step by step, as long as nobody has built upon it: a quarter of an hour at most. Before it goes on to another visit, it says whose and is pressed once more.
    A column per therapist, or with { $day-columns } per room, and then per piece of equipment where there is some; rows of 5, 10, 15 or 30 minutes, finer with { $day-finer }, coarser with { $day-coarser }. Behind each name stands how much of the hours of work is booked. Where there are more columns than fit, the corner counts them and { $day-columns-prev } and { $day-columns-next } turn to them; { $nav-page-up } and { $nav-page-down } turn the hours.
    { $day-week } shows the week of the therapist or room under the cursor, { $day-three } three days, { $day-one } the one day again. There { $day-columns-next } and { $day-columns-prev } turn to the next therapist or room and the one before. { $day-week-next } and { $day-week-prev } go on and back by a week.
    A block's left edge is its status: { $sign-booked } booked, { $sign-confirmed } confirmed, { $sign-arrived } arrived, { $sign-in-service } in service, { $sign-done } done. The third row says it in words; a shorter block shows a letter: { $sign-letter-confirmed } confirmed, { $sign-letter-arrived } arrived, { $sign-letter-in-service } in service, { $sign-letter-done } done. Then { $sign-alert } an alert, ! booked in spite of a clash, { $sign-note } a note, +1 one more stands behind. At the end of the second row the group of the service: { $sign-groups }.
    :05 before the service: it begins five minutes into the row. -:40 at the end: it is over then. { $sign-above } it began further up.
    { $sign-off } not at work, { $sign-break } break, { $sign-now-line } now, { $sign-past } behind a time it is past. Where the clock is set back, a time that comes twice says how far it is ahead of UTC: 03:05+3, an hour later 03:05+2.
help-moving-title = An appointment in the hand
help-moving =
    Picked up to be moved, copied, pulled longer, handed over in part or swapped. The arrows carry it to another time or therapist; one that is pulled gets longer with { $nav-down } and shorter with { $nav-up }; for a swap they go to the other appointment.
    { $day-next } and { $day-prev } go on to another day, { $day-go-to } to a date. { $move-drop } puts it down; a clash is said with what would do, and it stays in your hand. { $move-drop } at the same place again asks for a reason and puts it there all the same. { $move-cancel } leaves the appointment where it was.
help-booking-title = Booking
help-booking =
    Client: a few letters of any part of the name, or the last digits of the phone; empty for a walk-in. A name that is not in the file opens the form for a new client. { $accept } goes on.
    Service: part of the name or the code. { $accept } books. Therapist (any woman and any man too), date, time, room and note are filled in or chosen for you; { $nav-down } or { $nav-next } goes to them.
    With: who else gives it, where the service takes more than one; whoever is free if it stays empty.
    When the time will not do, the form says what stands in the way and lists times that would: { $accept } takes the marked one. The last line of the list keeps the time as asked and asks for a reason.
help-override-title = In spite of a clash
help-override = Say why. The reason stays with the appointment, and the grid marks it with !.
help-cancel-title = Cancelling an appointment
help-cancel = Type the reason or choose one. The time is free again at once; the visit stays in the client's file.
help-no-show-title = A client who did not come
help-no-show = Type what is known or choose it. The time is free again at once; the no-show stays in the client's file.
help-day-room-title = Another room
help-day-room = The free rooms come first; behind the others stands who has them.
help-day-note-title = Note on an appointment
help-day-note = For the desk and the therapist; it is shown under the grid and on the appointment's page.
help-day-price-title = Price of the visit
help-day-price = This service has no fixed price. Type what this visit costs; it then goes to the cart.
help-next-free-title = Next free time
help-next-free =
    Type the service and press { $accept }. { $nav-next } goes to the therapist; empty means anyone who gives the service.
    { $nav-next } again goes to the date and the time wished for: fri, +2w, 1 dec; 17, 5p. The nearest free times to that are listed. Further down: others who would do, weekdays (mon-fri), not before and not after which time, a room or equipment, and in which order: nearest, from that time on, the best in the week (with the usual therapist, without gaps that nobody can buy, then with who has least to do), or each time with everybody. The scan of a card says whom it is for.
help-next-free-times-title = Free times
help-next-free-times = The times nearest to the date and time asked for, none before now, and above them why the very time cannot be had. If there is nothing as you asked for it, the list says what it leaves out. The last row brings more. Type a part of a day, a time, a name or a room to see only those. { $accept } takes one to the booking form, which asks for the client if none is chosen yet. { $back } goes back; another date or time is typed in the question before.
help-appointment-title = One appointment
help-appointment = Everything about it. The keys of the book work here too: { $day-arrived } arrived, { $day-start } start, { $day-done } done, { $day-to-cart } to the cart, { $day-move } move, { $day-room } room, { $day-note } note, { $day-cancel } cancel, { $day-no-show } no-show, { $day-client } the client's card.
help-day-find-title = A client's visits
help-day-find = Type a part of the name or the last digits of the phone. { $accept } goes to the client's next visit, or to the last one where none is to come.
help-go-to-title = Go to a date
help-go-to = A date as 24.12. or 2026-12-24, a day of the month, a weekday (fri), or so far from today: +3, +1w, -2m. t is today.
