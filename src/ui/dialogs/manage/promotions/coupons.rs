//! Coupons: a code, the promotion that it brings, how often and until when.

use crate::{
    domain::{
        client::Client,
        ids::{ClientId, PromotionId},
        promotion::{Coupon, Promotion},
    },
    ops::{
        query,
        refusal::Field,
        request::{CouponDraft, Request},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::{
            fields::{self, Wrong, chosen, text_of, yes_or_no},
            holdings,
            manage::{named, with_new},
        },
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::{Picker, Row},
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Promotion(PromotionId),
    Client(ClientId),
    InUse(bool),
}

/// Code and promotion are enough.
const ENOUGH: usize = 2;

pub fn list(view: &View) -> Box<dyn Component> {
    let choose = |coupon: &Option<Coupon>, view: &View| form(coupon.as_ref(), view);
    Picker::new(
        view.text("manage-coupons"),
        "help-manage-coupons",
        rows,
        choose,
    )
    .with_new()
    .staying()
    .boxed()
}

/// Those that a coupon may bring.
fn by_coupon(view: &View) -> Vec<Promotion> {
    let all = super::all(view).into_iter();
    all.filter(|it| it.by_coupon && it.active).collect()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<Coupon>>> {
    let coupons = query::coupons(&view.shop.read(), None).unwrap_or_default();
    let promotions = super::all(view);
    let rows = coupons.into_iter().map(|coupon| {
        let promotion = promotions.iter().find(|it| it.id == coupon.promotion);
        let name = promotion.map_or("", |it| it.name.as_str());
        let words = [
            ("used", coupon.used.into()),
            ("uses", coupon.uses.into()),
            ("name", name.into()),
        ];
        Row {
            left: named(&coupon.code, coupon.active, view),
            right: view.fill("coupon-row", &words),
            value: Some(coupon),
        }
    });
    with_new(typed, "manage-new-coupon", rows.collect(), view)
}

fn form(coupon: Option<&Coupon>, view: &View) -> Vec<Cmd> {
    let promotions = by_coupon(view);
    if promotions.is_empty() {
        return vec![Cmd::Say(Tone::Note, view.text("coupon-no-promotion"))];
    }
    let label = |field| view.words().field(field);
    let begun = begun(coupon, promotions[0].id);
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |it| it.to_string());
    let place = promotions.iter().position(|it| it.id == begun.promotion);
    let options = promotions.into_iter();
    let options = options.map(|it| (it.name, Value::Promotion(it.id)));
    let uses = match begun.uses {
        0 => String::new(),
        n => n.to_string(),
    };
    let fields = vec![
        FormField::text(Field::Code, label(Field::Code), &begun.code)
            .hint(view.text("coupon-code"))
            .needed(),
        fields::one_of(
            Field::Promotion,
            label(Field::Promotion),
            place.unwrap_or(0),
            options.collect(),
        ),
        fields::whole(Field::Uses, label(Field::Uses), &uses).hint(view.text("coupon-uses")),
        fields::optional_date(Field::From, view.text("promotion-from"), view)
            .filled(&day(begun.from)),
        fields::optional_date(Field::Until, view.text("promotion-until"), view)
            .filled(&day(begun.until)),
        client(begun.client, view),
        yes_or_no(
            Field::InUse,
            label(Field::InUse),
            begun.active,
            view,
            Value::InUse,
        ),
    ];
    let form = Form::new(
        view.text("manage-coupon"),
        "help-manage-coupons",
        fields,
        move |fields, view| {
            let draft = draft(&begun, fields, view)?;
            Ok(vec![Cmd::Run(Request::SaveCoupon(draft))])
        },
    )
    .submit_from(ENOUGH)
    // A code off a roll of slips is scanned.
    .on_scan(|code, fields, _| {
        let field = fields.iter_mut().find(|it| it.field == Field::Code);
        field.is_some_and(|it| {
            it.input.set(code);
            true
        })
    });
    vec![Cmd::Push(form.boxed())]
}

/// Whose it is; anybody's where nobody is named.
fn client(own: Option<ClientId>, view: &View) -> FormField<Value> {
    let known = own.and_then(|id| view.shop.read().get::<Client>(&id).ok().flatten());
    let known = known.map(|it| (it.name, Value::Client(it.id)));
    let label = view.words().field(Field::Client);
    let search = |typed: &str, view: &View| {
        let found = holdings::clients(typed, view).into_iter();
        let choice = |it: Choice<ClientId>| Choice {
            label: it.label,
            detail: it.detail,
            value: Value::Client(it.value),
        };
        found.map(choice).collect()
    };
    FormField::pick(Field::Client, label, known, search).hint(view.text("coupon-client"))
}

fn begun(coupon: Option<&Coupon>, first: PromotionId) -> CouponDraft {
    match coupon {
        Some(it) => CouponDraft {
            id: Some(it.id),
            promotion: it.promotion,
            code: it.code.clone(),
            uses: it.uses,
            from: it.from,
            until: it.until,
            client: it.client,
            active: it.active,
        },
        None => CouponDraft {
            id: None,
            promotion: first,
            code: String::new(),
            uses: 1,
            from: None,
            until: None,
            client: None,
            active: true,
        },
    }
}

fn draft(
    begun: &CouponDraft,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<CouponDraft, Wrong> {
    Ok(CouponDraft {
        code: text_of(fields, Field::Code).to_owned(),
        promotion: match chosen(fields, Field::Promotion, view)? {
            Some(Value::Promotion(id)) => id,
            _ => begun.promotion,
        },
        uses: match text_of(fields, Field::Uses) {
            "" => 0,
            _ => fields::number(fields, Field::Uses, view)?,
        },
        from: fields::read_optional_date(fields, Field::From, view)?,
        until: fields::read_optional_date(fields, Field::Until, view)?,
        client: match chosen(fields, Field::Client, view)? {
            Some(Value::Client(client)) => Some(client),
            _ => None,
        },
        active: match chosen(fields, Field::InUse, view)? {
            Some(Value::InUse(active)) => active,
            _ => begun.active,
        },
        ..begun.clone()
    })
}
