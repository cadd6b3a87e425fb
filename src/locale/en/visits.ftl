# Visits of several appointments: the same again, series, several services at once,
# couples and groups.

## the same again

again-title = Again: { $who }, { $service }
again-how = Free as last time. Or type when: 6 for in six weeks, 10d for ten days, a date.
client-due = Due { $day }
client-never-here = There is no visit yet that could be booked again. { $client-book } books the first.
done-due = Due again
done-next-visit = Next visit

## help

help-again-title = The same again
help-again =
    The same client, service, therapist, weekday and time: when the client is due again by the service, four weeks later where it says nothing. { $accept } books.
    If that is not free, the reason is said and the nearest times that would do are listed; { $accept } takes the marked one.
    Type 6 for in six weeks, 10d for in ten days, or a date to see that day; or a name, a time or a room to see only those. Weeks and days count from the appointment that is booked again.

## sentences

noun-visit = visit
field-every = Every
field-times = How often
field-host = Host
field-bill = Bill
refused-part-clash = Number { $part }, { $start }: { $clash }
refused-part-twice = The same appointment cannot move to two places.
refused-no-part-to-pay = All of this visit is in a cart already, or paid.
outcome-booked-visit = { $n ->
    [one] Booked.
   *[other] All { $n } are booked.
 }
outcome-moved-all = { $n ->
    [one] Moved.
   *[other] All { $n } are moved.
 }
outcome-undone-several = { $n ->
    [one] Taken back.
   *[other] All { $n } are as before.
 }
day-undo-several = Older, { $time }: { $status } at once, of { $who }. { $day-undo } again takes them all back.

## series

series-title = Repeat: { $who }, { $service }
series-times = in all, this one among them
series-every = 1w every week, 2w every second, 10d every ten days
series-no-every = "{ $typed }" is no pause between visits. Type it like 1w, 2w or 10d.
series-no-weekdays = "{ $typed }" are no days of the week. Type them like mon thu, or mon-fri.
series-until-early = This is not after the visit itself.
series-weekdays = the same weekday; or like mon thu
series-until = instead of a number: the last day
series-preview = The others
plan-free = free
plan-not-free = not free
plan-left-out = left out
plan-instead = instead of { $time }
plan-no-other = Other times are offered for one that is not free; a free one is moved after it is booked.
plan-how = All that are in the list are booked at once.
plan-offers = { $clash } { $key } takes { $time }, { $staff }.
plan-open = { $n ->
    [one] One is not decided yet
   *[other] { $n } are not decided yet
 }: { $other } takes another time, { $skip } leaves it out.
plan-nothing = All are left out.

## several services, several clients

visit-more = And what else? So far { $n }
visit-service-hint = one more; empty: find times
visit-client-hint = somebody else; empty: without a name
visit-note-hint = for all of them
visit-bill-one = one bill, the first pays
visit-bill-many = each their own
visit-order = One after
visit-order-any = any order
visit-order-given = as named
visit-times = Times for all { $n } together
visit-booked = { $n ->
    [one] Booked: { $start }, { $who }.
   *[other] All { $n } are booked, from { $start }: { $who }.
 }
visit-move = Move all { $n }
visit-waits = waits { $minutes } min
visit-no-time = Other therapists, or another day?
visit-nothing = No time for all of them in the next weeks.
visit-gave-up = Not everything was looked at: there may be other times, and nearer ones.
visit-why = { $time }, { $service }: { $why }
visit-note-said = For all: { $note }
together-title = { $who }: all that belongs together
together-alone = This appointment stands alone. { $day-repeat } makes a series of it; { $booking-more } while booking makes a visit of several.
together-arrived = Check in all { $n }
together-charge = All { $n } to the cart
together-move = Move all { $n }
together-cancel = Cancel all { $n }
together-note = Note for all, and who pays
together-like-later = Make the { $n } that follow like this one
together-like-all = Make all { $n } others like this one
together-like-title = Like this one
together-cancel-later = Cancel this one and those that follow ({ $n })
together-cancel-all = Cancel the whole series ({ $n })
together-cancel-why = Cancel { $n }: why?
together-cancelled = { $n ->
    [one] Cancelled.
   *[other] All { $n } are cancelled.
 }
together-done = Done for all of them.
together-all-here = Nobody of the party is still expected.

help-series-title = A series
help-series =
    How often, and how far apart. { $accept } on the first line takes what stands there; { $nav-down } goes to the rest: every second week is 2w, every ten days 10d; mon thu takes two weekdays; a last day takes the place of a number.
    Then all of them are listed before any is booked. If the client has something paid ahead for this service, what is left of it is said and taken as the number.
help-series-list-title = One by one
help-series-list =
    Each as it would be booked or moved. { $planned-other } takes what is offered in place of one that is not free, again the next offer; { $planned-skip } leaves one out. { $accept } does all that are in the list at once: all of them, or none.
    A series keeps its hour of the clock when the clock is changed.
help-visit-title = Several services
help-visit =
    Name one more service and { $accept }, then for whom: the client that is shown, somebody else, or nobody: then it is for a guest without a name. Below stands what there is so far. The services of one client follow each other, those of several begin at the same time.
    The therapist is anyone, any woman, any man or somebody by name. Further down stand days and hours that all of it is to keep to.
    With the service left empty { $accept } looks for times.
help-visit-times-title = Times for all
help-visit-times =
    The nearest times at which all can be had, with therapist and room of each, and how long somebody waits. { $accept } takes one: all are booked or moved at once. Type a date, a time or both to look elsewhere, or a name to see only those.
    Above the times stands why they cannot be had at the very time, and what they are without where nothing is as you asked for it.
help-together-title = What belongs together
help-together =
    The visit or the series of this appointment. The first rows do something to all of it; the others go to one of its parts. Cancelling asks for the reason; what is made like this one is listed first with what would clash.
help-visit-note-title = Note and bill
help-visit-note = The note is said when the party comes and when it pays. With one bill all parts go to the host's cart; with many each client's own.
