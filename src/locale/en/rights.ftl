# Who may do what: signing on, roles, a second person's yes, and the list of it.

## roles and rights

role-owner = owner
role-accountant = accountant
right-sell = fill carts
right-discount = take that much off
right-open-price = say a price
right-change-price = change a price
right-take-payment = take payment
right-refund = give money back
right-void = take a sale back
right-refund-without-receipt = give money back without a receipt
right-no-sale = open the drawer without a sale
right-move-cash = put cash in or take it out
right-drawer = open or count the drawer
right-close-day = close the day
right-reprint = print again or send copies
right-book = change the book
right-override-book = book in spite of a clash
right-clients = change clients
right-stock = change stock
right-catalog = change services, products and prices
right-house = change the shop's settings
right-people = change people and their PINs
right-rights = change who may do what
right-audit = see who did what
right-tab = let somebody owe
right-books = name the accounts
right-prepaid = move or end what was paid ahead
right-confirm-clock = say that the clock is right

## refusals

refused-sign-on-needed = Nobody has signed on at this desk. Sign on with a PIN or a card first.
refused-needs-right = { $who } may not { $right }. Somebody who may can approve it with a PIN or a card, for this once.
refused-approver-lacks = { $who } may not { $right } either. Ask somebody who may.
refused-wrong-proof = That is not right. Type the PIN again, or scan the card.
refused-proof-wait = Too many wrong tries. Wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
 } and try again.
refused-no-way-back = Nobody could change the rights any more. Give an owner a PIN or a card first, and leave one there.
refused-staff-card-taken = { $name } signs on with this card. Take another one.

## outcomes

outcome-signed-on = { $name } is at the desk.
outcome-signed-on-back = { $name } is at the desk, with the cart as it was left.
outcome-signed-on-kept = { $name } is at the desk. The cart that was open is kept for its person.
outcome-signed-on-both = { $name } is at the desk, with the cart as it was left. The one that was open is kept for its person.
outcome-signed-off = The desk is locked.

## fields

field-pin = PIN
field-own-pin = PIN so far
field-pin-again = Again
field-rights-on = Sign on
field-idle-minutes = Locks after
field-rights = Rights
field-percent-limit = Up to percent
field-amount-limit = Up to amount

## audit

audit-signed-on-pin = Signed on with a PIN
audit-signed-on-card = Signed on with a card
audit-locked = Locked the desk
audit-locked-idle = The desk locked itself
audit-wrong-pin = Wrong PIN for { $who }
audit-wrong-card = Unknown card
audit-refused = Refused: { $right }
audit-refused-nobody = Refused: nobody had signed on
audit-approved = { $who } approved: { $right } ({ $reason })
audit-person = { $who } is { $role } now
audit-person-with = { $who } ({ $role })
audit-pin-set = PIN set
audit-pin-removed = PIN removed
audit-card-set = card set
audit-card-removed = card removed
audit-role-of = { $who }: role from { $was } to { $now }
audit-nothing = none
audit-right-given = Role { $role } may now { $right }
audit-right-taken = Role { $role } may no longer { $right }
audit-role-limits = Role { $role }, how much off: from { $was } to { $now }
audit-idle-minutes = A desk locks after minutes: from { $was ->
    [0] never
   *[other] { $was }
 } to { $now ->
    [0] never
   *[other] { $now }
 }
audit-rights-on = Rights are asked for; a desk { $minutes ->
    [0] never locks itself
    [one] locks after a minute
   *[other] locks after { $minutes } minutes
 }
audit-rights-off = Rights are not asked for
audit-without-receipt = Given back without a receipt: { $reason }
audit-cart-kept = Cart kept for { $who }

## the screen

sign-on-who = Name
sign-on-by = Name who does it with --by, and the PIN in a file with --pin-file or as it is asked for.
sign-on-several = Several people are called "{ $typed }": say which by the number ({ $numbers }).
sign-on-pin = PIN:
palette-second-person = needs a yes
lock-title = Locked
lock-how = Type your PIN, or scan your card.
help-lock-title = Locked desk
help-lock = Choose your name and type your PIN, or scan your card. What you had begun is as you left it; another person's cart is kept for them. After three wrong PINs one waits, twice as long each time. { $quit } leaves Balm.
approve-title = A second person
approve-what = To { $right }, somebody who may has to say yes.
approve-why-first = Say why first, then scan the card.
approve-regular = Regular guest
approve-complaint = Complaint
approve-mistake = Mistake
help-approve-title = A second person's yes
help-approve = You may not do this alone. Say why; then somebody who may types their PIN, or scans their card. It is for this once: both names and the reason are kept. { $back } leaves it.
settings-rights = Sign on and rights
settings-own-pin = My PIN
settings-audit = Who did what: the audit list
rights-title = Who may do what
rights-sign-on = People sign on
rights-are-on = yes
rights-are-off = no, everyone may
rights-role = Role: { $role }
rights-n-of = { $n } of { $all }
rights-owner = An owner may do everything. That cannot be changed.
rights-no-sign-on = cannot sign on
rights-by-pin = PIN
rights-by-card = card
rights-by-both = PIN and card
rights-idle-hint = minutes without a key; 0: never
rights-how = Once it is on, each desk is locked until somebody signs on. An owner with a PIN or a card is needed.
rights-limits = How much off
rights-no-limit = no limit
rights-no-percent = "{ $typed }" is no percentage. Type it like 10 or 7.5, at most 100.
rights-stays = there is one; empty leaves it, - takes it away
rights-none-yet = none yet
rights-person-how = A PIN has 4 to 12 digits. A card is scanned here.
rights-pins-differ = The two PINs differ. Type the same one twice.
rights-own-pin = My PIN
rights-no-own-pin = Sign on with a PIN first: then you can change it here.
help-rights-title = Sign on and rights
help-rights = Here people get a role, a PIN or a card, and roles get their rights. Until people sign on, everyone may do everything. { $accept } opens what is marked.
help-rights-role-title = A role
help-rights-role = { $accept } gives the marked right or takes it away. Where a right is missing, somebody who has it can say yes for once. The first row says how much the role may take off by hand.
help-rights-person-title = How somebody signs on
help-rights-person = The role says what this person may. Type a PIN twice, or scan a card; what is left empty stays, and - takes it away.
help-rights-own-title = My PIN
help-rights-own = Type the PIN that you have, then the new one twice.
audit-title = Who did what
audit-none = Nothing yet.
help-audit-title = Who did what
help-audit = Who signed on, who was refused what, and who said yes to what and why; the latest first. Type a name, a day or a word to see less.
