# Every sentence and word of the program, in English.
# One section per place of use; names begin with the section's word.

## formats

weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun
month-jan = Jan
month-feb = Feb
month-mar = Mar
month-apr = Apr
month-may = May
month-jun = Jun
month-jul = Jul
month-aug = Aug
month-sep = Sep
month-oct = Oct
month-nov = Nov
month-dec = Dec
date-full = { $weekday } { $day } { $month } { $year }
date-short = { $weekday } { $day } { $month }
date-day = { $weekday } { $day }
hours-from-to = { $from } to { $to }
list-last = { $most } and { $last }

## status

status-booked = booked
status-confirmed = confirmed
status-arrived = arrived
status-in-service = in service
status-done = done
status-no-show = no-show
status-cancelled = cancelled
status-requested = requested
status-held = held
status-late-cancel = cancelled late

## lines of a cart that are no goods

line-owed = Owed of receipt { $receipt }
line-tip = Tip for { $name }

## tenders

tender-cash = Cash
tender-card = Card
tender-transfer = Bank transfer
tender-cheque = Cheque
tender-account = On account
tender-gift-card = Gift card
tender-points = Points
tender-deposit = Deposit
tender-voucher = Voucher
tender-foreign = Foreign cash

## roles

role-therapist = therapist
role-desk = desk
role-manager = manager

## nouns

noun-client = client
noun-staff = therapist
noun-room = room
noun-equipment = piece of equipment
noun-service = service
noun-product = product
noun-tax-class = tax class
noun-price-level = price level
noun-appointment = appointment
noun-ticket = cart
noun-sale = receipt
noun-drawer-session = drawer
noun-cash-movement = movement of cash
noun-print-job = print
noun-gift-card = gift card
noun-plan = package
noun-holding = package
noun-deposit = deposit
noun-shift-pattern = shift pattern
noun-absence = absence
item-deposit = Deposit
item-deposit-for = Deposit for { $name }
units-visits = { $n ->
    [one] 1 visit
   *[other] { $n } visits
 }
member-off = { $rate } % off
member-entry = entry
member-entries = { $n ->
    [one] 1 entry
   *[other] { $n } entries
 }
member-a-month = { $what } a month
member-a-week = { $what } a week
member-a-day = { $what } a day
units-minutes = { $n } times { $minutes } min
units-credit = { $left } credit
item-gift-card = Gift card { $number }
noun-tab = tab of the receipt
noun-cash-category = category
client-walk-in = a walk-in

## fields

field-shop-name = Shop name
field-currency = Currency
field-time-zone = Time zone
field-tax = Tax
field-therapists = Therapists
field-rooms = Rooms
field-places = Places
field-all-rooms = Takes
field-equipment = Equipment
field-pieces = Pieces
field-steps = Steps
field-paces = Pace
field-off-days = Not given
field-grade-min = Grade
field-grades = Grades
field-return-after = Come again
field-never-with = Never with
field-treats = Treats
field-or-else = Or else
field-time-order = Offer
field-name = Name
field-short = Short name
field-phone = Phone
field-email = E-mail
field-card = Card
field-from = From
field-reference = Number
field-number = Number
field-card-life = Gift cards
field-gives = Gives
field-units = How many
field-minutes-each = Minutes each
field-services = For
field-life = Lasts
field-credits = Visits
field-credits-per = Counted
field-rolls-over = Unused stay
field-member-off = Takes off
field-entries = Entries
field-entries-per = Counted
field-earned = Fee is earned
field-gives-back = Paid back
field-rest-days = Days of rest
field-rest-extends = Rest extends
field-can-move = Can be given
field-until = Last day
field-days = Days
field-soon-days = Ends soon
field-deposits-taxed = Deposits
field-visit = For the visit
field-order = Used first
field-birth-date = Date of birth
field-code = Code
field-price = Price
field-cost = Cost
field-minutes = Minutes
field-hours = Hours
field-group = Group
field-pattern = Shift pattern
field-anchor = First week has
field-quantity = Quantity
field-amount = Amount
field-count = Count
field-label-patterns = Label codes
field-reason = Reason
field-note = Note
field-discount = Discount
field-card-rate = Card discount
field-account = Account
field-price-level = Price level
field-level-prices = At levels
field-staff-prices = By therapist
field-timed = By time
field-discount-of = Off
field-client = Client
field-service = Service
field-staff = Therapist
field-with = With
field-room = Room
field-date = Date
field-time = Time
field-lines = Lines
field-alert = Alert
field-sex = Sex
field-shared-phone = Same phone
field-override = Override
field-category = Category
field-barcodes = Barcodes
field-par-level = Reorder at
field-role = Role
field-in-use = In use
field-tax-inside = Prices
field-cash-step = Least coin
field-receipt-header = Paper top
field-receipt-footer = Paper end
field-receipt-printing = Receipts
field-grid-minutes = Grid rows
field-request-id = Request id
field-cutoff = Day begins
field-tender = Way of paying
field-drawer = Drawer opens
field-fee = Fee in %
field-part = Part
field-other = Other appointment
field-exchange-rate = Rate
field-stale-days = Days it holds
problem-missing = { $field } is needed.
problem-too-long = { $field } is too long: at most { $limit } characters.
problem-taken = { $field }: it is there twice, or another has it already.
problem-in-use = { $field }: this is the usual one and cannot go. Choose another usual one first.
problem-bank-card = { $field }: this may be the number of a bank card, and those are never kept. A card of the house, a slip or a cheque has a number of its own.
problem-too-many = { $field }: at most { $limit } can be taken.
problem-not-understood = { $field }: "{ $typed }" is not understood.
problem-out-of-range = { $field } must be from { $least } to { $most }.

## refusals

refused-request-id-reused = This request id was used for another request. Nothing was done; use a new id.
refused-not-set-up = The shop is not set up yet: it needs a name, a currency, a tax and therapists first.
refused-looking-back = This is the shop as it was on { $moment }: it can be looked at, and nothing can be changed.
refused-disk-full = The disk is full. Finish this sale, count the drawer and close the day; nothing new is begun until { $needed } MB are free ({ $free } are now). Then it goes on by itself.
refused-already-set-up = The shop is set up already. Change its settings instead.
refused-not-found = There is no { $what } { $id }.
refused-inactive = { $name } is no longer in use ({ $what }). Make it active again, or choose another.
refused-phone-taken = { $name } has this phone number already. Take that client, or confirm that they share it.
refused-card-taken = { $name } has this card already. Take it off there first, or give another card.
refused-code-taken = { $name } has the code { $code } already. Choose another code.
refused-status-not-possible = A visit that is { $from } cannot become { $to }.
refused-appointment-paid = This visit is paid with receipt { $receipt }. Refund that receipt to change it.
refused-not-yet = It is on { $start }: who has come today has another appointment, or this one is moved first.
refused-not-begun = It begins on { $start }: until then cancel it instead.
refused-nothing-to-undo = There is nothing to take back: this desk has changed nothing in the book lately.
refused-undo-too-late = The last change was at { $at }, too long ago for one key. Change it by hand.
refused-changed-since = It was changed again since then. Look at the appointment, and change it by hand if that is still right.
refused-already-in-ticket = This visit is in a cart already. Pay that cart, or take the line out of it.
refused-clock-doubted = { $shows } { $last } { $why } Set the clock right, or confirm that it is; until then no money is taken.
refused-unknown-code = Nothing here has the name or code { $code }. Check it, or enter it as a product.
refused-bad-check-digit = { $code } was misread: its check digit is wrong. Scan it again.
refused-price-needed = { $name } has no fixed price. Type the price.
refused-above-list-price = { $name } costs { $list } today: without its receipt no more than that goes back.
refused-no-list-price = { $name } has no price of the list, so only its receipt tells what goes back. Find the receipt.
refused-price-fixed = { $name } has no price of the list to change.
refused-not-timed = { $name } is not charged by its time.
refused-nothing-to-sell = The cart is empty. Scan or add something first.
refused-no-such-line = The cart has no line { $line }.
refused-too-many-lines = The cart is full: at most { $limit } lines. Take payment for these first.
refused-quantity-out-of-range = The quantity must be a whole number from 1 to { $limit }.
refused-discount-too-high = The discount is more than the price. At most { $most } can be taken off.
refused-nothing-parked = No cart is parked.
refused-still-due = { $due } is still to be paid.
refused-card-above-due = The card amount { $given } is more than the { $due } due, and a card gives no change. Type what the card terminal took.
refused-nothing-due = Nothing more is due.
refused-tender-above-due = { $tender } { $given } is more than the { $due } due, and no change is given for it. Type how much of it is used here.
refused-implausible = { $tendered } for { $total } looks like a slip. Confirm it, or type the amount again.
refused-tender-not-taken = { $tender } is not taken here. Take another way of paying.
refused-void-too-late = Receipt { $receipt } is of { $date }, and that day of trade is closed. Give its lines back instead.
refused-return-owed = Receipt { $receipt } is on a tab or was paid from a deposit. Give its lines back instead: they go where they were paid from.
refused-return-of-no-goods = { $name } is given back, not exchanged: leave it unmarked and give it back by itself.
refused-void-exchange = Receipt { $receipt } took other things back. Give back what it sold, line by line.
refused-returns-of-another = What comes back in this cart is of receipt { $receipt }. Pay it first, then take back the other.
refused-void-in-part = Some of receipt { $receipt } was given back already. Give the rest back too.
refused-client-needed = { $name } is a client's own. Choose the client first.
refused-no-membership = { $name } has no membership that lets them in. Sell one, or choose another client.
refused-nothing-prepaid = Nothing that the client has paid ahead is for { $name }.
deposit-closed = The deposit of { $day } was paid back or kept.
deposit-not-theirs = The deposit of { $day } is another client's.
deposit-short = The deposit of { $day } has only { $left } left.
deposit-held = The deposit of { $day } has { $left } free: the rest is taken for cart { $ticket } of desk { $desk }.
deposit-used = Some of the deposit of { $day } was used. Give the rest back instead.
holding-closed = { $name } was paid back or taken over.
holding-not-yet = { $name } can be used from { $from } on.
holding-lapsed = { $name } could be used until { $on }. A later last day makes it good again.
holding-resting = { $name } rests until { $until }.
holding-other-service = { $name } is for other services.
holding-empty = Nothing is left of { $name }.
holding-short = { $name } has { $left } left, and this takes { $needed }.
holding-held = What is left of { $name } is taken for cart { $ticket } of desk { $desk }. Pay or change that cart first.
holding-not-theirs = { $name } is another client's.
holding-not-movable = { $name } is not given from one client to another: its package does not allow it.
holding-no-rest = { $name } may rest { $n ->
    [0] no more days
    [one] 1 more day
   *[other] { $n } more days
 }.
holding-for-ever = { $name } never ends; what is left is the client's.
holding-not-lapsed = { $name } can be used until { $until }; what is left is the client's until then.
holding-used = Some of { $name } was used. Give the rest back instead.
holding-used-up = All of { $name } is used for now; there is more from { $next } on.
holding-no-entry = { $name } does not let anybody in.
holding-entries-used = { $name } has let its client in { $n ->
    [one] once, and that is all
   *[other] { $n } times, and that is all
 } it gives.
holding-entries-used-until = { $name } has let its client in { $n ->
    [one] once
   *[other] { $n } times
 }; it does so again from { $next } on.
holding-not-entered = Nobody has come in with { $name } today.
holding-not-resting = { $name } does not rest.
holding-not-given-back = { $name } has begun, and nothing of it is paid back then. It can be cancelled.
gift-card-not-sold = Gift card { $number } is not sold yet: it holds money once its sale is paid.
gift-card-lapsed = Gift card { $number } was good until { $on }.
gift-card-taken-over = Gift card { $number } has expired.
gift-card-replaced = Gift card { $number } was replaced: another number has its money.
gift-card-empty = Nothing is left on gift card { $number }.
gift-card-short = Gift card { $number } has only { $left } left.
gift-card-held = Gift card { $number } has { $left } free: { $held } of it is taken for a cart of desk { $desk }.
gift-card-not-lapsed = Gift card { $number } is good until { $until }; what is on it is the client's until then.
gift-card-for-ever = Gift card { $number } never expires; what is on it is the client's.
gift-card-pays = Gift card { $number } has { $left } on it. It pays for a cart, and is not sold like goods.
refused-tab-needs-client = Who owes must be known: put a client on the cart first.
refused-tab-limit = { $owed } is owed already, and a client may owe { $limit } at most. Take a part another way.
refused-tab-smaller = That is more than the { $left } still owed.
refused-nothing-owed = Nothing is owed, or all of it is in the cart already.
refused-tab-of-other = This is owed by { $client }. Take it out of the cart first, or put { $client } on the cart.
refused-fixed-line = The amount of this line was chosen: take it out and put it in again. Nothing is taken off it.
refused-tip-for-whom = Nobody did a service in this cart. Say who the tip is for.
refused-tips-smaller = { $name } is owed { $left } for tips.
refused-rate-old = The rate is of { $day }, { $days } days ago. Look it up and set it anew, or confirm it.
refused-total-changed = The cart changed: the total is now { $total }, not { $told }. Tell the client the new total.
refused-refund-too-much = { $left ->
    [0] Line { $line } has been given back already.
   *[other] Of line { $line } only { $left } can still be given back.
 }
refused-refund-above-tender = { $kind } paid for less: at most { $left } can go back to it. Choose another way of paying back.
refused-not-refundable = This is a refund itself, so it cannot be given back.
refused-parts-taken = { $taken } is taken for a cart that is not paid. Take the rest, or give the part back, first.
refused-drawer-not-open = The drawer is not open yet. Count the float and open it first.
refused-drawer-already-open = The drawer is open since { $since } for { $date }. Close that day first.
refused-business-date-closed = A day at or after { $date } is closed already. Choose a later day.
refused-cash-short = { $wanted } is more than the drawer should hold. Check the amount, or put cash in first.
refused-not-counted = The cash is not counted yet. Count the drawer, then close.
refused-count-outdated = Money moved since the count. Count the drawer again, then close.
refused-still-open = { $tickets ->
    [0] No carts
    [one] 1 cart
   *[other] { $tickets } carts
 } and { $appointments ->
    [0] no visits
    [one] 1 visit
   *[other] { $appointments } visits
 } are still open. Finish them, or carry them over to the next day.
refused-otherwise = That cannot be done now.

## clashes

clash-staff-busy = { $staff } is with { $with } until { $until }.
clash-room-busy = { $room } is taken by { $with } until { $until }.
clash-client-busy = { $client } has another appointment until { $until }.
clash-no-room-free-until = No room that will do is free before { $until }.
clash-no-room-free = No room that will do is free then.
clash-room-unsuitable = { $service } cannot be given in { $room }.
clash-staff-day-off = { $staff } does not work that day.
clash-house-closed = The house is closed{ $reason } { $until }.
clash-house-not-open = The house is not open that day.
clash-house-shut = The house is open { $hours } that day.
clash-staff-away = { $staff } is away{ $reason } { $until }.
clash-for-reason = { " (" }{ $reason })
clash-through-day = through { $date }
clash-until-time = until { $time } on { $date }
refused-hits-visits = { $n ->
    [one] One appointment would lie outside working hours: { $visits }. Nothing was changed.
   *[other] { $n } appointments would lie outside working hours: { $visits }. Nothing was changed.
}
refused-hits-visit = { $client }, { $start }, with { $staff }
clash-staff-off = { $staff } works { $hours } that day.
clash-not-qualified = { $staff } does not give { $service }.
clash-in-the-past = That time is past: it is { $now } now.
clash-in-clock-gap = There is no such time on that day: the clocks go forward from { $from } to { $until }.
clash-not-twice = { $time } comes only once on that day.
clash-service-off = { $service } is not given from { $from } to { $until }.
clash-service-off-day = { $service } is not given on { $from }.
clash-grade-too-low = { $staff } is not of the grade that { $service } asks for.
clash-never-with = { $client } is never booked with { $staff }.
clash-treats-women = { $staff } treats women only, and { $client } is none.
clash-treats-men = { $staff } treats men only, and { $client } is none.
clash-room-full = All { $places } places in { $room } are taken until { $until }.
clash-nobody-free = Nobody is free to give it together with them.
clash-nobody-free-until = Nobody is free before { $until } to give it together with them.
clash-equipment-unsuitable = { $service } cannot be given with { $equipment }.
clash-equipment-busy = { $equipment } is in use until { $until }.
clash-no-equipment-free = There is not enough of { $of } for that.
clash-no-equipment-free-until = { $of } is in use until { $until }.
clash-nearest = { $clash } Nearest: { $offers }.
offer-with-room = { $when } { $staff }, { $room }
offer-without-room = { $when } { $staff }
offer-separator = {"; "}

## outcomes

outcome-saved = Saved.
outcome-hours-set = Saved. { $n ->
    [one] One appointment now lies outside working hours: it stands in the attention list until it is moved.
   *[other] { $n } appointments now lie outside working hours: they stand in the attention list until they are moved.
}
outcome-booked = Booked.
outcome-undone-booked = The booking of { $start } is taken back.
outcome-undone-moved = The move is taken back; it is at { $start } again.
outcome-undone-room = The change of room is taken back.
outcome-undone-length = The other length is taken back.
outcome-undone-part = The change of one part is taken back.
outcome-undone-swapped = The swap is taken back; it is at { $start } again, and so is the other.
outcome-swapped = Each is where the other was.
outcome-undone-status = Taken back: it is no longer { $status }.
outcome-parked = The cart is parked.
outcome-recalled = The parked cart is back.
outcome-recalled-and-parked = The parked cart is back; the open one is parked now.
outcome-ticket-dropped = The cart is dropped.
outcome-sold = Receipt { $receipt }: { $total } paid.
outcome-sold-change = Receipt { $receipt }: { $total } paid. Change { $change }.
outcome-refunded = Refund { $receipt }: { $total } given back.
outcome-refunded-cash = Refund { $receipt }: { $total } given back. Hand out { $cash } in cash.
outcome-expired = This one expired on { $on }: it should not be sold.
outcome-past-best = This one was best before { $on }.
outcome-repriced-one = { $name } { $was } is now { $now }
outcome-repriced = { $n ->
    [0] Prices changed: { $lines }.
   *[other] Prices changed: { $lines }; and { $n } more.
 }
offer-card = Card { $name }
outcome-stock-warning = Only { $on-hand } on hand by the books, { $wanted } in the cart.
outcome-drawer-opened = The drawer is open.
outcome-cash-moved = Recorded.
outcome-drawer-kicked = Drawer opened without a sale; recorded.
outcome-counted = Counted { $cash } in cash.
outcome-drawer-closed = The day is closed: Z { $z }.
outcome-deposit-kept = { $amount } of the deposit is kept.
outcome-member-entered = { $client } came in: { $name }, until { $until }.
outcome-member-entered-left = { $client } came in: { $name }, { $n ->
    [0] no entry
    [one] 1 entry
   *[other] { $n } entries
 } left, until { $until }.
outcome-holding = { $name } is changed.
outcome-holding-until = { $name } is changed; its last day is { $until }.
outcome-gift-card = Gift card { $number }: { $left } on it.
outcome-copy-queued = The copy is on its way.
outcome-clock-confirmed = The clock is taken to be right: { $now }.
outcome-queued = Sent to the printer.
outcome-queued-copy = Copy { $copy } sent to the printer.

## failures

tried-open-shop = The shop could not be opened.
tried-close-shop = The shop could not be closed in good order.
tried-read = Something could not be read.
tried-do = "{ $request }" could not be done.
safe-all-before = All that was done before is safe; of this nothing was written.
safe-this-too = All that was done before is safe, and this is recorded too.
safe-perhaps-this = All that was done before is safe. Whether this was recorded is seen after a restart.
safe-up-to-the-damage = All entries before the damaged one are safe.
safe-untouched = Nothing was changed.
next-try-again = Try it again.
next-restart = The disk has failed: close Balm and start it again.
next-close-other-program = Close the other program that has this shop open, then try again.
next-check-folder = Check the name of the shop's folder, and whether you may write there.
next-make-room-on-disk = The disk is full: make room on it, then try again.
next-check-disk = Have the disk checked, and make a backup.
next-update-program = A newer Balm has written this shop: update Balm here.
next-restore-backup = Run balm verify: it says what is still good. balm repair brings that into a new shop, with what a mirror or a backup has of the rest.
next-report = This is a mistake of the program: do without this step, and report it.

## print

print-waiting = waiting for the printer
print-sent = sent, not confirmed
print-printed = printed
print-not-wanted = not printed: nobody asked
print-unknown = may be printed in part: { $reason }
print-failed = not printed: { $reason }
copy-waits = on its way
copy-sent = sent
copy-not-wanted = left
copy-unknown = may not have been sent: { $reason }
copy-not-sent = not sent: { $reason }
print-receipt = Receipt { $receipt }
print-z = Z
print-z-of-day = Z of { $date }
print-day-sheet = Day sheet of { $date }

## attention

attention-not-printed = { $what }: { $state }. Print it again if it is not there.
attention-not-sent = Copy of { $what }: { $state }. Send it again, or leave it.
attention-parked = Cart of { $client }, { $total }, parked since { $since }.
attention-nothing = Nothing wants attention.
attention-make-room = Move old backups and other people's files from this disk to another one, or delete what nobody needs; leave Balm's own folder alone. It goes on by itself once there is room.
attention-old-cart = Cart of { $client }, { $total }, open since { $since }. Pay it, park it or drop it.
attention-unfinished = { $client }, { $start }: still { $status }. Was the client here?
attention-stranded = { $n ->
    [one] { $client }, { $start }, cannot take place as it stands: move it?
   *[other] { $n } appointments cannot take place as they stand, the first on { $start }: move them?
}
attention-late = { $client } was due at { $start } and has not arrived.
attention-ends-soon = { $name } of { $client } ends { $until }.
attention-owed = { $client } owes { $open } since { $since }.
attention-low-stock = { $name }: { $on-hand } left, reorder below { $par }.
attention-old-drawer = The drawer of { $date } is still open. Count and close it.

## receipt

receipt-copy = COPY { $copy }
receipt-refund = REFUND
receipt-void = TAKEN BACK
receipt-without = without a receipt
receipt-refund-of = of receipt { $receipt }
receipt-reason = Reason: { $reason }
receipt-number = Receipt { $receipt }
receipt-desk = Desk { $desk }
receipt-quantity = {"  "}{ $quantity } x { $price }
receipt-discount = Discount
receipt-order-discount = Discount on all
receipt-discount-percent = Discount { $rate } %
receipt-before-tax = Before tax
receipt-total = Total { $currency }
receipt-rounding = Cash rounding
receipt-change = Change
receipt-foreign = {"  "}{ $amount } { $currency } at { $rate }
receipt-over = Paid beyond the total, owed to you
receipt-left = { $number } left
receipt-drawn = paid by { $name }
holding-until = until { $until }
receipt-tax = Tax
receipt-net = Net
receipt-tax-amount = Tax
receipt-tax-rate = { $name } { $rate } %
receipt-tax-sum = Sum

## z

z-number = Z { $z }
z-business-date = Day of trade
z-opened = Opened
z-closed = Closed
z-sales = Sales ({ $n })
z-refunds = Refunds ({ $n })
z-services = Services, net
z-products = Products, net
z-discounts = Discounts given
z-rounding = Cash rounding
z-float = Float
z-cash-in = Cash put in
z-cash-out = Cash taken out
z-cash-taken = Cash from sales
z-expected = { $kind } expected
z-counted = { $kind } counted
z-difference = { $kind } difference
z-not-counted = not counted
z-correct = correct
z-over = over { $amount }
z-short = short { $amount }
z-first-receipt = First receipt
z-last-receipt = Last receipt
z-no-receipts = No receipts
z-tickets-carried = Carts carried over
z-appointments-carried = Visits carried over
z-entries = Journal entries
z-anchor = Anchor
z-head = Hash { $head }
z-no-anchor = No anchor: the closing's entry in the journal cannot be read.

## devices

devices-none = No serial ports and no USB printers were found.
devices-no-printer = The settings name no printer. Add [printer] with its uri to balm.toml.
devices-no-scanner = The settings name no scanner, and no terminal is here that one could type into. Add [scanner] with its uri to balm.toml.
devices-no-answer = The printer gave no answer. Look at its power, cable and paper.
devices-find-page = The strip shows the letters { $letters } of { $page } under each number. Type the number where they look right:
devices-no-page = No number was chosen. Where no line looks right, the printer lacks this page: try another, such as --find-page wpc1257.
devices-printer-down = The printer cannot be used: { $trouble }.
devices-scanner-down = The scanner cannot be used: { $trouble }. It is tried again.
devices-scanner-up = The scanner is there. Scan something; Ctrl-C ends.
devices-keys-speed = Scan or type; Ctrl-C ends. Scans of a scanner that types are told by their speed.
devices-keys-prefix = Scan or type; Ctrl-C ends. Scans of a scanner that types are told by the prefix in the settings.
devices-keys-off = Scan or type; Ctrl-C ends. The settings take no keys for scans: a scanner on a line of its own is set up, wedge = "off", or this terminal is on a network.
devices-keys = { $keys }  { $n ->
    [one] 1 character
   *[other] { $n } characters, { $shortest } to { $longest } ms between two reads
}: { $taken }
devices-keys-typing = taken for typing
devices-keys-scan = taken for a scan: { $scan }
devices-double-read = { $code } (the same again, left out)
devices-unreadable = Something came that is no code. Look at the line speed.

## exec

## verify

verify-failed = The shop did not verify: { $detail }.
verify-in-use = Nothing was looked at: the shop is open in { $holder }. Close it there, and verify again.
verify-journal = Journal: { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
 } in { $segments ->
    [one] 1 file
   *[other] { $segments } files
 }, { $changes } changes of records; every hash is right.
verify-span = From { $first } to { $last }.
verify-head = Hash of the last entry: { $head }
verify-torn = { $bytes } bytes of an unfinished last entry are cut off at the next start. Nobody was told that it was done.
verify-receipts = Receipts of desk { $desk }: { $first } to { $last }{ $proved }.
verify-closings = Zs of desk { $desk }: { $first } to { $last }{ $proved }.
verify-no-gaps = none missing
verify-ledger = Ledger: { $entries } entries{ $proved }{ $totals }.
verify-ledger-total = { $currency } in all { $total }
verify-balanced = each adds up to zero
verify-index-not-compared = Index: not looked at. With --deep it is compared record by record.
verify-index-same = Index: agrees with the journal.
verify-index-missing = Index: not there. It is built at the next start.
verify-index-behind = Index: { $entries } entries behind. It catches up at the next start.
verify-index-ahead = Index: has seen entry { $last }, which the journal no longer has.
verify-index-different = Index: differs from the journal. It is built anew at the next start.
verify-index-first = First difference: { $what }.
verify-differs-missing = { $kind } { $key } of entry { $entry } is missing
verify-differs-other = { $kind } { $key } is not what entry { $entry } made it
verify-differs-too-many = { $kind } { $key } comes from no entry
verify-differs-lookup-missing = { $key }, which leads to a record, is missing
verify-differs-lookup-too-many = { $key } leads to a record that it does not belong to
verify-index-unusable = Index: cannot be read ({ $detail }). It is built anew at the next start.
verify-wrong = WRONG, entry { $entry }: { $what }
verify-receipt-missing = receipt { $receipt } is missing.
verify-receipt-twice = receipt { $receipt } was drawn twice.
verify-z-missing = Z { $z } of desk { $desk } is missing.
verify-z-twice = Z { $z } of desk { $desk } was drawn twice.
verify-ledger-unbalanced = ledger entry { $id } adds up to { $sum } instead of zero.
verify-rewritten = { $kind } { $key } was written or removed again and is never to be changed.
verify-unreadable = { $detail }.
verify-outside-of-day = something was sold or moved in drawer session { $session }, which is not open.
verify-account-off = the ledger has { $one } in { $account ->
    [cash] the drawer of desk { $desk }
    [card] card clearing
    [cards] gift cards
    [tabs] what clients owe
    [tips] tips to be paid out
    [deferred] packages and series
    [transfers] transfers that have not arrived
    [cheques] the cheques of desk { $desk }
    [vouchers] vouchers of others
    [foreign] other currencies in the drawer of desk { $desk }
    [overpaid] what was taken beyond what was due
    [deposits] deposits
    [worth] the worth of points
    [points] points
    [payables] what suppliers are owed
    [pay] what people here are owed
    [advances] what people here had ahead
   *[stock] stock at cost
 }; the records behind it come to { $other }.
verify-closing-off = Z { $z } of desk { $desk } says { $one } for { $figure ->
    [float] the float
    [cash] cash expected
    [card] cards expected
    [in] cash put in
    [out] cash taken out
    [sales] sales
    [refunds] refunds
    [discounts] discounts
    [rounding] cash rounding
    [services] services, net
    [products] products, net
    [salescount] the number of sales
    [refundscount] the number of refunds
    [first] the first receipt
    [tips] tips
    [prepaid] what was paid ahead
    [settled] what was paid of earlier sales
    [differences] over and short at hand-overs
    [others] other ways of paying
    [foreign] other currencies
    [perpetual] the total of all days
   *[last] the last receipt
 }; its records come to { $other }.
verify-stock-off = product { $product } has { $one } on hand; its movements come to { $other }.
verify-purse-off = { $what ->
    [card] gift card
    [holding] package
    [deposit] deposit
   *[client] the points of client
 } { $id } has { $one } on it; its movements come to { $other }.
verify-end-missing = the journal ends before it, or inside it, and it had been finished: up to entry { $last } all were there.
verify-currency-changed = the currency was changed from { $from } to { $to }.
verify-lost-entries = LOST: entries { $first } to { $last }, as a repair of this journal says in it.
verify-lost-receipts = LOST with them: receipts { $first } to { $last }.
verify-ahead = NOTE: entries { $first } to { $last } were written while the clock was ahead: after them it was set to { $confirmed }, and somebody said that this is right. Their times are later than they were; nothing else is wrong with them.
verify-lost-zs = LOST with them: Zs { $first } to { $last } of desk { $desk }.
verify-anchor-holds = Anchor of entry { $entry }: holds. All up to it is as it was printed.
verify-anchor-lost = Anchor of entry { $entry }: that entry is among the lost ones.
verify-anchor-different = WRONG: anchor of entry { $entry }: something up to that entry is not as it was printed.
verify-anchor-cut-off = WRONG: anchor of entry { $entry }: the journal ends at entry { $last }, its end was cut off.
verify-anchor-not-found = WRONG: no entry has the hash that was printed.
verify-anchor-between = The first wrong entry comes after entry { $good }, and no later than entry { $bad }.
verify-more-problems = And { $n } more.
verify-all-well = All is well.
verify-well-but-lost = What is there is well. What is lost was lost before this was repaired.
verify-index-damaged = The records are sound, but the index is damaged. Have the disk checked.
verify-damaged = Something is wrong. Keep this folder as it is: it is what a repair works from.
verify-still-good = Still good: entries { $runs }.
verify-none-good = Not one whole entry was found.
verify-runs-more = and more
verify-repair = `balm repair --into NEWFOLDER` brings them into a new shop; --from names a mirror, a copy or an archive to take the rest from.

## repair

repair-taken = { $dir }: { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
 } taken.
repair-bad-bytes = Segment { $segment }: { $bytes } bytes hold no whole entry.
repair-archive-damaged = It is damaged ({ $detail }): what stands before the damage was taken.
repair-contradicted = { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
 } left out: those after them name others.
repair-lost-one = LOST: entry { $first } is in none of them.
repair-lost = LOST: entries { $first } to { $last } are in none of them.
repair-nothing-lost = Nothing is missing.
repair-made = { $entries } entries are in { $dir }. Open the shop with: balm --store { $dir }
repair-stopped = Stopped as asked, before the new shop was whole. Nothing was changed; take the new folder away and start again.
repair-failed = The shop could not be repaired: { $detail }. Nothing was changed in it.
repair-in-the-way = { $dir } is there and not empty: name a folder that is not.
repair-no-journal = { $dir } holds no journal.
repair-other-shop = { $dir } is of another shop. Nothing was taken from it.
repair-nothing-whole = Not one whole entry was found.

## export

calendar-whose = Say whose calendar it is to be.
calendar-nobody = Nobody is called { $typed }.
calendar-several = { $typed } may be any of these: { $names }.
calendar-sheet-done = The day sheet of { $name } is written.
calendar-done = { $n ->
        [one] One appointment of { $name } is written.
       *[other] { $n } appointments of { $name } are written.
    }
period-turned-round = The last day, { $until }, is before the first, { $from }.
export-done = { $entries } entries are written.
export-stopped = Stopped as asked; what was written ends early.
export-not-kept = Stopped as asked; nothing is kept.
export-failed = The export ended early: { $detail }.

## import

import-line = Line { $line }: { $said }
import-left-out = left out: { $why }
import-new = new: { $name }
import-changed = changed: { $name } ({ $columns })
import-done = Done: { $new } new, { $changed } changed, { $same } as they were, { $problems } left out.
import-would-be = Dry run, nothing was changed: { $new } would be new, { $changed } changed, { $same } as they are, { $problems } left out.
import-io = The file cannot be read: { $detail }. Nothing was imported.
import-not-utf8 = The file is not UTF-8 text: line { $line }, byte { $column } is 0x{ $value }. Save it again with the encoding UTF-8. Nothing was imported.
import-empty = The file has no header line: the first line must name the columns. Nothing was imported.
import-no-column = The file has no column { $column }. It has: { $found }. Nothing was imported.
import-endless = The row that begins in line { $line } never ends; a quotation mark may not be closed. Nothing was imported.
import-store-failed = The shop could not be read: { $detail }
import-minutes-assumed = the file has no column Minutes; each new service is taken to last { $minutes } minutes
import-columns-unused = these columns are not used: { $headers }
import-price-asked = { $name } has no price; it is asked for at each sale
import-cost-rounded = the cost of { $name } has more decimals than the currency and was rounded
import-stock-negative = { $name } has fewer than none on hand: { $count }
import-stock-kept = the count of { $name } stays { $count }, as the shop has it; the file says { $infile }
import-phone-shared = { $name } has the same phone as another client
import-missing = { $column } is empty
import-cell-count = the row has { $got } cells, the header has { $want }
import-quote-open = a quotation mark is opened here and never closed
import-not-an-amount = { $column } "{ $text }" is not an amount
import-amount-unclear = { $column } "{ $text }" may be thousands or decimals; write it with two decimals
import-decimals = { $column } "{ $text }" has more than { $most } decimals
import-amount-range = { $column } "{ $text }" is below zero or above { $most }
import-not-whole = { $column } "{ $text }" is not a whole number
import-out-of-range = { $column } "{ $text }" is not between { $least } and { $most }
import-not-a-date = { $column } "{ $text }" is not a date like 1987-05-04 or 04.05.1987
import-not-yes-no = { $column } "{ $text }" is neither yes nor no
import-not-one-of = { $column } "{ $text }" is none of: { $known }
import-not-an-email = E-mail "{ $text }" is not an address
import-not-a-phone = Phone "{ $text }" has no digits
import-not-hours = Hours "{ $text }" cannot be read; write them like mon-fri 09:00-17:00; sat 10:00-16:00
import-not-steps = Steps "{ $text }" cannot be read; write them like 15 prep; 60 service both; 10 clean-up
import-steps-take = Minutes is { $minutes }, but the steps take { $steps } together
import-bad-check-digit = the check digit of barcode { $code } is wrong
import-too-long = { $column } has more than { $limit } characters
import-unknown = the shop has no { $column } "{ $text }"
import-duplicate = { $column } "{ $text }" is in line { $first } already
import-ambiguous = several in the shop are called "{ $text }"; give each a code

## ui
