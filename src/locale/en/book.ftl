## what the shop decides about appointments

field-hold-minutes = A time is held
field-late-hours = Late to cancel
field-no-show-fee = No-show costs
field-late-fee = Late cancel costs
field-deposit-rate = Deposit
field-deposit-from = Deposit from
field-deposit-no-shows = After no-shows
field-deposit-hours = Held for deposit

outcome-held = Held until { $until }.
outcome-booked-deposit = Booked. A deposit of { $deposit } is due.
outcome-held-deposit = Held until { $until }: a deposit of { $deposit } is due.
outcome-fee-due = { $status }: { $fee } to be charged.
outcome-let-go = { $n ->
    [0] Nothing was held beyond its time.
    [one] A time that was held is free again.
   *[other] { $n } times that were held are free again.
}

## how an appointment is made

field-made-as = As
booking-how-booked = booked
booking-how-phone = by phone
booking-how-held = held for a while
booking-how-requested = asked for
booking-how-stand-by = stand-by

## what became of an appointment

appointment-changes = Changes
appointment-visit = Together
appointment-series = Series
appointment-held = Held
appointment-held-until = until { $until }, then let go
appointment-due = Due
appointment-fee = { $money } for not coming
appointment-deposit = deposit of { $money }
changed-made = made
changed-none = none
changed-client = client { $from } > { $to }
changed-service = service { $from } > { $to }
changed-start = { $from } > { $to }
changed-minutes = { $from } min > { $to } min
changed-staff = { $from } > { $to }
changed-room = room { $from } > { $to }
changed-status = { $from } > { $to }
changed-note = note { $from } > { $to }
changed-overridden = in spite of a clash: { $reason }
changed-paid = paid, receipt { $receipt }
changed-unpaid = money given back

## fees

day-fee-due = { $fee } to be charged.
attention-fee-due = { $client }, { $start }: { $status }. { $fee } is not charged yet.
attention-fee-charge = Charge { $fee }: into the cart
attention-fee-excuse = Excuse: nothing is charged
attention-fee-excused = Excused: nothing is charged.
day-reason-our-fault = Our mistake
cart-price-no-show = no-show
cart-price-late-cancel = cancelled late
help-attention-fee-title = A time that was kept for nothing
help-attention-fee = Somebody did not come, or cancelled too late, and the shop asks money for that. It is charged like a visit: into the cart, then paid. Whoever may take something off can excuse it, with a reason; the appointment then counts as cancelled.
help-fee-excuse-title = Excuse
help-fee-excuse = Why nothing is charged. One of the reasons, or words of your own. The appointment counts as cancelled from then on.

## rules

settings-book-rules = Appointments: holds, late cancels, no-shows, deposits
book-rules-none = nothing is asked
book-rules-some = fees or deposits are asked
book-rules-hold-hint = minutes, when nothing else is said
book-rules-late-hint = hours before the start; 0: never late
book-rules-fee-hint = nothing, an amount, or a share: 50 %
book-rules-deposit-hint = of the price: 20 %; 0: none is asked
book-rules-from-hint = of services at this price or more; empty: of all
book-rules-no-shows-hint = of who did not come so often; 0: of all
book-rules-hours-hint = held so many hours for it; 0: booked at once
help-book-rules-title = Rules of the book
help-book-rules = A time that is held is let go when its minutes are over. Less than so many hours before the start a cancellation is late. What a no-show or a late cancel costs is charged into the cart from the attention list, or is excused there. A deposit is asked of services from a price on, or of clients who did not come before; with hours, the appointment is held for it and booked when it is paid.

## the waitlist

field-first-day = From
field-last-day = Until
field-from-time = Not before
field-until-time = Not after
field-urgent = Urgent
waitlist-title = Waitlist
waitlist-new = + Somebody waits
waitlist-nothing = nothing yet
waitlist-wish = Somebody waits for a time
waitlist-book = Book { $time }
waitlist-change = Change the wish
waitlist-drop = Nobody waits any more
waitlist-dropped = Off the waitlist.
waitlist-elsewhere = Went elsewhere
waitlist-no-more = No longer wanted
waitlist-time-hint = of the start; empty: any time
waitlist-days-hint = like mon-fri or sat,sun; empty: every day
outcome-waiting = On the waitlist.
refused-not-waiting = Nobody waits for this any more: it was booked or dropped.
attention-waiting = { $client }, { $service }: waits, and could come { $time }.
help-waitlist-title = Waitlist
help-waitlist = Who waits for a time that was not free, the urgent ones first, then by how long they wait. On the right stands the first time that each could have now: cancelled, moved and new hours count at once. { $accept } on a row books it, changes the wish or drops it.
help-waitlist-one-title = One who waits
help-waitlist-one = The time that could be had goes into a booking with all of it filled in; when it is booked, the wish is met and off the list.
help-waitlist-drop-title = Off the waitlist
help-waitlist-drop = Why nobody waits any more. One of the reasons, or words of your own.
help-waitlist-wish-title = A wish
help-waitlist-wish = Who waits for what, with whom if that matters, on which days and between which hours the treatment may begin. Without a last day two weeks are meant.
noun-waiting = wish on the waitlist
