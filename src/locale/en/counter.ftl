# The counter: cart, payment, drawer.

## the cart

cart-empty = Scan something, or type words or a code and press { $cart-add }.
cart-drawer-closed = The drawer is closed: { $key } opens it for the day.
cart-parked = { $n ->
    [one] 1 cart is parked: { $key } brings it back.
   *[other] { $n } carts are parked: { $key } brings the last one back.
 }
cart-comes-back = comes back: { $reason }
cart-to-hand-out = To give back
cart-total = Total
cart-tax = Tax
cart-in-cash = In cash
cart-due = Still due
cart-too-much = More than the total
cart-discount = disc
cart-discount-percent = disc { $rate } %
cart-order-discount = disc on all
cart-order-discount-percent = disc { $rate } % on all
cart-drawn = paid by { $name }
cart-ends-soon = ! { $name } ends { $until }
cart-usable = { $key }: { $name }, { $left }
cart-deposit = { $key }: deposit of { $day }
cart-page = { $nth }/{ $pages }
cart-price-open = ?
cart-no-such-code = Nothing has exactly the code { $code }, but these have it in them. { $cart-add } adds the marked one.
cart-quantity-first = Type the quantity first, then { $cart-quantity }.
cart-percent-first = Type the percent first, then { $cart-percent }. A percent of 0 takes a discount away.
cart-percent-wrong = A discount is from 0 to 100 %, with at most three decimals.
cart-last-piece = One is left. { $key } removes the line.
cart-not-an-amount = "{ $typed }" is not an amount. Type it like 12.50.
cart-finish-first = "{ $typed }" still waits: { $add } adds it, { $clear } clears it. No money was taken.
cart-recalled = { $outcome } { $cash } and { $card } ask before they take money.
cart-still-due = { $parts } taken. Still due: { $due }. { $cash } takes it in cash, { $card } by card.
cart-parts-too-much = { $parts } taken, which is more than the cart costs now. Add to the cart, or press { $clear } to drop the part.
cart-parts-first = { $parts } is taken for this cart already. Take the rest, or press { $clear } to drop the part first.
cart-parts-drop = { $parts } was taken. Give it back first; then { $clear } again drops the part. Any other key keeps it.
cart-parts-dropped = { $parts } is dropped from this cart.
cart-price-title = Price of { $name }
cart-price-hint = for one piece
cart-price-service = for one treatment
cart-drop-title = Why is the cart dropped?
cart-drop-left = Client left
cart-drop-mistake = Entered by mistake
cart-drop-training = Training
help-cart-title = Cart
help-cart =
    Everything is typed into the one line at the bottom; there are no modes.
    Scan, or type a code or words and press { $cart-add }. 3* before it adds three.
    For the marked line: 3 { $cart-quantity } makes it three, 10 { $cart-percent } takes ten percent off, { $cart-percent } alone asks for any discount, { $cart-more } and { $cart-fewer } change the quantity, { $cart-remove } removes it.
    Money: { $pay-cash } takes exactly the total in cash, { $pay-card } by card. An amount typed before is what was handed over, or the part paid by card; the rest is then one more key. { $pay-other } shows every tender and split.
    50 { $cart-prepaid } sells a gift card with 50 on it, { $cart-prepaid } alone shows packages and what the client has of them. A gift card that is scanned pays.
    { $cart-use } lets what the client has paid ahead pay a line, and takes it back.
    5 { $cart-tip } adds a tip of 5, split over those who did the services. { $cart-tab } puts what the client owes into the cart, or 20 { $cart-tab } a part of it.
    { $cart-park } puts the cart aside, and brings the last one back when the cart is empty.
help-cart-drop-title = Drop the cart
help-cart-drop = All lines go, and the reason is kept. To keep the lines for later, park the cart instead.
help-price-title = Price
help-price = This has no fixed price. Type what one costs; { $accept } adds it to the cart, { $back } leaves it out.

cart-price-person = the therapist's price
cart-price-changed = not { $price }: { $reason }
price-title = Price of { $name }
price-listed = { $price } by the list; empty leaves that
price-agreed = Agreed with the client
price-label = Wrong label on the shelf
price-goodwill = Goodwill
help-price-change-title = Change a price
help-price-change = Another price for one piece than the list's, and why: both stay with the line. Empty gives the line the list's price again. Of a service that is charged by its time, the minutes can be set right. { $accept } goes on, { $back } changes nothing.
discount-title = Discount
discount-hint = like 10 %, or an amount
discount-none = none
discount-not-understood = "{ $typed }" is no discount. Type it like 10 % or 5.00.
discount-of-order = The whole order, { $amount }
discount-of-line = { $name }, { $amount }
discount-regular = Regular client
discount-staff = Staff
discount-complaint = Complaint
discount-damaged = Damaged goods
help-discount-title = Discount
help-discount = A percent or an amount, off the whole order or off the marked line, and why. What is off the whole is shared out over its goods and services, so that each can be given back for what it cost. Nothing, or 0, takes a discount away. { $accept } goes on, { $back } changes nothing.
cart-tip-first = Type the tip first, then { $cart-tip }.
cart-owes = Owes { $open } since { $since }: { $key } puts it here.

## what was just sold

done-change = Change
done-paid = Paid
done-over = Owed to the client
done-over-how = In cash by
done-give-back = Give back in cash
done-given-back = Given back
done-receipt = Receipt

## payment

payment-title = Payment
payment-amount = Amount
payment-change = Change
payment-then-due = Then still due
payment-drawer-closed = The drawer is not open yet. { $key } opens it for the day.
payment-which-key = { $cash } takes it in cash, { $card } by card. An amount typed before is what is handed over.
product-wanted = { $why } { $pane-stock } and then { $stock-new } enters one.
cart-prepaid-whose = What is paid ahead is a client's own, and this cart has none. { $pane-client } finds them.
client-wanted = { $why } In the cart { $pane-client } finds them.
payment-no-client = The cart has no client. { $back } goes back to it; there { $pane-client } finds one.
payment-no-deposit = The client of this cart has no deposit left.
payment-no-such-card = No gift card has the number { $number }.
payment-card-pays = { $key } takes { $amount } from gift card { $number }.
payment-sure-title = Is that right?
payment-sure = { $sentence } { $accept } takes it all the same, { $back } goes back.
payment-again = { $sentence } The same key again takes it all the same.
payment-handed = Handed over
payment-rate = 1 { $currency } = { $rate } { $own }
payment-foreign-first = Type what is handed over in { $currency } first.
payment-reference = { $tender }, number
payment-reference-keys = { $accept } takes it, { $back } goes back to the ways of paying.
payment-reference-needed = This way of paying is kept with its number: type it, then { $accept }.
payment-over-title = Did the terminal really take it?
payment-over = { $given } by card for { $due }. A card gives no change: if the terminal took it, { $accept } writes it down and { $over } is owed to the client. { $back } goes back.
help-payment-title = Payment
help-payment =
    Type an amount, then say how it is paid. With nothing typed, the key takes all that is due: { $payment-cash } in cash, { $payment-card } by card.
    { $payment-transfer }, { $payment-cheque } and { $payment-voucher } take the other ways of paying, and ask for their number.
    { $payment-account } leaves it on the tab of the cart's client, up to the shop's limit. { $payment-foreign } takes the amount typed in the second currency, at the rate shown.
    A part smaller than what is due is kept, and the next key takes the rest. Only cash gives change.
    { $payment-note-1 }, { $payment-note-2 }, { $payment-note-3 } and { $payment-note-4 } take the round amounts that are shown beside them, in cash.
    If the card terminal took more than is due, that is written down as it is, and owed to the client.
    A gift card is scanned, or { $payment-gift-card } asks for its number; it pays what is due, or all that is on it. { $payment-deposit } takes the client's deposit, { $payment-points } the client's points.
    { $accept } takes no money here.
help-payment-sure-title = An unusual payment
help-payment-sure = What was typed looks like a slip. { $accept } takes it all the same, { $back } goes back to the cart with nothing taken.

## packages

prepaid-title = Prepaid
prepaid-title-of = Prepaid  { $name }
prepaid-take-deposit = Take a deposit
prepaid-sell-card = Sell a gift card
prepaid-sell = Sell: { $name }
help-prepaid-menu-title = Prepaid
help-prepaid-menu = What the client of the cart has paid ahead stands first; below it is what can be sold: a gift card, or a package. { $accept } opens or sells the marked one. A package is the client's own: choose the client before it is paid. To use one, put the treatment into the cart and press { $cart-use }.
help-deposit-take-title = Take a deposit
help-deposit-take = Money of the client's for a visit to come: the next one, or the one chosen; nothing chosen is for any visit. It goes into the cart and is there once the cart is paid. It pays the visit's bill: { $cart-use } in the cart takes it.
help-deposit-title = Deposit
help-deposit = The receipt that it was taken with, where it can be given back: its line, like any other. Where the client did not come, it can be kept.
help-deposit-keep-title = Keep the deposit
help-deposit-keep = What is left of it becomes income of the shop. The tax that was due when it was taken stays as it is.
deposit-any-visit = empty: for any visit
deposit-title-for = Deposit for { $visit }
deposit-receipt = Its receipt, to give it back
deposit-keep = Keep it
deposit-why-no-show = Client did not come
deposit-why-late = Cancelled too late
help-holding-title = Package
help-holding = What is left of the package, and every use of it. One with several services can be booked whole, as one visit. It can be given a later last day, rest for some days, or be given to another client, as far as its plan allows. What is left when its time is past stays the client's until it is taken over here. To pay back what is not used, give back the line of the receipt that it was bought with.
help-holding-take-over-title = Take over what is left
help-holding-take-over = The time of this package is past. { $accept } books what was not used as income; { $back } leaves it as it is.
holding-take-over = Take over what is left
holding-book = Book it: a visit with each of its services
holding-take-over-sure = { $value } of { $name } becomes income of the shop, and nothing of it can be used any more.
holding-extend = Give it a later last day
holding-extend-title = Later last day of { $name }
help-holding-extend-title = A later last day
help-holding-extend = Type the new last day, and why. It counts: the package can be used on it.
holding-rest = Let it rest: { $n } days at most
holding-rest-title = Let { $name } rest
holding-rest-most = at most { $n }
holding-from-today = from today on
help-holding-rest-title = Rest
help-holding-rest = For so many days the package pays nothing, and its end moves by as many where its plan says so. Empty, the rest begins today.
holding-give = Give it to another client
holding-give-title = Give { $name } to
help-holding-give-title = Give it to another client
help-holding-give = All that is left is the other client's then, with the same last day.
holding-why-ill = Client was ill
holding-why-away = Client was away
holding-why-goodwill = Goodwill
holding-was-extended = Last day was { $was }: { $reason }
holding-rested = Rest from { $from } to { $until }
holding-given-by = Given by { $client }

holding-earned = Fee of the time that has begun
holding-woken = Rest until { $until } ended early
holding-cancelled = Cancelled: { $reason }
holding-moved = { $days ->
    [one] Begins 1 day later
   *[other] Begins { $days } days later
 }
holding-moved-earlier = { $days ->
    [one] Begins 1 day earlier
   *[other] Begins { $days } days earlier
 }
holding-entered = Came in
holding-enter = Comes in: record a visit
holding-enter-back = Take back the visit of today
holding-renew = Renew: from { $from } until { $until }
holding-other-cart = The cart is another client's. Pay it or put it aside first.
holding-end-rest = Its rest is over
holding-pay-back = Pay back what is not used
holding-cancel = Cancel it
holding-cancel-title = Cancel { $name }
help-holding-cancel-title = Cancel it
help-holding-cancel = It can be used no more, and nothing is paid back: what was not used, or has not begun, becomes income of the shop. To pay that back instead, give back the line of its receipt.
holding-past = Earlier packages and memberships
help-holding-past-title = Earlier packages and memberships
help-holding-past = What the client has had and has no more, the latest first. { $accept } shows every use of it and all that was decided about it.
holding-span = { $from } to { $until }

## gift cards

gift-card-sell = Sell a gift card
gift-card-number-hint = scan it, or leave it empty for the shop's next number
gift-card-title = Gift card { $number }: { $left } on it, for ever
gift-card-title-until = Gift card { $number }: { $left } on it, until { $until }
gift-card-top-up = Put money on it
gift-card-print = Print a gift certificate
gift-card-replace = Give its money another number
gift-card-replace-title = New number for gift card { $number }
gift-card-take-over = Take over what is left
gift-card-take-over-title = Take over what is left
gift-card-take-over-sure = { $left } on gift card { $number } becomes income of the shop, and the card pays nothing any more.
gift-card-by-receipt = Receipt { $receipt }
gift-card-by-expiry = Taken over
gift-card-moved-to = Moved to card { $id }
gift-card-moved-from = Moved from card { $id }
help-gift-card-sell-title = Sell a gift card
help-gift-card-sell = Type the amount and press { $accept }: the card goes into the cart and holds the money once the cart is paid. Scan the card, or type its number; without one the shop numbers it. A card that is known already gets more money. No tax is due for it: that comes when it is used.
help-gift-card-title = Gift card
help-gift-card = What is on the card and until when, and below what can be done every change of it. A lost card's money can be given another number. What is left when its time is past stays the client's until it is taken over here. To pay with it, scan it with something in the cart.
help-gift-card-replace-title = A new number
help-gift-card-replace = Scan the new card, or type its number; without one the shop numbers it. All that is left goes there, with the same last day, and the old number pays nothing any more.
help-gift-card-take-over-title = Take over what is left
help-gift-card-take-over = The time of this card is past. { $accept } books what is left as income; { $back } leaves it as it is.

## parked carts and therapists

parked-title = Parked carts
parked-nobody = no client
parked-row = { $time }  { $client }  { $n ->
    [one] 1 line
   *[other] { $n } lines
 }: { $names }
parked-back = The cart is back. { $cash } and { $card } ask before they take money.
help-parked-title = Parked carts
help-parked = Type a name or an amount to find a cart. { $accept } brings the marked one back as it was; a cart that is open now is parked first.
therapist-title = Who did this?
help-therapist-title = Therapist of a line
help-therapist = The marked line counts for the therapist chosen here. Type a name, { $accept } takes the marked one.

tip-title = Who is the tip for?
help-tip-title = A tip
help-tip = The tip is kept for the person chosen here and is no turnover. Type a name, { $accept } takes the marked one.

## the drawer

drawer-title = Drawer
drawer-closed = The drawer is closed. Count the float, then open the day of trade.
drawer-open-since = Open for { $date } since { $since }, with a float of { $float }.
drawer-open-since-by = Open for { $date } since { $since } by { $opener }, with a float of { $float }.
drawer-float-title = Float: count what is in the drawer
drawer-count-title = Count the drawer
drawer-counted = Counted in cash { $total }
drawer-count-keys = How many of each? { $accept } goes on, { $nav-page-down } to the end; empty counts as none.
drawer-card = Card terminal's total
drawer-card-hint = may stay empty
drawer-cash-is-in = { $amount } put in: { $reason }.
drawer-cash-is-out = { $amount } taken out: { $reason }.
drawer-in-title = Cash in
drawer-out-title = Cash out
drawer-kick-title = Why is the drawer opened without a sale?
drawer-why-change = Change from the bank
drawer-why-float = More float
drawer-why-other-desk = From or to another desk
drawer-why-supplier = Supplier paid
drawer-why-petty = Small purchase
drawer-why-note = Changed a note
drawer-why-check = Checked the drawer
drawer-why-roll = New roll of coins
drawer-result-title = Counted
drawer-figures-head = {"              expected      counted   difference"}
drawer-figures = { $tender }{ $expected } { $counted }   { $difference }
drawer-still-open = Still open:
drawer-open-cart = Cart  { $total }  { $cart }
drawer-open-visit = Visit { $time }  { $client }  { $service }, { $status }
drawer-close = { $accept } closes the day and prints the Z. { $again } counts again. { $back } goes back to the desk; the count is kept.
drawer-carry = { $accept } carries them over and closes. { $again } counts again. { $back } goes back to the desk to finish them; where something is sold there, the drawer is counted anew.
drawer-z-title = The day is closed
help-drawer-title = Drawer
help-drawer = The drawer is opened in the morning with its float, and counted and closed in the evening. Cash that moves without a sale is recorded here with its reason.
help-drawer-float-title = Float
help-drawer-float = Type how many of each note and coin are in the drawer before the first sale. { $accept } goes on; on the last one it opens the day. An empty drawer is right too. Below the coins stands the day that the sales will be counted to: after midnight it is that of the evening before, until the hour that the shop's settings say. Type another one if it is.
help-drawer-count-title = Count
help-drawer-count = Type how many of each note and coin are there, and what the card terminal says it took. What should be there is shown only after the count. Any count is accepted; the difference is recorded.
help-drawer-result-title = Counted
help-drawer-result = What should be there, what was counted, and the difference. Carts and visits that are still open are listed: finish them first, or carry them over. Closing prints the Z.
tips-title = Tips to be paid out
tips-nobody = Nobody of that name has tips coming.
tips-all = empty for all of it
help-tips-title = Tips
help-tips = Who has tips coming is listed with how much. An amount pays out a part, an empty field all of it. The cash leaves the drawer, and is no expense: it was never the shop's.
help-drawer-in-title = Cash in
help-drawer-in = Cash put into the drawer that is no sale: change from the bank, more float.
help-drawer-out-title = Cash out
help-drawer-out = Cash taken out that is no refund: to the bank, a supplier, a small purchase.
help-drawer-kick-title = No sale
help-drawer-kick = The drawer opens without a sale. When, by whom and why is recorded.
