### Drawers, shifts, and money that moves without a sale.

field-arrived = Arrived
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
help-shifts = The shifts of all desks, the latest first, and the days that had several. { $accept } shows the figures.
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
