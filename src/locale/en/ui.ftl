# Text of the screen: panes, dialogs and forms.

## screen

app-demo = DEMO
app-looking-back = LOOKING BACK
app-desk = Desk { $register }
app-drawer-open = open { $since }
app-drawer-closed = drawer closed
app-nobody = nobody at the desk
app-too-small = The window is too small for Balm: { $width } x { $height }. At least 40 x 12 is needed; nothing is lost, make it larger.
app-scan-unused = A scan means nothing here: { $code }. Close this first, then scan again.
app-scan-unreadable = The scanner sent something unreadable. Scan again.
app-scan-bank-card = That was a bank card. It was not kept; take it with the card terminal.
app-scan-garbled = Your keyboard layout changes scanned codes. Set the scanner to this layout, or better to a serial port (USB-COM): see Scanners in the README.
app-scan-double = { $code } was read twice at once; the second was left out.
app-quit-title = Leave Balm?
app-quit = The open cart and everything else is kept. { $accept } leaves, { $back } stays.
app-printer-down = Printer: { $reason }. Sales go on; receipts wait.
lamp-paper-low = roll low
lamp-drawer-open = DRAWER OPEN
app-paper-low = The printer's roll is near its end.
app-job-stopped = Printer: { $reason }; the paper goes on by itself. { $key }: print it whole again, or give it up.
app-printer-up = The printer is back; what waited prints now.
app-scanner-down = Scanner: { $reason }.
app-display-down = Customer display: { $reason }. Selling goes on; it is tried again by itself.
app-scanner-up = The scanner is back.
app-line-slow = The line to this terminal is slow: the screen draws less from now on.
app-line-fast = The line to this terminal is fast enough after all: everything is drawn again.
app-drawer-stuck = The drawer did not open: { $reason }. Open it with its key; the sale is safe.

## lists and forms

list-nothing = Nothing found.
list-at = { $n } of { $all }
form-page = { $n }/{ $all }  { $title }
form-yes = yes
form-no = no
form-lose = What you typed would be lost. { $back } again leaves, any other key goes on.

## panes

pane-day = Day
pane-client = Client
pane-cart = Cart
pane-stock = Stock

## dialogs

palette-title = All actions
palette-inside = { $label } is { $key } here.
help-title = Help: { $screen }
key-by-list = { $key } { $label }
paper-title = Pretend printer's paper
paper-none = Nothing has been printed yet.
paper-on = The pretend printer is on.
paper-off = The pretend printer is off: receipts wait.
operator-title = Who is at the desk?

## troubles of devices

trouble-absent = it is not there; check the cable and the power
trouble-busy = another program uses it
trouble-denied = this user may not use it (the groups dialout, uucp or lp usually may)
trouble-gone = it went away; check the cable
trouble-silent = it does not answer; check that it is on and has paper
trouble-paper-out = paper out: load paper
trouble-lid-open = the lid is open: close it
trouble-cutter = the knife is stuck: open the lid, free it, close the lid
trouble-hot = its head is too hot: it goes on when it has cooled
trouble-broken = it says that it is broken: switch it off and on
trouble-offline = it is offline: press its button or look at its lamps
trouble-restarted = it was switched off and on
queued-no-printer = It waits: no printer is set up at this desk.
not-queued-no-printer = the settings name no printer
not-queued-no-drawer = the settings name no drawer
not-queued-no-display = no customer display is set up
not-queued-no-copies = the settings name no folder and no mail command for copies
not-queued-full = too much waits for the printer already
not-queued-closing = the program ends
trouble-not-a-device = that is not a device of this kind

## help

help-on-help-title = Help
help-on-help = First what the screen is for and what one does there, then every key that works there, the most useful first.
help-palette-title = All actions
help-palette = Every action of the program with its keys, then the settings; in brackets the pane that one is taken to, or the dialog that it is in, with the key of that. Type a few letters of what you want to do, in order and with gaps if you like; { $accept } does it.
help-quit-title = Leaving
help-quit = The open cart, parked carts and everything else is kept. Start the program again and go on.
help-operator-title = Who is at the desk
help-operator = Choose your name: it is written into every sale, booking and drawer movement from now on.
help-paper-title = Printed pages
help-paper = What is shown is what prints. { $nav-left } and { $nav-right } turn the pages, { $nav-up } and { $nav-down } move on the page.

## start and end of the program

start-torn = The last time ended in the middle of writing: { $bytes } bytes that nobody had been told of were taken off. Nothing is lost.
start-rebuilt = The index was damaged or missing and has been built again from the journal ({ $entries } entries). Nothing is lost.
start-rebuilt-layout = This version of the program keeps its index in another way. It has been built again from the journal ({ $entries } entries).
copy-not-queued = Not sent: { $reason }
copy-saved = { $name } is saved as { $file }.
copy-mailed = { $name } is sent to { $to }.
copy-failed = { $name } was not sent: { $reason }
copy-subject = { $name } from { $shop }
receipt-asked = { $print } prints the receipt, { $send } sends it.
display-total = Total
display-due = Due
display-cash = Cash
display-change = Change
display-paid = Paid
display-refund = Refund
display-thanks = Thank you
display-welcome = Welcome
display-closed = Closed
print-given-up = given up while it stood in the printer
print-program-ended = the program ended before it was printed
app-panicked = A fault in the program. Everything that was confirmed on the screen is saved, the open cart too: start it again and go on.

## the clock in doubt

clock-title = Is this clock right?
clock-shows = The clock of this computer shows { $now }.
clock-last = At the last entry it was { $last }.
clock-before-program = This program was not yet made then, so the clock has lost its time.
clock-behind = It has gone back: it was set back, it has lost its time, or it was too far ahead before.
clock-ahead = More than a day has passed in between, or the clock has jumped.
clock-wrong = It is wrong, or I am not sure
clock-wrong-means = Set it now, or have it set. Until then nothing is sold and no drawer is opened; everything else can be looked at and booked.
clock-right = It is right
clock-right-means = Sales go on under this date. That it was confirmed is kept in the journal.
clock-set-it = Set the computer's clock. You are asked again with the next sale, unless it is right by then.
help-clock-title = The clock in doubt
help-clock =
    Receipts, the book and the day of trade go by this computer's clock, and it may be wrong: compare it with a telephone.
    If it is wrong, set it; the question goes away by itself.
    If it is right, say so. No receipt number is left out or used twice, and times in the journal never go back.
