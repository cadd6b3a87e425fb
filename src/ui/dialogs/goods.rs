//! Goods that come, and goods that leave the shelf without being sold.

use crate::{
    domain::{
        catalog::Product,
        delivery::{DeliveredLine, Delivery},
        ids::{ProductId, TaxClassId},
        money::Money,
        stock::{ON_HAND_MAX, StockLevel, TakenFor},
        tax::TaxClass,
    },
    ops::{
        query::{self, StockRow},
        refusal::Field,
        request::{DeliveryDraft, Request},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, amount, chosen, number, one_of, text_of},
        view::View,
        widgets::form::{Form, FormField},
    },
};

type Tax = Option<TaxClassId>;

/// From so many pieces on, and so many times what there was, a figure may be a slip.
const MANY: i64 = 1_000;
const MANY_TIMES: i64 = 10;

/// As one delivery note has many goods, the latest of today stands there already.
pub fn receive(view: &View, row: &StockRow) -> Box<dyn Component> {
    let words = view.words();
    let product = row.product;
    let known = view.shop.read().get::<Product>(&product).ok().flatten();
    let latest = latest(view);
    let reference = latest.as_ref().map_or("", |it| it.reference.as_str());
    let usual = known.as_ref().map_or("", |it| it.supplier.as_str());
    let supplier = latest.as_ref().map_or(usual, |it| it.supplier.as_str());
    let cost = known.as_ref().map_or(Money::ZERO, |it| it.cost);
    let class = known.as_ref().map(|it| it.tax_class);
    let all = vec![
        fields::whole(Field::Quantity, words.field(Field::Quantity), "").needed(),
        fields::money(Field::Cost, words.field(Field::Cost), &view.money(cost))
            .needed()
            .hint(view.text("goods-cost-hint")),
        FormField::text(Field::Supplier, words.field(Field::Supplier), supplier)
            .needed()
            .replaced_by_typing(),
        FormField::text(Field::Reference, words.field(Field::Reference), reference)
            .replaced_by_typing()
            .hint(view.text("goods-reference-hint")),
        tax(class, view),
    ];
    Form::new(
        view.fill("goods-came", &[("name", row.name.as_str().into())]),
        "help-goods-came",
        all,
        move |fields, view| Ok(vec![Cmd::Run(came(product, fields, view)?)]),
    )
    .doubting(move |fields, view| doubt(product, fields, "goods-came-many", |was, n| was + n, view))
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}

/// What is asked where a figure is likely a slip: the shelf would hold less than
/// nothing, or far more than ever. `now` makes of what there was and of what is typed
/// what there is then.
pub(super) fn doubt<V: Clone>(
    product: ProductId,
    fields: &[FormField<V>],
    question: &str,
    now: impl Fn(i64, i64) -> i64,
    view: &View,
) -> Option<String> {
    let level = view.shop.read().get::<StockLevel>(&product).ok().flatten();
    let was = level.map_or(0, |it| it.on_hand);
    let n: i64 = number(fields, Field::Quantity, view).ok()?;
    // What is refused anyway is not asked about.
    if n.abs() > ON_HAND_MAX {
        return None;
    }
    let now = now(was, n);
    let is_short = now < 0 && now < was;
    let is_many = now > was && now >= MANY && now > was.saturating_mul(MANY_TIMES);
    let args = [("was", was.into()), ("n", n.into()), ("now", now.into())];
    (is_short || is_many).then(|| view.fill(question, &args))
}

fn came(product: ProductId, fields: &[FormField<Tax>], view: &View) -> Result<Request, Wrong> {
    let line = DeliveredLine {
        product,
        quantity: number(fields, Field::Quantity, view)?,
        unit_cost: amount(fields, Field::Cost, view)?.unwrap_or_default(),
    };
    Ok(Request::ReceiveGoods(DeliveryDraft {
        supplier: text_of(fields, Field::Supplier).to_owned(),
        reference: text_of(fields, Field::Reference).to_owned(),
        lines: vec![line],
        tax_class: chosen(fields, Field::Tax, view)?.flatten(),
    }))
}

fn latest(view: &View) -> Option<Delivery> {
    let open = query::open_deliveries(&view.shop.read()).unwrap_or_default();
    let today = open.into_iter().rev();
    let mut today = today.filter(|it| it.payments.is_empty());
    today.find(|it| it.business_date == view.today())
}

/// The product's own, the shop's usual one, or none that is had back.
fn tax(own: Tax, view: &View) -> FormField<Tax> {
    let usual = own.unwrap_or(view.settings.default_tax_class);
    let all = view.shop.read().all::<TaxClass>().unwrap_or_default();
    let active = all.into_iter().filter(|it| it.active);
    let mut options: Vec<(String, Tax)> = active.map(|it| (it.name, Some(it.id))).collect();
    options.push((view.text("goods-no-tax"), None));
    let nth = options.iter().position(|it| it.1 == Some(usual));
    one_of(
        Field::Tax,
        view.words().field(Field::Tax),
        nth.unwrap_or(0),
        options,
    )
}

/// How many, and why.
pub fn take(view: &View, row: &StockRow) -> Box<dyn Component> {
    let words = view.words();
    let product = row.product;
    let whys = TakenFor::ALL.map(|it| (words.taken_for(it), it)).to_vec();
    let all = vec![
        fields::signed(Field::Quantity, words.field(Field::Quantity))
            .needed()
            .hint(view.fill("product-on-hand", &[("n", row.on_hand.into())])),
        one_of(Field::Reason, words.field(Field::Reason), 0, whys),
    ];
    Form::new(
        view.fill("goods-taken", &[("name", row.name.as_str().into())]),
        "help-goods-taken",
        all,
        move |fields, view| {
            let reason = chosen(fields, Field::Reason, view)?;
            Ok(vec![Cmd::Run(Request::TakeStock {
                product,
                quantity: number(fields, Field::Quantity, view)?,
                reason: reason.unwrap_or(TakenFor::Used),
            })])
        },
    )
    .doubting(move |fields, view| {
        doubt(product, fields, "goods-taken-many", |was, n| was - n, view)
    })
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}
