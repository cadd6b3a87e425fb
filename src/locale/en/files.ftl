# The files: clients, products, receipts, and the shop itself.

## form

form-no-date = "{ $typed }" is no date. Type it like 21.11., fri, next fri, +2w, 1 dec or 2026-11-21.
form-no-born = "{ $typed }" is no date of birth. Type it like 4.5.1987, or year first: 1987-05-04.
form-no-time = "{ $typed }" is no time. Type it like 14, 1430, 14:30 or 2:30p.
form-no-amount = "{ $typed }" is no amount. Type it like 45 or 45.50.
form-many-decimals = "{ $typed }" could be thousands or a slip: { $n ->
    [0] this currency has no decimals.
   *[other] at most { $n } decimals. Type thousands without a mark.
 }
form-two-amounts = "{ $typed }" could be thousands or decimals. Type thousands without a mark, and a point before decimals.
form-no-minutes = "{ $typed }" is no length of time. Type it like 60, 1h, 1:30 or 90m.
form-minutes = { $n } min
form-no-email = "{ $typed }" is no e-mail address. It looks like name@example.com.
form-no-phone = "{ $typed }" is no phone number: it needs 1 to 20 digits.
product-pack = { $code } is a pack of { $n }
form-one-of = "{ $typed }" is none of: { $choices }.
form-no-choice = "{ $typed }" is not in the list.
form-none-found = nothing found
form-no-number = "{ $typed }" is no whole number.

## client

client-how = Name, phone, e-mail or card
client-nobody = Nobody. { $key }: a new client.
client-counts = { $visits ->
    [0] No visits yet
    [one] 1 visit
   *[other] { $visits } visits
 }{ $noshows ->
    [0] {""}
    [one] , 1 no-show
   *[other] , { $noshows } no-shows
 }
client-owes = Owes { $open } since { $since }, { $n ->
    [one] 1 receipt
   *[other] { $n } receipts
 }.
client-owes-old = Owes { $open } since { $since }, of it { $old } for more than 30 days.
client-owes-long = Owes { $open } since { $since }, of it { $old } for more than 30 days and { $overdue } for more than 90.
client-usual = Usual: { $staff }, { $service }
client-every-days = { $n ->
    [one] every day
   *[other] every { $n } days
 }
client-every-weeks = { $n ->
    [one] every week
   *[other] every { $n } weeks
 }
client-last = Last { $day }
client-reading = still reading clients
history-latest = The latest { $n } are shown and searched; there are more.
history-none = No visits and no receipts so far. What is booked stands on the card.
history-title = History of { $client }
client-never-with = Never with { $names }
client-female = female
client-male = male
client-form-new = New client
client-form-edit = Client
client-form-phone = { $accept } saves
client-form-never = names, with commas
client-form-alert = seen before serving
client-form-card = scan or type it
client-form-has-card = { $name } has this card already.
client-form-birth = like 4.5.1987
client-form-born = Born
client-form-usual = Usual
client-form-age = { $date }, { $years ->
    [one] 1 year
   *[other] { $years } years
 }
client-form-has-phone = { $name } has this number already. Saving asks whether it is the same client.
client-taken-title = { $phone } is known
client-taken-take = It is { $name }: take that client
client-taken-took = { $name } is taken; { $new } was not saved.
client-taken-share = They share the phone: keep { $name }, and save { $new } too

## stock

stock-price-asked = asked
stock-none = No products yet: { $stock-new } enters one.

## product

product-new = New product
product-edit = Product
product-price = empty: asked for at each sale
product-barcodes = scan it, or type it; 6x4006381333931 is a pack of six
product-par = warn when fewer are left
product-count = On the shelf: { $name }
product-on-hand = by the books { $n }
product-unknown = { $code } is not known. Which product is it?
product-case-of = A case of { $name }
product-case = { $code } is a case. How many does it hold?
product-case-hint = pieces
product-assign-new = New product with this code

## find

find-title = Find
find-visit = visit
find-client = client
find-service = service
find-plan = package
client-deposit = Deposit { $left } of { $day }
find-product = product
find-receipt = receipt
find-minutes = { $n } min
find-on-hand = { $n } left
find-scanned = scanned { $code }
find-type = Type a name, a number or a code.

## receipts

receipts-title = Receipts
receipts-none = No receipts yet.
receipts-one = Receipt { $receipt }
receipts-refund = given back
receipts-void = taken back
receipts-copies = { $n ->
    [one] 1 copy
   *[other] { $n } copies
 } since
receipts-is-back = all of it came back
receipts-overpaid = { $over } taken too much by card: { $receipt-overpaid } gives it back
receipts-overpaid-back = { $over } taken too much by card, and given back
receipts-overpaid-sure = Receipt { $receipt }: { $left } more was taken by card than was due. { $accept } gives it back in cash and opens the drawer.
help-receipt-overpaid-title = Taken too much by card
help-receipt-overpaid = What a card took beyond what was due is the client's. It goes out of the drawer in cash, with the receipt's number as its reason.
receipts-given-back = { $total } given back with { $receipt }
receipts-all-back = Everything on this receipt has been given back.

## refund

refund-title = Give back from receipt { $receipt }
refund-of = { $back } of { $left }
refund-gone = given back
refund-to-shelf = to shelf
refund-not-to-shelf = not to shelf
refund-sum = To give back { $amount }
refund-nothing = Nothing is marked. { $key } marks one of the line.
exchange-why = Why does { $amount } worth come back?
refund-why = Why is { $amount } given back?
void-title = Take back { $total }, receipt { $receipt }
help-void-title = A whole sale taken back
help-void = The whole sale is taken back as if it had not been: goods go back on the shelf, each payment is given back as it was taken, and a visit can be charged again. A receipt with a number of its own says so. It is possible until the day's close; later, lines are given back.
void-reason-wrong-tender = Wrong way of paying
refund-reason-unwanted = Client changed their mind
refund-reason-faulty = Faulty or damaged
refund-reason-mistake = Sold by mistake
refund-reason-service = Client was not satisfied

print-unrecorded = A copy is sent to the printer. The disk takes nothing down: it is not on record.

## attention

attention-title = Wants attention
attention-print-again = Print it again, headed COPY
send-title = Send the receipt
send-mail = By e-mail to { $to }
send-file = As a text file
send-print = On paper
attention-wait = Wait: it goes on by itself
attention-print-whole = Give this one up and print it whole again, headed COPY
attention-give-up = Give it up: it stays on the list
attention-send-again = Send it again
attention-leave = Leave it: take it off the list
attention-is-there = It is on paper: take it off the list
attention-stopped = The disk has failed: nothing is sold or changed any more. All that was done is safe; looking, printing and exporting go on. Leave Balm and start it again.
attention-disk-full = The disk is full: finish the sale, count and close the day. Nothing new is begun until { $needed } MB are free ({ $free } are now); then it goes on by itself.
attention-journal-damaged = An old record on the disk has changed by itself. Selling goes on safely; have the disk looked at, and see balm verify and balm repair.
attention-index-damaged = The index does not agree with the records. Leave and start again: it is built anew, and nothing is lost.

## manage

manage-staff = Staff
manage-person = Who works here
manage-new-staff = Someone new
manage-services = Services
manage-service = Service
manage-new-service = A new service
manage-rooms = Rooms
manage-room = Room
manage-new-room = A new room
manage-places = so many appointments at once
manage-n-places = { $n } places
manage-equipment = Equipment
manage-one-equipment = Equipment
manage-new-equipment = A new piece of equipment
manage-pieces = how many there are
manage-n-pieces = { $n ->
    [one] 1 piece
   *[other] { $n } pieces
 }
manage-moves-freely = where it stands; empty if it moves
manage-all-rooms = all of its rooms at once
manage-one-room = any one of its rooms
manage-steps = like 15 prep; 60 service both; 10 clean-up
manage-steps-read = { $all } min: client { $client }, therapist { $staff }
manage-steps-say = The steps take { $n } minutes together: change them too.
manage-no-step = { $typed } is no step. Write one like 20 processing, 60 service both, 10 clean-up without client.
manage-no-equipment = There is no equipment called { $typed }.
manage-paces = who is slower or faster: AN 75, MB 50
manage-grade-min = who gives it needs this grade
manage-grades = AN 2, MB 1; who is not named has 0
manage-no-number = { $typed }: write who and a number, like AN 75.
manage-off-days = 24.12. - 26.12.; empty if it is given
manage-off-read = { $from } to { $until }
manage-no-days = { $typed } are no days. Write them like 24.12. - 26.12.
manage-return-after = days until the client is due again
manage-taxes = Taxes
manage-tax-class = Tax
manage-new-tax = A new tax
manage-no-tax = no tax
manage-services-of = everything; or names, with commas
manage-treats-all = everybody
manage-treats-women = women only
manage-treats-men = men only
manage-sex-hint = where clients ask for a woman or a man
manage-no-person = There is nobody called { $typed }.
manage-no-service = There is no service { $typed }.
manage-shop = Name, hours, grid
manage-receipts = Receipts
manage-money = Money
manage-usual-tax = Usual tax
manage-cutoff-hint = empty: at midnight
manage-cutoff = A drawer that is opened before { $time } is for the day before
manage-cutoff-midnight = at midnight
manage-no-cutoff = A full hour from 0:00 to { $most }:00.
manage-labels-hint = 21IIIIIPPP.PPC: I article, P price, W kg, Q pieces, C check; or a country, as DE or LV
manage-n-labels = { $n ->
    [one] one kind of label
   *[other] { $n } kinds of labels
}
manage-labels-many = At most { $most } kinds of labels can be read.
manage-label-length = { $pattern } has { $n } places; a label has 8, 12, 13 or 14 digits.
manage-label-letter = { $pattern }: "{ $letter }" means nothing in a label. Use digits, I, P, W, Q, V and C.
manage-label-prefix = { $pattern } begins with no digit: labels begin with digits of their own, such as 21.
manage-label-item = { $pattern } needs one run of I, the article's number.
manage-label-measure = { $pattern } needs one run of P, W or Q, with one dot in it at most.
manage-label-inner = { $pattern }: V checks a price, weight or count of 4 or 5 digits, once.
manage-label-outer = { $pattern } ends with C, the check digit, and has no other C.
manage-coins = Coins, notes
manage-coins-hint = values with semicolons between, as a count asks for them
manage-n-lines = { $n ->
    [one] 1 line
   *[other] { $n } lines
 }
manage-unused = not in use
manage-short = for the grid; empty: made from the name
manage-hours = like mon-fri 09:00-17:00; sat 10-16
manage-no-hours = "{ $typed }" cannot be read. Type hours like mon-fri 09:00-17:00; sat 10-16.
manage-no-shift = "{ $typed }" are no hours. Type them like 9-18 or 09:00-18:30.
manage-no-room = There is no room { $typed }.
manage-prices = Price levels
manage-price = Price level
manage-new-price = A new price level
manage-price-hint = like Staff, Write-off, Members
manage-level-prices = like Staff 30, Members 40
manage-staff-prices = like Anna 50, with commas
manage-no-price = "{ $typed }" is no known name with a price behind it.
manage-timed = like 60 / 15 where it is charged by its time
manage-timed-read = for { $per } min, by { $step }
manage-no-timed = "{ $typed }" is not understood. Type it like 60 / 15: the price is for 60 minutes, charged by 15.
client-form-card-rate = percent off, if any
client-form-usual-prices = The usual prices
manage-any-room = any; or names, with commas
manage-tax = the usual one
manage-receipt-lines = lines with | between
manage-print-always = always printed
manage-print-asked = asked at each sale
manage-print-never = never printed
manage-grid-minutes = { $n } minutes
manage-cash-step = 0.05 where smaller coins are gone

## start

start-title = a new shop
start-currency = like EUR
start-zone = like Europe/Riga; type a city
start-tax = like VAT 21, or GST 5, PST 7; empty: no tax
start-tax-name = VAT
tax-on-tax = on tax
tax-inside = inside
tax-on-top = on top
manage-tax-from = empty: at once
start-therapists = names, with commas; can be entered later
start-rooms = names, with commas; can be entered later
start-inside = include tax
start-added = have tax added
start-left = This shop is not set up yet. Look around; { $key } goes on with it, { $quit } leaves Balm.
start-no-currency = { $typed } is no currency code. Type three letters, like EUR.
start-no-tax = "{ $typed }" is no tax. Type its name and percent, like VAT 21.

## help

help-client-title = Client
help-client = Look a client up: type the beginnings of any words of the name, in any order and spelling; any digits of the phone; an e-mail address; or scan or type a card's number. One typing error is forgiven. What matched is marked, and the title says how many there are. { $client-pick } takes the best: it shows the card, and attaches the client to a cart that has none yet. The card shows the alert first, then visits to come. "Usual" is the therapist and the service of most of the last twelve visits that took place, and the usual time between them. If nobody is found, { $client-pick } begins a new client with what you typed.
help-stock-title = Stock
help-stock = What is on the shelf by the books. Type to filter by name, category or code; ! marks what is to be reordered. { $stock-to-cart } puts one into the cart. { $stock-count } records how many are really there; the difference is kept as a correction. { $stock-receive } is for what came from a supplier, { $stock-take } for what is used, expired or broken.
help-history-title = History of a client
help-history = All visits that are over and all receipts, the latest first; type a service, a therapist or a number to see only those. { $accept } shows a receipt, or a visit's day. { $receipt-reprint } prints a receipt again, { $receipt-refund } gives from it back.
help-client-form-title = Client form
help-client-form = Name and phone are enough: { $accept } on the phone saves. With { $nav-down } you reach the rest: an alert (shown in red wherever the client appears), notes, date of birth, the usual therapist, whom never to book with, and the client's card: scan it anywhere in this form. If somebody has that phone already, you are asked whether it is the same client.
help-client-taken-title = The phone is known
help-client-taken = Another client has this phone. Take that client, or say that two people share the phone (a family). { $back } goes back to the form to change the number.
help-product-title = Product
help-product = Name and price are enough: { $accept } goes on, and on the barcodes it saves. A scan fills the barcode, whatever field you are in; several codes stand with commas between, and 6x before a code means a pack of six. Leave the price empty if it is asked for at each sale. Reorder at: below this many the product is marked and listed under what wants attention.
help-product-count-title = Count
help-product-count = Count what is on the shelf and type the number. The difference to the books is recorded with your name and the time.
help-product-case-title = A case
help-product-case = The number says that this is a case of an article that you have. Type how many pieces it holds: from now on a scan of the case puts so many into the cart.
help-product-unknown-title = Unknown code
help-product-unknown = The scanned code belongs to no product yet. Type part of a name and choose the product: it keeps the code from now on and goes into the cart. Or enter a new product with this code.
help-find-title = Find
help-find = One list of everything, the best first: clients, visits from today on, services, products, receipts. Type the beginnings of any words of a name, in any order and spelling; digits of a phone; an e-mail address; a code; or a receipt's number; or scan. One typing error is forgiven. A whole number or code comes first, then whole words, then beginnings; what matched is marked, and the title says how many there are. With a client stand the visits to come and the last receipt. With nothing typed you see today's visits. { $accept } shows a client, goes to a visit in the book, opens a receipt, and puts a service or product into the cart. { $found-book } books the marked client; { $found-client } shows whose visit or receipt it is.
help-receipts-title = Receipts
help-receipts = Earlier receipts, the latest first. Type a number, a client's name or phone, or a day (21.11. or -1 for yesterday); or scan the receipt's barcode. { $accept } opens it. { $receipt-reprint } (print again) and { $receipt-refund } (give back) also work on the marked row.
help-receipt-title = Receipt
help-receipt = The receipt as it prints. { $receipt-reprint } prints it again, headed COPY with its number, so that two papers are never taken for two sales. { $receipt-refund } opens the list of its lines to give back, { $receipt-send } sends it.
help-refund-title = Give back
help-refund = Mark how many of each line come back with { $refund-mark } and { $refund-unmark }; scanning the goods marks them too. The sum and the way it is paid back are shown at once: to the card first, if a card paid. { $refund-restock } says whether the product can be sold again, { $refund-tender } pays back another way. { $accept } asks why, and it is done: stock, tax and drawer follow. { $refund-exchange } puts what is marked into the cart instead: it goes towards what the client takes for it.
help-refund-why-title = Why
help-refund-why = The reason stands on the refund's receipt and in the day's report. Choose a usual one or type your own.
help-send-title = Send the receipt
help-send = Type an e-mail address, or take the client's own. [copies] in balm.toml says how mail leaves this desk and where text files go. What became of it is said when it is known; nothing waits for it.
help-attention-copy-title = Not sent
help-attention-copy = A copy of a receipt by e-mail or as a text file was not made, and the list says why. Send it again, to another address or in another way if need be, or leave it. Addresses are not kept here: without the client's own, type it again.
help-attention-title = Wants attention
help-attention = Receipts that may not be on paper, devices that are down or did not do as told, a drawer left open, clients who are late, visits of the last two weeks that nobody finished, carts that wait, products to reorder. Each has a digit: the digit, or { $accept } on the marked one, goes where you can deal with it. Letters filter the list.
help-attention-paper-title = Not printed
help-attention-paper = Look at the printer. If the paper is not there or incomplete, print it again; if it is, take it off the list. A paper that has stopped half way goes on by itself once the printer can; if the printer was switched off meanwhile, what was missing is lost: print it whole again.
help-manage-staff-title = Staff
help-manage-staff = Who works here, in which role, and when: { $accept } on whether they are in use saves; whom clients may ask for stands below. Hours are typed like mon-fri 09:00-13:00, 14:00-18:00; sat 10-16; a shift pattern, their own or their group's, counts instead of them. Where clients ask for a woman or a man, say which this is; who treats women only, or men only, is not offered to others. Who leaves is set to not in use: past visits and sales keep the name.
help-manage-services-title = Services
help-manage-services = What is offered. Name, minutes and price are enough for a new one: { $accept } on the price saves; with { $nav-down } you reach the rest first. Leave the price empty if it is asked for at each sale. Rooms: the ones that will do; empty means any. Steps: what happens when, each with its minutes, like 15 prep; 60 service both with Steamer; 20 processing; 10 clean-up. In preparation and clean-up the client is not there, while processing the therapist is free for others; both takes two therapists, second the other one, nobody none; without room, without client and with equipment say the rest. Pace: who takes longer or shorter for the main part. What is no longer offered is set to not in use.
help-manage-accounts-title = Accounts in the books
help-manage-accounts = What each account is called where the books are taken to another program (balm export ledger). Parts between colons; where there is one per desk, client, person or tax, its own part is added. What was posted before has the new name too.
help-manage-prices-title = Price levels
help-manage-prices = Columns of the price list besides the usual one: staff, write-off, members, any more. What something costs at each is said at the service or product, and by which a client pays at the client. What has no price at a level costs the usual one.
help-manage-rooms-title = Rooms
help-manage-rooms = Where services are given. The short name stands on the grid. Places: so many appointments may be in it at once, as in a sauna or a room for two.
help-manage-equipment-title = Equipment
help-manage-equipment = Machines, basins and tubs that services need. Which service needs what is written into its steps: 60 service with Steamer. As many are in use at once as there are pieces. Rooms: where it stands, and is used nowhere else; empty means that it moves freely. What is broken is set to not in use.
manage-tenders = Ways of paying
manage-tender-off = not taken
manage-tender-no-limit = not taken: no client may owe, see below
manage-tender-no-currency = not taken: it has no rate yet, see below
manage-tender-fee = fee { $rate } %
manage-tender-name = empty for { $name }
manage-tender-taken = Taken
manage-tender-counted = Counted
manage-tender-number = Number needed
manage-tender-no-fee = Type the fee as a percent from 0 to 100.
manage-foreign = Second currency
manage-foreign-none = none
manage-foreign-code = like USD; empty for none
manage-foreign-rate = of { $currency } for one of it
manage-foreign-no-rate = Type what one of it is worth, like 0.92.
manage-foreign-days = then it is asked about; empty for never
manage-foreign-is = { $currency } at { $rate } since { $day }
manage-tabs = The most that a client may owe
manage-tabs-none = nobody owes
manage-tabs-hint = empty where nobody may
help-manage-tenders-title = Ways of paying
help-manage-tenders = Which ways of paying the payment screen offers and what they are called, whether the drawer opens and the number must be typed, and what the card company keeps. A second currency is taken in cash at the rate set here, and the change is in the shop's own. Clients may owe up to the limit set here; without one nobody may.
help-manage-taxes-title = Taxes
help-manage-taxes = What services and products are taxed with. One tax may be several lines of the receipt: GST 5, PST 7. A changed rate holds from the next sale on; receipts that are printed and their refunds keep the rate they were made with.
help-manage-shop-title = The shop
help-manage-shop = The shop's name, whether prices include tax, whether a receipt is printed at each sale, the lines above and below every receipt, the smallest coin that cash is rounded to, and the hours and rows of the grid. Until the day begins, a drawer that is opened after midnight is for the evening before.
help-prepaid-title = Prepaid
help-prepaid = Gift cards: how many months one is good for from the day it is sold; its last day counts. Empty, it is good for ever. Cards that are sold already keep their time. What is left on a card whose time is past stays a debt until somebody takes it over, which is done on the card itself. Used first: in which order what a client has paid ahead is suggested in the cart; what you leave out comes after. Ends soon: so many days before its last day a package is marked on the client. Deposits: whether the tax of the visit is due when its deposit is taken.
help-manage-plans-title = Packages and memberships
help-manage-plans = What is paid ahead and used later: so many visits of some services; so many credits of some minutes, of which a long treatment uses several; or money for any service, more of it than was paid. Its price is taxed when it is sold, and what it pays later is not. What is changed here holds for those sold from now on.
help-start-title = A new shop
help-start = Balm needs to know this much to begin: the shop's name, its currency (it cannot be changed later) and where it is. The next pages ask for tax, hours, therapists, rooms and services. { $accept } goes on, { $nav-up } goes back. { $back } leaves without making anything and lets you look around.

## Long work
progress-count = { $work }: { $done }
progress-of = { $work }: { $percent } %, { $done } of { $total }
progress-left = { $work }: { $percent } %, { $done } of { $total }, { $left } left
progress-journal = Reading the journal
progress-check = Checking the index
progress-index = Building the index
progress-repair = Putting entries together
progress-export = Writing the journal out
progress-import = Rows
progress-demo = Making a day spa
at-before-the-shop = There was no shop yet: it begins on { $first } UTC.
at-no-entries = There was no shop yet: nothing has been written in it.
progress-stopped = Stopped as asked. Nothing that was confirmed is lost; start again to go on.
verify-stopped = Stopped as asked, before all was proved. Nothing was changed.
import-stopped = Stopped as asked after { $rows } rows, which are in. Import the file again to go on: rows that are in are left as they are.
demo-stopped = Stopped as asked; nothing is kept.
demo-made = { $clients } clients and { $visits } visits are in { $dir }. Open the shop with: balm --store { $dir }
demo-in-the-way = { $dir } is there already: name a folder that is not.
demo-unfinished = { $dir } is there and was not made by an unfinished demo: name another folder, or take it away.

## settings

settings-title = Settings
settings-guide = Guided set-up: go on
settings-guide-at = page { $n }
settings-house = Shop: name, hours, grid rows
settings-receipts = Receipts: printed or not, own lines
settings-money = Money: tax in prices, usual tax, least coin, notes
settings-tenders = Ways of paying, second currency, tabs
settings-taxes = Taxes and their rates
settings-prepaid = Prepaid: gift cards, what is used first
settings-plans = Packages, memberships, credits
prepaid-for-ever = for ever
prepaid-months = { $n ->
    [one] 1 month
   *[other] { $n } months
 }
prepaid-life-hint = months that one lasts; empty: for ever
prepaid-taxed-first = taxed when they are taken
prepaid-taxed-last = taxed with the bill
prepaid-soon-hint = days before the last one
prepaid-no-means = "{ $typed }" is none of these ways of paying ahead.
means-exact = one service
means-minutes = minutes
means-visits = several services
means-credit = credit
manage-plans = Packages and memberships
manage-plan = Package
manage-new-plan = New package
manage-new-membership = New membership
manage-membership = Membership
help-manage-membership-title = Membership
help-manage-membership = What its client has for so long: visits that it pays, a discount on what they buy, and being let in; each of the three can be left empty. Visits and entries are counted for the whole time, or anew each month, week or day from its first day on. Its fee becomes revenue with each month, week or day that begins, as its life is counted, or with each visit that it pays. Renewed early, the next one begins when this one ends. Rest: so many days in all it may be frozen, and its end moves where you say so. What is changed here holds for those sold from now on.
membership-visits-hint = that it pays; empty: none
membership-services-hint = like Swedish, Facial
membership-off-hint = like 10 %; empty: nothing
membership-scope-hint = of what it takes off; empty: of everything
membership-life-hint = like 1 month, 12 months, 1 week, 90 days
membership-entry-hint = like 8; any: as many as they like; empty: none
membership-any = any
membership-per-term = in all
membership-per-month = each month
membership-per-week = each week
membership-per-day = each day
membership-over-time = with its time
membership-at-use = with its visits
plan-visits = visits
plan-minutes = credits of minutes
plan-credit = money
plan-units-hint = like 10; or an amount where it gives money
plan-services-hint = like Swedish, Facial; nothing where it gives money
plan-life-hint = like 12 months, 6 weeks, 90 days; empty: for ever
plan-minutes-hint = of one credit
plan-life-months = months
plan-life-weeks = weeks
plan-life-days = days
plan-no-service = No service in use is called "{ $typed }".
plan-no-life = "{ $typed }" is no length of time. Type it like 12 months.
settings-people = People: roles, hours, what they can do
settings-services = Services: minutes, prices, rooms
settings-prices = Price levels: staff, members, any more
settings-accounts = Accounts: their names in the books
settings-rooms = Rooms
settings-equipment = Equipment
settings-products = Products and stock: in the Stock pane
settings-devices = Devices: printer, drawer, scanner, display: try them
devices-title = Devices
devices-page = Printer: print a page with everything that it can
devices-strip = Printer: print the strip that shows which letters are right
devices-drawer = Drawer: open it
devices-scanner = Scanner: scan something
devices-display = Display: show something
devices-set-up = Find scanner, printer and drawer
devices-set-up-leaves = leaves the screen and comes back
devices-how-to = How devices are set up
devices-how-to-text = The row above, or outside of Balm "balm devices --set-up", finds the scanner by what you scan, tries the printer's speeds and letters, opens the drawer, learns what its sensor says, and writes { $file }. "balm devices --echo-scans" shows what a scanner sends. These are the ports of this computer:
devices-missing = not set up
devices-starting = is looked for
devices-ready = ready
devices-drawer-open = stands open
devices-drawer-shut = shut
devices-drawer-reason = trying the devices
devices-scan-now = Scan anything: it is only shown.
devices-heard-right = { $code }: its check digit is right.
devices-heard-wrong = { $code }: its check digit is wrong: misread, or a code of the shop's own.
devices-heard-other = { $code }: a code without a check digit.
devices-printing = It prints.
devices-kicked = The drawer is told to open.
devices-shown = The client sees the shop's name and 20 digits.
settings-in-use = { $n } in use
settings-desk = This desk: { $name }
settings-usual = as usual
settings-desk-hint = as usual; written like { $example }
settings-desk-about = { $about } This is the desk's own and stands in { $file }. It holds from the next start of Balm. Empty: as usual.
settings-desk-written = Written. It holds from the next start of Balm.
settings-desk-where = { $about }
 {""}
 It is particular to this desk and stands in
 { $file }
 as, for example:
 {""}
 { $example }
 {""}
 Change it there and start Balm again. "balm config --check" says what is wrong in it; "balm config --example" prints a file with every setting explained.
help-devices-title = Devices
help-devices = How each device of this desk is. { $accept } tries the marked one: the printer prints a page or the strip, the drawer opens, the display shows 20 digits. What you scan here is only shown, with what its check digit says. How devices are set up is in the last row.
help-settings-title = Settings
help-settings = Everything that is decided once. Type a few letters of what you look for; { $accept } opens it. What belongs to the whole shop holds at once, on all desks. What is this desk's own (its number, keys, scanner, printer, drawer) stands in its file and holds from the desk's next start.
help-settings-desk-title = A setting of this desk
help-settings-desk = What it means stands below. { $accept } writes it into the desk's file, where everything else stays as it is, remarks too; what was there before is kept beside it. An empty field is as usual. What would be wrong is refused with the file's line.

## guide

guide-title = Set-up { $n }/{ $all }: { $what }
guide-keys = { $accept } goes on. { $back } leaves; { $settings } goes on here, also after a restart.
guide-tax = tax
guide-hours = hours
guide-people = therapists
guide-rooms = rooms
guide-services = services that you offer
guide-devices = printer, scanner, drawer
guide-there = there already: { $names }
guide-names = { $n ->
    [one] 1 name
   *[other] { $n } names
 }
guide-price = its price; empty: not offered
guide-service-classic = Classic massage
guide-service-back = Back massage
guide-service-deep = Deep tissue massage
guide-service-stone = Hot stone massage
guide-service-aroma = Aroma massage
guide-service-facial = Facial
guide-service-scrub = Body scrub
guide-service-manicure = Manicure
guide-service-pedicure = Pedicure
guide-service-couple = Couple's massage
guide-devices-text = { $accept } ends the set-up and opens the list of devices: its row "{ $find }" finds them by what you scan and what they print. Without them everything works but paper; { $settings } opens the list at any time, and changes all else. Before the first sale count the float: { $drawer }.
guide-done = The shop is set up. { $pane-day } is the book, { $pane-cart } the cart, { $help } explains every screen.
help-guide-title = Set-up
help-guide = One page after the other: tax, hours, therapists, rooms, services, devices. Each is saved by itself when you press { $accept } on its last line. Nothing has to be filled in: { $back } leaves and lets you look around, and the set-up goes on where it was, also after a restart. Everything can be changed later: { $settings }.

# Accounts, as people call what is in them.
account-cash = Cash in the drawer of a desk
account-safe = Cash in the safe
account-foreign-cash = Cash of another currency
account-cheques = Cheques in a drawer
account-vouchers = Vouchers of others
account-bank = Bank
account-card-clearing = Owed by the card company
account-transfer-clearing = Transfers that are promised
account-receivable = Tabs of clients
account-input-tax = Tax paid, to be had back
account-pay-advance = Pay that was had ahead
account-stock = Goods at cost
account-tax = Tax owed
account-gift-cards = Gift cards sold and not used
account-deposits = Deposits for visits
account-deferred = Packages and memberships not used
account-points-owed = Points, at what they are worth
account-overpaid = Taken too much, to be given back
account-tips = Tips owed to people
account-pay-owed = Pay owed
account-payables = Owed to suppliers
account-stock-adjustment = Goods found and set right
account-points-issued = Points issued
account-service-revenue = Services sold
account-retail-revenue = Products sold
account-breakage = Prepaid and never used
account-other-income = Other income
account-fines = Fines
account-cost-of-goods = Cost of goods sold
account-consumables = Used in treatments
account-write-off = Expired and broken goods
account-loyalty-expense = Points given out
account-tender-fees = Fees of card companies
account-petty-cash = Cash in and out
account-other-expense = Other expenses
account-pay-expense = Pay
account-over-short = Drawer over and short
account-cash-rounding = Cash rounding
account-exchange-difference = Exchange differences
manage-accounts = Accounts in the books
manage-accounts-own = { $n ->
    [0] usual names
    [one] one name of your own
   *[other] { $n } names of your own
}
manage-account-hint = { $usual } if left empty. Parts between colons; the first can be: { $roots }.

# The books as text for accounting programs.
ledger-sale = Sale
ledger-refund = Refund
ledger-void = Sale taken back
ledger-float = Change money
ledger-cash = Cash in or out
ledger-stock = Goods found or set right
ledger-purse = Gift cards, packages, points
ledger-close = Closing
ledger-close-of = Closing Z { $z }, desk { $desk }
ledger-asserted = { $what }: what the accounts stand at
ledger-forward = Brought forward
export-ledger-done = { $entries ->
    [one] One entry
   *[other] { $entries } entries
} written, { $closings ->
    [one] one closing
   *[other] { $closings } closings
} to compare with.

# Papers beside the receipt.
document-receipt = Receipt
document-invoice = Invoice
document-credit-note = Credit note
document-cash-order = Cash order
document-cash-in = Cash receipt order
document-cash-out = Cash payment order
document-visit-card = Visit card
document-gift-certificate = Gift certificate
document-statement = Statement of account
field-language = Language
field-buyer = Name on papers
field-address = Address
field-reg-no = Reg. no.
field-tax-no = Tax no.
field-paper = Paper
document-none = There is nothing to be printed.
invoice-title = Invoice: the buyer
language-hint = such as lv; empty for the usual
papers-title = Papers
papers-details = Name, address and language on papers
papers-visit = Visit card of { $at }
papers-saved = Papers name the client so from now on.
statement-from = empty: { $date }
statement-until = empty: today
cash-no-paper = none
help-document-title = Paper
help-document = The paper as it prints. { $receipt-reprint } prints it, { $receipt-send } sends it by e-mail or saves it as a text file. How it is worded and in which language is in the folder "documents" of the shop: balm documents lists and shows the files.
help-invoice-title = The buyer
help-invoice = As whom the client stands on invoices and statements: a firm's name, address and numbers, where they are not those of the client file, and in which language papers are. { $accept } takes what is there and goes on.
help-papers-title = Papers
help-papers = What can be printed for the client: a statement of what was bought, paid and is owed; a card with the time of each visit to come; and as whom and in which language papers name the client. { $accept } shows it before it prints.
help-statement-title = Statement of account
help-statement = From which day to which. What is owed before the first day is in one sum; then each receipt with what was paid of it, and what is owed after the last day. At the end stands what is not paid yet, and what is paid ahead. { $accept } shows it.

# Given back without a receipt.
receipts-without = without receipt
without-title = Give back without a receipt
without-price-hint = empty: as on the list
without-shelf = back on the shelf
without-written-off = not to be sold again
without-not-listed = There is no such product or service.
field-item = What
field-restock = Goods
help-without-receipt-title = Without a receipt
help-without-receipt = What somebody brings back whose receipt is not at hand: look for it in the list first, by day or by the client's name. Type or scan what it is, how many, and for how much if that is less than it costs today. It goes back in cash, by card or by transfer, is on the Z with the other refunds, and in the list of who did what. { $accept } on the reason gives it back.

# Names that are there already.
refused-name-taken = There is a { $what } "{ $name }" already. Choose another name.
form-named-so = "{ $name }" is there already. { $accept } again keeps two of that name.
form-named-so-code = "{ $name }" is there already ({ $code }). { $accept } again keeps two of that name.
import-several = several in the shop are called "{ $text }" ({ $numbers }); give each a name of its own
problem-digits = { $field }: { $least } to { $most } digits are needed.
problem-characters = { $field }: { $least } to { $most } characters are needed.
problem-pack = { $field }: a pack holds { $least } to { $most } pieces.
problem-too-early = { $field }: it cannot be before { $least }.

# Figures of goods that may be a slip.
product-count-many = By the books { $was ->
    [one] there is 1
   *[other] there are { $was }
 }. { $accept } again sets { $now }.
goods-taken-many = { $was ->
    [one] There is 1
   *[other] There are { $was }
 }. Take { $n } off, to { $now }? { $accept } again does it.
goods-came-many = { $was ->
    [one] There is 1
   *[other] There are { $was }
 }. Put { $n } in, to { $now }? { $accept } again does it.
refused-account-of-other-kind = "{ $name }" is another kind of account. Here the first part has to be: { $roots }. Usual is { $usual }.
