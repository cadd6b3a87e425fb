# What each action is called and does. The id is "action-" and the action's name with
# hyphens for dots: the label is one or two words for the hint line, the help one
# sentence for the palette, F1 and the README. Other attributes are labels for a state.

## anywhere

action-help = Help
    .help = Explain this screen and list its keys.
action-redraw = Redraw
    .help = Draw the whole screen again.
action-demo-scan = Scan
    .help = Demo: fire the pretend scanner at the next product.
action-demo-paper = Paper
    .help = Demo: look at what the pretend printer has printed.

## desk

action-palette = All actions
    .help = Find every action and setting by its words, with the key, and go there.
action-find = Find
    .help = Find a client, service, product, receipt or appointment.
action-pane-next = Next pane
    .help = Go to the next pane.
action-pane-prev = Prev. pane
    .help = Go to the pane before.
action-pane-day = Day
    .help = Go to the appointment book.
action-pane-client = Client
    .help = Go to the client file and look a client up.
action-pane-cart = Cart
    .help = Go to the cart.
action-pane-stock = Stock
    .help = Go to the stock list.
action-pay-cash = Cash
    .help = Take cash: exactly the total, or the amount typed before it.
action-pay-card = Card
    .help = Take a card: what is due, or the part typed before it.
action-pay-other = Pay
    .help = Open the payment screen: any tender, any split.
action-cart-park = Park
    .back = Bring back
    .help = Put the cart aside, or bring the last one back when it is empty.
action-cart-recall = Parked
    .help = List the parked carts and bring one back.
action-sale-print = Print
    .help = Print the receipt of the last sale: the original if it was not printed yet, else a copy.
action-sale-send = Send
    .help = Send the receipt of the last sale by e-mail, or save it as a text file.
action-receipts = Receipts
    .help = Find an earlier receipt: print it again, give items back, make an invoice of it.
action-drawer = Drawer
    .closed = Open day
    .help = Open the drawer for the day, count it, close it; cash in and out.
action-drawer-close-day = Close day
    .help = Count the drawer and close the day of trade.
action-client-new = New client
    .help = Enter a new client.
action-attention = Attention
    .help = List what wants attention, from unprinted receipts to low stock, and go there.
action-operator = At desk
    .help = Choose who is at the desk; where people sign on, lock it.
action-demo-printer = Printer
    .help = Demo: switch the pretend printer off or on.
action-manage-staff = Staff
    .help = Enter or change staff and their hours.
action-manage-services = Services
    .help = Enter or change services and their prices.
action-manage-rooms = Rooms
    .help = Enter or change rooms.
action-manage-equipment = Equipment
    .help = Enter or change equipment and how many pieces of it there are.
action-manage-taxes = Taxes
    .help = Enter or change taxes and their rates.
action-manage-shop = Shop
    .help = Change the shop's name, its hours and the rows of the grid.
action-settings = Settings
    .help = Change what is decided once: hours, receipts, taxes, people, rooms, services; see this desk's own.
action-quit = Quit
    .help = Leave the program; the open cart is kept.

## day

action-day-book = Book
    .help = Book the free cell, or open the appointment under the cursor.
action-day-arrived = Arrived
    .help = The client is here.
action-day-start = Start
    .help = The service begins.
action-day-done = Done
    .help = The service is finished.
action-day-to-cart = To cart
    .help = Bring the appointment to the cart.
action-day-move = Move
    .help = Pick the appointment up and move it with the arrows.
action-day-length = Length
    .help = Make the appointment longer or shorter with the arrows, five minutes at a time.
action-day-part = Hand over
    .help = Give the part of the appointment under the cursor to another therapist or room.
action-day-swap = Swap
    .help = Pick the appointment up and swap it with the one that is chosen next.
action-day-copy = Copy
    .help = Book the same for the same client once more, where the arrows carry it.
action-day-cancel = Cancel
    .help = Cancel the appointment; asks for the reason.
action-day-no-show = No-show
    .help = The client did not come; asks for the reason.
action-day-confirm = Confirm
    .help = The client has confirmed.
action-day-walk-in = Walk-in
    .help = Book a walk-in without a name at the cursor.
action-day-next-free = Next free
    .help = Find the next free times for a service.
action-day-room = Room
    .help = Give the appointment another room.
action-day-note = Note
    .help = Write a note on the appointment.
action-day-client = Card
    .help = Show the appointment's client.
action-day-again = Again
    .help = Book the same once more: same client, service, therapist, weekday and time.
action-day-repeat = Repeat
    .help = Make a series of the appointment: weekly, every few weeks, so many times.
action-day-together = Group
    .help = What is done to the whole visit or series: check in, charge, move, cancel.
action-day-party-arrived = All here
    .help = The whole party is here.
action-day-card = Visit card
    .help = Show the card with the visit's day and time, for the client to take home.
action-day-next = Day on
    .help = The next day.
action-day-prev = Day back
    .help = The day before.
action-day-today = Today
    .help = Back to today and now.
action-day-go-to = Date
    .help = Go to a date.
action-day-week-next = Week on
    .help = The same day of the next week, or the next week.
action-day-week-prev = Week back
    .help = The same day of the week before, or the week before.
action-day-one = One day
    .help = One day, with a column for each therapist or room.
action-day-three = Three days
    .help = Three days of the therapist or room under the cursor, side by side.
action-day-week = Week
    .help = A week of the therapist or room under the cursor, a column for each day.
action-day-finer = Finer
    .help = Shorter rows: 30, 15, 10, 5 minutes, then 30 again.
action-day-coarser = Coarser
    .help = Longer rows: 5, 10, 15, 30 minutes, then 5 again.
action-day-columns = Rooms
    .help = A column per room instead of per therapist, then one for each piece of equipment, and back.
action-day-columns-next = Cols right
    .help = The next page of columns; with days side by side the next therapist or room.
action-day-columns-prev = Cols left
    .help = The page of columns before; with days side by side the therapist or room before.
action-day-next-block = Next visit
    .help = The column's next appointment.
action-day-prev-block = Prev. visit
    .help = The column's appointment before.
action-day-free-cell = Free time
    .help = The column's next free time, long enough for a visit like the last one.
action-day-sheet = Day sheet
    .help = Print the day of the therapist under the cursor.
action-day-hours = Hours
    .help = When this therapist works on this day: an earlier end lists what it hits.
action-day-find = Find visit
    .help = Find a client's visits: type the name and go to the next one.
action-day-visit-next = Visit on
    .help = The next visit of the client under the cursor, on whatever day.
action-day-visit-prev = Visit back
    .help = The visit before of the client under the cursor, on whatever day.
action-day-undo = Undo
    .help = Take back what this desk changed last in the book: a booking, a move, a status.

## moving

action-move-drop = Put here
    .help = Put the appointment here.
action-move-cancel = Leave it
    .help = Leave the appointment where it was.

## client

action-booking-more = And more
    .help = One more service, for the same client or another, in one visit.
action-planned-other = Other time
    .help = Take the time that is offered instead, then the next one.
action-planned-skip = Leave out
    .help = Leave this one out, or take it in again.
action-client-pick = Choose
    .help = Show this client, and attach it to a cart that has none; once more begins a cart for it.
action-client-edit = Edit
    .help = Change the client's details.
action-client-book = Book
    .help = Book this client.
action-client-tabs = Owed
    .help = Unpaid sales of the client, by age, and how much may be owed.
action-client-papers = Papers
    .help = Print a statement of the client's account or a visit card, and say as whom and in which language papers name the client.
action-client-enter = Member in
    .help = A member comes in: record the visit.
action-client-again = Again
    .help = Book the same as the client's last visit once more.
action-client-history = History
    .help = All visits and receipts of the client.
action-client-detach = Detach
    .help = Take the client off the cart.

## cart

action-cart-add = Add
    .help = Add what is typed, or the hit that is marked.
action-cart-more = One more
    .help = One more of the marked line.
action-cart-fewer = One less
    .help = One fewer of the marked line.
action-cart-quantity = Quantity
    .help = Make the marked line's quantity the number typed before it.
action-cart-remove = Remove
    .help = Remove the marked line.
action-cart-percent = Discount
    .help = Take the percent typed before it off the marked line; alone it asks for any discount.
action-cart-price = Price
    .help = Change the price of the marked line, with the reason, or the time it took.
action-cart-tip = Tip
    .help = Add the typed amount as a tip, split over who did the services.
action-cart-tab = Tab
    .help = Put what the client owes into the cart, or the typed part of it.
action-cart-offers = Decline
    .help = Take the promotion, coupon or card discount of the marked line off this cart; else list what comes off by itself.
action-cart-staff = Therapist
    .help = Change the therapist of the marked line.
action-cart-drop = Drop cart
    .help = Drop the cart with all its lines; asks for the reason.
action-cart-prepaid = Prepaid
    .help = Sell a gift card or a package, take a deposit; what the client has paid ahead.
action-cart-use = Use prepaid
    .help = Let what the client has paid ahead pay a line; once more takes it back.
action-cart-clear = Clear
    .help = Clear what is typed; with nothing typed, put the change away.

## stock

action-stock-edit = Edit
    .help = Change the product, its price and its barcodes.
action-stock-new = New
    .help = Enter a new product with its price and its barcodes.
action-stock-count = Set count
    .help = Set how many are on the shelf.
action-stock-receive = Came in
    .help = Goods have come from a supplier.
action-stock-take = Take off
    .help = Goods were used, or are expired, broken or given away.
action-stock-to-cart = To cart
    .help = Add the product to the cart.

## dialog

action-accept = OK
    .help = Go on, or accept.
action-back = Back
    .help = Go back without changing anything.

## found

action-found-book = Book
    .help = Book the marked client.
action-found-client = Client card
    .help = Show the card of the client whose visit or receipt it is.

## receipt

action-receipt-reprint = Reprint
    .help = Print the receipt again, headed COPY.
action-receipt-send = Send
    .help = Send the receipt by e-mail, or save it as a text file.
action-receipt-invoice = Invoice
    .help = Make an invoice of the receipt, with the buyer's details.
action-receipt-without = No receipt
    .help = Give back what was bought on a receipt that is not at hand.
action-receipt-overpaid = Overpaid
    .help = Give back in cash what a card took beyond what was due.
action-receipt-void = Take back
    .help = Void: take the whole sale back, in the day of trade that it was made in: all lines, each payment as it was.
action-receipt-refund = Give back
    .help = Refund what is returned: choose lines to give back.

## refund

action-refund-mark = One more
    .help = Give one more of this line back.
action-refund-unmark = One less
    .help = Give one fewer of this line back.
action-refund-restock = To shelf
    .help = Back on the shelf, or not.
action-refund-tender = Tender
    .help = Give the money back another way than it was paid.
action-refund-exchange = Exchange
    .help = Put what is marked into the cart, towards what is taken instead.

## payment

action-payment-cash = Cash
    .help = Take the typed amount, or the rest, in cash.
action-payment-card = Card
    .help = Take the typed amount, or the rest, by card.
action-payment-transfer = Transfer
    .help = Take the typed amount, or the rest, by bank transfer.
action-payment-cheque = Cheque
    .help = Take the typed amount, or the rest, by cheque.
action-payment-voucher = Voucher
    .help = Take the typed amount, or the rest, by a voucher of others.
action-payment-account = On account
    .help = Leave the typed amount, or the rest, on the client's tab.
action-payment-foreign = Foreign cash
    .help = Take the typed amount in the second currency; change is in the shop's own.
action-payment-note-1 = Note
    .help = Take the first of the round amounts shown, in cash.
action-payment-note-2 = Note 2
    .help = Take the second of the round amounts shown, in cash.
action-payment-note-3 = Note 3
    .help = Take the third of the round amounts shown, in cash.
action-payment-note-4 = Note 4
    .help = Take the fourth of the round amounts shown, in cash.
action-payment-gift-card = Gift card
    .help = Take what is due, or all that is on it, from the gift card scanned or typed.
action-payment-deposit = Deposit
    .help = Take what is due, or all that is there, from the client's deposit.
action-payment-points = Points
    .help = Take what is due, or all that they are worth, from the client's points.
action-payment-undo = Undo
    .help = Take the last part back.

## drawer

action-drawer-open = Open day
    .help = Count the float and open the drawer for the day.
action-drawer-in = Cash in
    .help = Put cash into the drawer, with a cash order if wanted.
action-drawer-out = Cash out
    .help = Take cash out of the drawer, with a cash order if wanted.
action-drawer-count = Count, close
    .help = Count the drawer and close the day.
action-drawer-tips = Tips
    .help = Pay a person's tips out of the drawer.
action-drawer-safe = Safe, bank
    .help = Put cash into the safe or bring it to the bank, or from there.
action-drawer-hand-over = Hand over
    .help = Give the drawer to another person: what is in it is counted.
action-drawer-payout = Arrived
    .help = Record what has arrived at the bank of cards, transfers and the safe.
action-drawer-pay = Pay
    .help = What people have earned and had ahead, and paying it.
action-drawer-bills = Suppliers
    .help = What came and is not paid, and paying it.
action-drawer-x = X
    .help = X: the figures of the open shift, each with its sales.
action-drawer-shifts = Shifts
    .help = Every earlier Z, by its day or number: shifts and days, with their figures and their sales.
action-drawer-journal = Journal
    .help = Income and expenses besides sales, by category, over a span of days.
action-drawer-kick = No sale
    .help = Open the drawer without a sale.

## nav

action-nav-up = Up
    .help = One up.
action-nav-down = Down
    .help = One down.
action-nav-left = Left
    .help = One to the left.
action-nav-right = Right
    .help = One to the right.
action-nav-page-up = Page up
    .help = Half a page up; in a form to the page before, or to the first field.
action-nav-page-down = Page down
    .help = Half a page down; in a form to the next page, or to the last field.
action-nav-first = First
    .help = To the first.
action-nav-last = Last
    .help = To the last.

## dialog

action-nav-next = Next field
    .help = To the next field.
action-nav-prev = Prev. field
    .help = To the field before.

## text

action-text-backspace = Rub out
    .help = Delete the character before the cursor.
action-text-delete = Delete
    .help = Delete the character at the cursor.
action-text-left = Left
    .help = One character left; where something is chosen, the choice before it.
action-text-right = Right
    .help = One character right; where something is chosen, the next choice.
action-text-home = Start
    .help = To the start of the text.
action-text-end = End
    .help = To the end of the text.
action-text-clear = Clear
    .help = Clear what is typed.

action-day-board = Board
    .help = The house now: therapists and rooms, who is where, since when and until when.
action-day-where = Where is
    .help = In which room somebody is, with whom and until when.
action-day-extend = Longer
    .help = Make a treatment that has begun longer, by so many minutes.
action-board-clean = Clean
    .help = The marked room is clean.
action-board-to-clean = To clean
    .help = The marked room is to be cleaned.
action-board-cleaning = Cleaning
    .help = The marked room is being cleaned.
action-board-overnight = Overnight
    .help = A guest stays in the marked room.
action-board-out-of-order = Shut
    .help = Nothing is booked in the marked room, for a reason, up to a day or until further notice.
action-day-waitlist = Waitlist
    .help = Who waits for a time, and which time each could have now.
action-day-queue = Walk-ins
    .help = The queue: who came without an appointment, and who could serve them when.

## the walk-in queue

action-queue-add = Came
    .help = Somebody came without an appointment and waits.
action-queue-staff = Therapist
    .help = Begin with another therapist than the proposed one.
action-queue-promise = Promise
    .help = Change what the client was promised.
action-queue-change = Change
    .help = Change the name, the service or who was asked for.
action-queue-gone = Gone
    .help = Went away without being served; asks why.
action-queue-undo = Undo
    .help = Take back what was done last in the queue.
action-day-turns = Turns
    .help = Whose turn it is to serve who comes without an appointment.

## the turn list

action-turns-on = On, off
    .help = Put somebody on the turn list, or take them off for now.
action-turns-all = All
    .help = Put everybody on the list who is at work now.
action-turns-skip = Skip
    .help = Pass somebody over, by the house's rule; again takes it back.
action-turns-up = Earlier
    .help = One place further up in the order.
action-turns-down = Later
    .help = One place further down in the order.
action-turns-tail = Tail
    .help = To the end of the order.
action-turns-other = Other order
    .help = The order of the next category of services.
action-turns-undo = Undo
    .help = Take back what was changed last in the list.
