# Promotions, coupons, cards and whole price lists.

noun-promotion = promotion
noun-coupon = coupon

field-takes-off = Takes off
field-scope = Of
field-weekdays = Days
field-who = For
field-by-coupon = By coupon
field-least = From at least
field-most = At most
field-alone = Alone
field-rank = Order
field-uses = Uses
field-promotion = Promotion
field-stacking = Together
field-card-steps = Card levels
field-card-months = Months
field-price-change = Change
field-columns = Prices
field-round-to = Round to

refused-coupon = Coupon { $code } is not taken: { $why }.
refused-needs-no-coupon = { $name } needs no coupon: everybody has it. Set By coupon in it first.
refused-offer-not-there = That takes nothing off this cart.
refused-nothing-to-reprice = No price would change.
refused-prices-moved = The price list has changed since. Look at the new prices again.

coupon-withdrawn = it was withdrawn
coupon-not-before = it is good from { $day } on
coupon-not-after = it was good until { $day }
coupon-used-up = it is used up{ $n ->
    [one] { "" }
   *[other] , good for { $n } sales
}
coupon-on-another-cart = it is on another cart
coupon-on-this-cart = it is on this cart already
coupon-of-another = it is another client's; choose the client first

outcome-prices-changed = { $n ->
    [one] One price changed.
   *[other] { $n } prices changed.
}

## what a rule gives, and of what, as it is written

gives-each = each
gives-of = of
gives-for = for
gives-said-each = { $amount } off each
gives-said-together = { $amount } off all together
gives-said-price = each costs { $amount }
gives-said-more = { $buy } bought, { $get } more at { $off } % off
gives-said-bundle = { $n } together cost { $amount }
scope-services = services
scope-products = goods
scope-all = all of them
scope-category = category
scope-service = service
scope-product = product
who-anybody = anybody
who-client = clients on file
who-new-client = new clients
who-card-holder = card holders

## promotions

manage-promotions = Promotions
manage-promotion = Promotion
manage-new-promotion = New promotion
promotion-name = as it stands on the line and the receipt
promotion-gives = like 10 %; 2.00 each; 5.00; = 19.90; 2 + 1; 55.00 for A + 2 B
promotion-no-gives = { $typed } says nothing that comes off. Write 10 %, 2.00 each, 5.00, = 19.90, 2 + 1, or 55.00 for Massage + 2 Oils.
promotion-scope = everything; or categories, services, goods by name
promotion-no-scope = No category, service or product is called { $typed } alone.
promotion-times = always; or like mon-fri 10-12, sat,sun, or 17-20
promotion-no-times = { $typed } is no time. Write mon-fri 10-12, sat,sun, or 17-20.
promotion-from = from now on
promotion-until = without an end
promotion-least = of any amount
promotion-most = without a limit
promotion-rank = the smaller number comes first
help-manage-promotions-title = Promotions
help-manage-promotions = Rules by which something costs less. Takes off: 10 % is a percent, 2.00 each comes off each piece, 5.00 off all together, = 19.90 is a price; 2 + 1 makes every third free, 1 + 1 50 % of Oils gives an oil at half price to each piece; 55.00 for Massage + 2 Oils is a bundle. Of names categories, services or goods with commas between; services and goods name all of them. A rule is of its days and hours, of a visit at its own time. By coupon: only who brings a coupon of it has it. Alone: where rules come one after the other, neither after another nor before one.

## coupons

manage-coupons = Coupons
manage-coupon = Coupon
manage-new-coupon = New coupon
coupon-code = type it, or scan a slip
coupon-client = nobody else may use it; empty: anybody
coupon-uses = empty: any number
coupon-no-promotion = No promotion is by coupon yet. Make one first, with By coupon: yes.
coupon-row = { $name }  { $used } of { $uses ->
    [0] any number
   *[other] { $uses }
} used
help-manage-coupons-title = Coupons
help-manage-coupons = Codes on slips of paper, each good for a promotion that is by coupon, for anybody or for the client who is named. Typed or scanned at the cart, a coupon takes off what its promotion gives. The sale uses it up, and giving all of that back makes it good again.

## how rules meet, and cards

manage-offer-rules = Promotions and cards together
stacking-best-of = the best one of each line
stacking-in-order = all, one after the other
rules-most = no limit; or like 30 % of a line
rules-cards = none; or like 200.00 5 %; 500.00 10 %
rules-months = empty: all that ever was bought counts
rules-no-step = { $typed } is no level. Write 200.00 5 %; 500.00 10 %.
help-offer-rules-title = Promotions and cards together
help-offer-rules = Where several rules are of one line, either the best of them takes something off, or all do, each of what the one before left. They and the client's card take off at most the percent that you set. Card levels: who has a client's card and bought for so much has so much off, if their own rate is not better: 200.00 5 %; 500.00 10 %. With months only what was bought in so many counts.

## what promotions bring

effects-title = What promotions bring
effects-list-title = { $from } to { $until }: { $n } sales, turnover { $turnover } without tax
effects-row = { $n } sales, given { $given }, turnover { $turnover }, cost { $cost }
effects-none = Nothing came off by itself in those days.
effects-sales = Its receipts
effect-card = Clients' cards
effect-order = Discounts on whole orders
help-effects-title = What promotions bring
help-effects = From which day to which; this month if you change nothing.
help-effect-list-title = What promotions bring
help-effect-list = For each promotion: the sales that had it, what it took off, the turnover of those sales without tax, and what the goods in them cost. { $accept } shows the receipts behind it.
help-effect-sales-title = Receipts of a promotion
help-effect-sales = The sales that had it and what was given back of them, the latest first. { $accept } opens one.

## the price list changed at once

reprice-title = Change prices
reprice-change = like +5 %, -3 %, or 0.92 > 0.95 for rates of exchange
reprice-no-change = { $typed } is no change. Write +5 %, -3 %, or 0.92 > 0.95.
reprice-exchange = by the rates
reprice-step = steps of { $step }
reprice-end = ending as { $end }
columns-all = all
columns-usual = the usual ones
reprice-preview = New prices
reprice-do = Change these { $n } prices now
reprice-row = { $was } > { $now }
help-reprice-title = Change prices
help-reprice = By how much all prices change, or those of what you name: +5 %, -3 %, or two rates of exchange with > between. They are rounded to the steps or endings that you choose. You see every new price before anything changes.
help-reprice-preview-title = New prices
help-reprice-preview = What each price is and would be. The first row changes them all at once; carts that are open keep their prices. { $back } changes nothing.

## at the cart

cart-coupon = Coupon { $code }: nothing off yet
cart-declined = { $name } is off this cart. { $key } shows what there is.
offers-title = Off this cart
offers-none = Nothing comes off this cart by itself.
offers-coupon = Coupon { $code }
offers-waiting = nothing off yet
offers-declined = declined
offers-card = Client's card
help-offers-title = Off this cart
help-offers = Promotions, coupons and the client's card that take something off this cart. { $accept } declines the marked one, or lets it come back.

settings-promotions = Promotions: what costs less, when, for whom
settings-coupons = Coupons
settings-offer-rules = Promotions and cards together
settings-effects = What promotions bring
settings-reprice = Change prices of the whole list
own-price = { $own } ({ $list })

client-standing = Card { $rate } %
client-standing-bought = Card { $rate } %, bought for { $bought }
client-standing-next = Card { $rate } %, bought for { $bought }; { $next } % from { $from }

report-promotions-title = { $from } to { $until }: { $n } sales, turnover { $turnover } without tax
report-promotions-columns = What{"	"}Sales{"	"}Given{"	"}Turnover{"	"}Cost of goods
report-balances-columns = Account{"	"}Balance
report-points = { $n } points
report-stock-columns = Code{"	"}Product{"	"}On hand{"	"}Cost of one{"	"}Cost of all
report-stock-total = In all { $total }
