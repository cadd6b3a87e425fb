### Drawers, shifts, and money that moves without a sale.

field-arrived = Arrived
field-supplier = Supplier
field-paid-from = Paid from
field-pay-cause = What
noun-delivery = delivery
outcome-pay-recorded = { $is_paid ->
    [0] Recorded. Owed now { $owed }, had ahead { $ahead }.
   *[other] Hand out { $handed }. Owed now { $owed }, had ahead { $ahead }.
}
outcome-supplier = { $left ->
    [0] All of it is paid.
   *[other] Recorded. { $open } is owed for it.
}
field-flow = In or out
field-blind = Blind count
field-hand-to = To
field-hand-from = From
field-other-count = Counted

refused-no-drawer-here = This desk has no drawer: no cash is taken or given here. Take another way of paying.
refused-handover-to-self = { $name } has the drawer already. Say who takes it over.
refused-nothing-overpaid = Nothing was taken beyond what was due, or it was given back already.
refused-foreign-short = Only { $left } of it are here.
outcome-handed-over = Handed over. Cash: { $difference }.
outcome-paid-out = { $arrived } at the bank, { $fee } kept as fee.

## Z

z-shift = Shift
z-tips = Tips taken
z-prepaid = Paid ahead
z-settled = Earlier sales settled
z-differences = Over and short at hand-overs
z-moved-petty = Petty cash
z-moved-safe = Safe
z-moved-bank = Bank
z-moved-tips = Tips paid out
z-moved-overpaid = Overpaid, given back
z-moved-pay = Pay
z-moved-deliveries = Suppliers
z-all-days = All days up to now
z-all-sales = Sales ({ $n })
z-all-refunds = Refunds ({ $n })
z-booked = { $kind }, booked

## Dialogs

drawer-category-hint = may stay empty
drawer-safe-title = Safe and bank
drawer-to-safe = into the safe
drawer-to-bank = to the bank
drawer-from-safe = from the safe
drawer-from-bank = from the bank
drawer-hand-title = Hand the drawer over
drawer-hand-nobody = Nobody of that name works here.
drawer-expected = There should be: { $figures }
payout-title = Arrived at the bank
payout-arrived = empty for all of it, less the usual fee
payout-safe = Cash of the safe
help-drawer-safe-title = Safe and bank
help-drawer-safe = Cash that is taken out of the drawer into the safe or to the bank, or brought from there: it stays the shop's, and is no expense.
help-drawer-hand-title = Hand over
help-drawer-hand = Who has the drawer, who gets it, and how many of each note and coin are in it. What should be there is said after the count; what is over or short is booked, with both names, and the day goes on.
help-payout-title = Arrived at the bank
help-payout = What has come to the bank of cards, transfers, cheques and vouchers, of another currency, or out of the safe. Type what it stood for, and what arrived: the rest is the fee. Of another currency type how much of it was banked, and what that came to.
settings-drawers = Drawers and cash categories
manage-drawers = Drawers and cash categories
manage-drawers-rules = Drawers
manage-drawers-blind = counted blind
manage-drawers-open = expected is shown
manage-blind = Count blind
manage-has-drawer = This desk has a drawer
manage-new-category = New category
manage-category = Cash category
manage-category-tax = what is usually in it; may stay empty
cash-income = comes in
cash-expense = goes out
help-manage-drawers-title = Drawers
help-manage-drawers = Whether what is expected is told only after the count, whether this desk has a drawer, and what cash comes in and goes out for besides sales. A desk without a drawer takes no cash; its day begins with its first sale and is closed without counting.

## Figures

shifts-title = Shifts
shifts-day = { $date }: all { $n } shifts
shifts-row = { $date }  { $since }  desk { $desk }
shifts-open = open
figures-day = All shifts of { $date }
figures-z = Z { $z } of { $date }
figures-x = X of { $date }
figures-blind = What should be there is shown after the count.
figures-handover = { $at }  { $from } to { $to }
figures-print = Print Z { $z } again
figures-sales = Sales of this figure
figures-no-sales = No sale has a part in it.
help-shifts-title = Shifts
help-shifts = The last shifts of all desks, the latest first, and the days that had several. A day that is typed, or the number of a Z, finds the older ones. { $accept } shows the figures.
help-figures-title = Figures
help-figures = What was sold, taken and moved. { $accept } on a figure lists the sales that it is made of, and there the receipt; the parts add up to the figure. Behind cash in and out stand its movements, behind a hand-over the sales in cash until then. A day of several shifts prints as one paper. What should be in the drawer is not told before it is counted, where the shop counts blind.

## What clients owe

tabs-title = Owed
tabs-row = Receipt { $receipt }  { $since }  { $days ->
    [0] today
    [one] 1 day ago
   *[other] { $days } days ago
 }
tabs-taken = { $taken } in the cart
tabs-all = All of it into the cart
tabs-30 = Up to 30 days
tabs-60 = 31 to 60 days
tabs-90 = 61 to 90 days
tabs-more = Older
tabs-limit = May owe, as anybody
tabs-limit-own = May owe, by a limit of their own
tabs-limit-title = How much this client may owe
tabs-limit-hint = empty for { $limit }, as anybody
tabs-in-cart = In the cart: { $total } in all.
help-tabs-title = Owed
help-tabs = What the client owes of each sale, and how old it is. { $accept } puts the marked one into the cart: one after the other, or all at once; they are paid with the rest of the cart. The last row is how much this client may owe.

## Ledger

ledger-difference = Over or short at the count
ledger-payout = Arrived at the bank
ledger-pay = Pay
ledger-delivery = Goods of a supplier

# One paper of many shifts, and what moved besides sales.
z-of-day = Z OF THE DAY
z-of-day-shift = Desk { $desk }, Z { $z }, { $from } to { $until }
figures-print-day = Print the Z of the whole day
figures-moves = Cash in and out
figures-no-moves = No cash came in or went out besides sales.
journal-title = Income and expense in cash
journal-of = Income and expense, { $from } to { $until } (in cash)
journal-row = { $name } ({ $n })
journal-income = Income
journal-expense = Expense
journal-both = Both together
help-cash-journal-title = Income and expense
help-cash-journal = What came in and went out in cash besides sales, by category, over the days that are named; with nothing named it is this month. Money that only changes its place, to the safe or the bank or as tips, is left out. { $accept } on a category lists the movements, and there shows the order of each.

paid-from-drawer = The drawer
paid-from-safe = The safe
paid-from-bank = The bank

earned-commission = Commission
earned-advance = Had ahead
earned-fine = Held back
earned-payout = Paid out
earned-title = Pay
earned-of = Pay of { $name }
earned-owed = { $owed } owed
earned-owed-ahead = { $owed } owed, { $ahead } had ahead
earned-new = New entry
earned-amount-hint = below zero takes back what was entered by mistake
earned-from-hint = of what is had ahead or paid out
earned-why-treatments = Treatments
earned-why-goods = Goods sold
earned-why-late = Came late
help-pay-title = Pay
help-pay = What is owed to each who works here, and what they have had ahead. { $accept } shows how it came to that, and takes what is new.
help-pay-account-title = A person's account
help-pay-account = What was earned, had ahead, held back and paid out, the latest first; the row on top adds to it. Commission is what was earned. What is had ahead, and what is paid out, is handed out at once, from the drawer, the safe or the bank; of what is paid out as much stays here as was had ahead. Nothing is changed later: a slip is set right by an entry below zero.

taken-used = Used in treatments
taken-expired = Expired
taken-broken = Broken
taken-given-away = Given away
goods-came = Came in: { $name }
goods-cost-hint = of one piece, without the tax
goods-reference-hint = of the invoice; more of the same one comes to it
goods-no-tax = none that is had back
goods-taken = Take off the shelf: { $name }
help-goods-came-title = Goods that came
help-goods-came = How many came, what one of them cost without tax, from whom, and the number of the invoice. They are on the shelf at once, and what is owed for them stands in the drawer's menu under suppliers until it is paid. Goods of the same supplier and number come to one debt. What a piece costs is from then on the average of those that were there and those that came.
help-goods-taken-title = Goods that are not sold
help-goods-taken = How many leave the shelf, and why: used in treatments, expired, broken or given away. Each goes to the books as what it is. A number below zero puts back what was taken off by mistake.

bills-title = Suppliers, not paid
bills-none = Everything that came is paid.
bills-pay = Pay { $name }
help-bills-title = Suppliers
help-bills = What came and is not paid, the oldest first. { $accept } pays for one, or for a part of it.
help-bills-pay-title = Pay a supplier
help-bills-pay = How much the supplier gets, and from where: by the bank, out of the safe, or in cash out of the drawer. What is not paid stays on the list.
cash-usual-tax = none, or as the category has it
cash-came-in = Recorded: { $amount } into the drawer.
cash-went-out = Recorded: { $amount } out of the drawer.
