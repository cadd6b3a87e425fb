## points: refusals

points-off = The shop gives no points. They are turned on in the settings.
points-no-client = Points are a client's own. Choose the client first.
points-short = { $n ->
    [0] The client has no points that can be spent here.
    [one] The client has only 1 point that can be spent here.
   *[other] The client has only { $n } points that can be spent here.
 }
points-held = { $n ->
    [one] Only 1 point of the client is free: the others are taken for cart { $ticket } of desk { $desk }.
   *[other] Only { $n } points of the client are free: the others are taken for cart { $ticket } of desk { $desk }.
 }
points-too-few = { $n ->
    [one] At least 1 point is spent at a time.
   *[other] At least { $n } points are spent at a time.
 }
points-as-discount = Points are no way of paying in this shop: they take something off. Use them in the cart.
points-as-payment = Points take nothing off in this shop: they pay. Use them with the payment.
points-nothing = Nothing in this cart costs anything that points come off.
points-no-price = { $name } is not had for points.

## points: fields

field-points-on = Points
field-points = Points
field-per-visit = For a visit
field-per-amount = For money
field-earned-on = Counted
field-in-parts = Parts
field-worth = Are worth
field-worth-of = So many of them
field-spent-as = Spent
field-least-points = At least
field-back-days = Back too late
field-gift-new = New client
field-gift-brought = Was brought
field-gift-referrer = Brought one
field-referrer = Brought by
field-gift-life = Gifts last
field-for-points = For points

## points: cart and client

offer-points = { $n ->
    [one] 1 point
   *[other] { $n } points
 }
offer-for-points = for { $n ->
    [one] 1 point each
   *[other] { $n } points each
 }
cart-points = { $key }: { $n ->
    [one] 1 point
   *[other] { $n } points
 }
cart-for-points = { $key }: for { $n ->
    [one] 1 point
   *[other] { $n } points
 }
points-ends = { $n } until { $day }
client-points = { $n ->
    [one] 1 point
   *[other] { $n } points
 }, worth { $worth }
client-points-end = { $points }; { $n } of them until { $day }
payment-no-points = The client of this cart has no points that pay here.
prepaid-brought-by = Brought by { $name }
prepaid-brought-by-none = Who brought this client
points-lot = { $n ->
    [one] 1 point
   *[other] { $n } points
 } of { $day }
points-for-ever = for ever
receipt-points = Points { $n }, now
points-moved-none = Points: nothing came or went
help-points-sheet-title = Points
help-points-sheet = The client's points: what ends first stands first, and below it what came and went, the latest first. Points are spent in the cart or with the payment, as the shop has decided.
help-brought-by-title = Who brought the client
help-brought-by = The client who brought this one. Both can get points when this one pays for the first time, and the one who brought them each time that this one pays, as the shop has decided. { $accept } with nothing typed takes the name away.
points-brought-hint = empty: nobody

## points: settings

settings-points = Points: for visits and money, what they are worth
settings-gifts = Gifts of points: new clients, and who sent them
settings-goods = Had for points: goods and treatments
points-are-on = given
points-are-off = not given
points-visit-hint = points, once a day; empty: none
points-amount-hint = points, for so much as stands below; empty: none
points-per-hint = like 1.00
points-of-total = with tax
points-of-net = without tax
points-in-parts = parts of the amount count
points-in-whole = only whole amounts count
points-life-hint = like 12 months, 6 weeks, 90 days; empty: for ever
points-worth-hint = points that are worth what stands below
points-spent-pay = they pay
points-spent-off = they take something off
points-least-hint = the fewest at a time; empty: any
points-back-hint = days that they are good for again; empty: none
points-gift-hint = points, once, with the first sale; empty: none
points-referrer-hint = points for each amount that earns some; empty: none
points-n-goods = { $n ->
    [0] none
    [one] 1 thing
   *[other] { $n } things
 }
points-new-goods = Something more for points
points-goods-item = What
points-goods-hint = 0 takes it off the list
points-no-item = No treatment or product in use is called "{ $typed }".
help-points-title = Points
help-points = Points for a visit are given once a day, with the first sale. Points for money count what is paid for treatments, goods and packages; what points pay earns none. What they are worth is owed to the client from then on, until they are spent or over. Spent: either they take something off, and tax is due on the rest, or they pay a part of the bill. The ones that end first are spent first; what is over is taken over when the day begins. Back too late: what was spent comes back with what it was spent on; if it was over by then, it is good for so many days more.
help-points-gifts-title = Gifts of points
help-points-gifts = New client: for everybody who pays for the first time. Was brought: for the new one, if another client brought them; Brought one: for that other client. Each time: for the other client, whenever the one they brought pays. Who brought a client is written down in the prepaid list of the cart.
help-points-goods-title = Had for points
help-points-goods = Treatments and goods that a client can have for points alone. In the cart the line is marked and { $cart-use } takes it for points.
help-points-price-title = Price in points
help-points-price = How many points one of it costs. 0 takes it off the list.
field-each-time = Each time
