//! Products: entered and changed in one form, counted on the shelf, and found for a
//! code that nobody knows yet.

use super::{
    fields::{self, Wrong, amount, chosen, number, text_of, yes_or_no},
    goods,
    manage::prices,
};
use crate::{
    domain::{
        barcode::{self, CodeCheck},
        catalog::{Barcode, Product},
        ids::ProductId,
        money::Money,
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::{Field, Refusal},
        request::{ProductDraft, Request},
        shop::Stop,
    },
    store::{Reads, record::Lookup},
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::{
            form::{Form, FormField, Reading},
            picker::{Picker, Row},
        },
    },
};

/// As many codes as a product may have, each of a pack.
const BARCODES_CHARS_MAX: usize = 4_000;
/// Where Enter begins to save: name, price and code are enough to sell.
const BARCODES: usize = 2;

/// A new product, begun with what was looked for: a code, or words of its name.
pub fn typed(view: &View, looked_for: &str) -> Box<dyn Component> {
    let looked_for = looked_for.trim();
    let is_code = !looked_for.is_empty() && looked_for.bytes().all(|it| it.is_ascii_digit());
    if is_code {
        begin(view, "", looked_for)
    } else {
        begin(view, looked_for, "")
    }
}

/// A new product, begun with a code that was scanned.
pub fn new(view: &View, code: &str) -> Box<dyn Component> {
    begin(view, "", code)
}

fn begin(view: &View, name: &str, code: &str) -> Box<dyn Component> {
    let barcodes = match code {
        "" => Vec::new(),
        code => vec![Barcode {
            code: code.to_owned(),
            pack_quantity: 1,
        }],
    };
    let begun = ProductDraft {
        id: None,
        code: String::new(),
        name: name.to_owned(),
        category: String::new(),
        supplier: String::new(),
        brand: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: None,
        barcodes,
        par_level: 0,
        stock_max: 0,
        active: true,
        prices: Vec::new(),
    };
    let scanned = code.to_owned();
    form(view, "product-new", begun)
        .starting_at(usize::from(!name.is_empty()))
        .on_done(move |outcome, view| {
            let Outcome::SavedProduct { product } = outcome else {
                return Vec::new();
            };
            // How many are on the shelf is the next thing to know.
            let saved = view.shop.read().get::<Product>(product).ok().flatten();
            let name = saved.map(|product| product.name).unwrap_or_default();
            let mut cmds = Vec::new();
            if !scanned.is_empty() {
                cmds.push(Cmd::Scan(scanned.clone()));
            }
            cmds.push(Cmd::Push(count(view, *product, &name, 0)));
            cmds
        })
        .boxed()
}

/// `None` if there is no such product.
pub fn edit(view: &View, id: ProductId) -> Option<Box<dyn Component>> {
    let product = view.shop.read().get::<Product>(&id).ok()??;
    let begun = ProductDraft {
        id: Some(id),
        code: product.code,
        name: product.name,
        category: product.category,
        supplier: product.supplier,
        brand: product.brand,
        price: product.price,
        cost: product.cost,
        tax_class: Some(product.tax_class),
        barcodes: product.barcodes,
        par_level: product.par_level,
        stock_max: product.stock_max,
        active: product.active,
        prices: product.prices,
    };
    Some(form(view, "product-edit", begun).boxed())
}

fn form(view: &View, title: &str, begun: ProductDraft) -> Form<bool> {
    let label = |field| view.words().field(field);
    let money = |amount: Option<Money>| amount.map_or_else(String::new, |it| view.money(it));
    let codes: Vec<String> = begun.barcodes.iter().map(spelled).collect();
    let par = if begun.par_level == 0 {
        String::new()
    } else {
        begun.par_level.to_string()
    };
    let cost = if begun.cost.is_zero() {
        String::new()
    } else {
        view.money(begun.cost)
    };
    let mut fields = vec![
        FormField::text(Field::Name, label(Field::Name), &begun.name).needed(),
        fields::money(Field::Price, label(Field::Price), &money(begun.price))
            .hint(view.text("product-price")),
        FormField::text(Field::Barcodes, label(Field::Barcodes), &codes.join(", "))
            .hint(view.text("product-barcodes"))
            .holding(BARCODES_CHARS_MAX)
            .read_by(read_codes),
        FormField::text(Field::Code, label(Field::Code), &begun.code),
        fields::money(Field::Cost, label(Field::Cost), &cost),
        FormField::text(Field::Category, label(Field::Category), &begun.category),
        fields::whole(Field::ParLevel, label(Field::ParLevel), &par).hint(view.text("product-par")),
        prices::levels(&begun.prices, view),
    ];
    if begun.id.is_some() {
        let label = label(Field::InUse);
        fields.push(yes_or_no(Field::InUse, label, begun.active, view, |is| is));
    }
    let id = begun.id;
    let before = if id.is_some() {
        begun.name.clone()
    } else {
        String::new()
    };
    Form::new(
        view.text(title),
        "help-product",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SaveProduct(draft(
                &begun, fields, view,
            )?))])
        },
    )
    .submit_from(BARCODES)
    .doubting(move |fields, view| {
        let all = view.shop.read().all::<Product>().unwrap_or_default();
        let others = all.iter().filter(|it| Some(it.id) != id);
        let others = others.map(|it| (it.active, &*it.name, &*it.code));
        fields::named_so(fields, &before, others, view)
    })
    .on_scan(|code, fields, _| {
        let Some(field) = fields.iter_mut().find(|it| it.field == Field::Barcodes) else {
            return false;
        };
        let known = field.value().to_owned();
        if !codes_in(&known).any(|(it, _)| it == code) {
            let all = if known.is_empty() {
                code.to_owned()
            } else {
                format!("{known}, {code}")
            };
            field.input.set(&all);
        }
        true
    })
}

/// `4006381333931`, or `6x4006381333931` for a pack of six.
fn spelled(it: &Barcode) -> String {
    match it.pack_quantity {
        1 => barcode::shown(&it.code).to_owned(),
        n => format!("{n}x{}", barcode::shown(&it.code)),
    }
}

/// A misread digit is said before the code is on a shelf.
fn read_codes(typed: &str, view: &View) -> Reading {
    let misread =
        codes_in(typed).find(|(code, _)| barcode::check(code) == CodeCheck::BadCheckDigit);
    if let Some((code, _)) = misread {
        let code = code.to_owned();
        return Reading::Wrong(view.words().refusal(&Refusal::BadCheckDigit { code }));
    }
    let packs = codes_in(typed).filter(|(_, n)| *n > 1);
    let packs =
        packs.map(|(code, n)| view.fill("product-pack", &[("n", n.into()), ("code", code.into())]));
    Reading::Fine(packs.collect::<Vec<_>>().join(", "))
}

fn codes_in(typed: &str) -> impl Iterator<Item = (&str, u32)> {
    typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .map(|code| {
            let pack = code
                .split_once('x')
                .and_then(|(n, rest)| Some((rest, n.parse().ok()?)));
            pack.unwrap_or((code, 1))
        })
}

fn draft(
    begun: &ProductDraft,
    fields: &[FormField<bool>],
    view: &View,
) -> Result<ProductDraft, Wrong> {
    let text = |field| text_of(fields, field).to_owned();
    Ok(ProductDraft {
        name: text(Field::Name),
        code: text(Field::Code),
        category: text(Field::Category),
        price: amount(fields, Field::Price, view)?,
        cost: amount(fields, Field::Cost, view)?.unwrap_or_default(),
        barcodes: codes_in(text_of(fields, Field::Barcodes))
            .map(|(code, pack_quantity)| Barcode {
                code: code.to_owned(),
                pack_quantity,
            })
            .collect(),
        par_level: match text_of(fields, Field::ParLevel) {
            "" => 0,
            _ => number(fields, Field::ParLevel, view)?,
        },
        active: chosen(fields, Field::InUse, view)?.unwrap_or(begun.active),
        prices: prices::read_levels(&begun.prices, fields, view)?,
        ..begun.clone()
    })
}

/// Sets how many are on the shelf; the difference is recorded.
pub fn count(view: &View, product: ProductId, name: &str, on_hand: i64) -> Box<dyn Component> {
    let title = view.fill("product-count", &[("name", name.into())]);
    let field: FormField<()> = fields::signed(Field::Quantity, view.words().field(Field::Quantity))
        .needed()
        .hint(view.fill("product-on-hand", &[("n", on_hand.into())]));
    Form::new(
        title,
        "help-product-count",
        vec![field],
        move |fields, view| {
            let on_hand = number(fields, Field::Quantity, view)?;
            Ok(vec![Cmd::Run(Request::SetStock { product, on_hand })])
        },
    )
    .doubting(move |fields, view| {
        goods::doubt(product, fields, "product-count-many", |_, n| n, view)
    })
    .boxed()
}

/// What an unknown code may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    New,
    Product(ProductId),
    /// The code is on a case of this.
    CaseOf(ProductId),
}

/// What to do with a scanned code that belongs to nothing: a misread one is scanned
/// again, any other may get its product now.
pub fn unknown(view: &View, code: &str) -> Cmd {
    if barcode::check(code) == CodeCheck::BadCheckDigit {
        let code = code.to_owned();
        return view.say_stop(&Stop::Refused(Refusal::BadCheckDigit { code }));
    }
    Cmd::Push(assign(view, code))
}

/// Asks which product a code belongs to, remembers it, and adds it to the cart.
fn assign(view: &View, code: &str) -> Box<dyn Component> {
    let number = barcode::normalise(code);
    let code = barcode::shown(&number).to_owned();
    let title = view.fill("product-unknown", &[("code", code.as_str().into())]);
    let (assigned, piece) = (code.clone(), barcode::piece_of_case(&code));
    Picker::new(
        title,
        "help-product-unknown",
        move |typed, view| owners(typed, piece.as_deref(), view),
        move |owner, view| match owner {
            Owner::New => vec![Cmd::Pop, Cmd::Push(new(view, &code))],
            Owner::CaseOf(product) => vec![Cmd::Pop, Cmd::Push(case(view, &code, *product))],
            Owner::Product(product) => {
                let barcode = Barcode {
                    code: code.clone(),
                    pack_quantity: 1,
                };
                vec![Cmd::Run(Request::AssignBarcode {
                    product: *product,
                    barcode,
                })]
            }
        },
    )
    .with_new()
    .staying()
    .on_answer(move |answer, view| match answer {
        Ok(_) => vec![Cmd::Pop, Cmd::Scan(assigned.clone())],
        Err(stop) => vec![view.say_stop(stop)],
    })
    .boxed()
}

/// Asks how many a case holds, remembers it with its code, and adds them.
fn case(view: &View, code: &str, product: ProductId) -> Box<dyn Component> {
    let title = view.fill("product-case", &[("code", code.into())]);
    let field = FormField::<()>::text(Field::Quantity, view.words().field(Field::Quantity), "")
        .hint(view.text("product-case-hint"));
    let (code, scanned) = (code.to_owned(), code.to_owned());
    Form::new(
        title,
        "help-product-case",
        vec![field],
        move |fields, view| {
            let barcode = Barcode {
                code: code.clone(),
                pack_quantity: number(fields, Field::Quantity, view)?,
            };
            Ok(vec![Cmd::Run(Request::AssignBarcode { product, barcode })])
        },
    )
    .on_done(move |_, _| vec![Cmd::Scan(scanned.clone())])
    .boxed()
}

/// The product that a case holds, if the shop has it, stands before all others.
fn case_of(piece: Option<&str>, view: &View) -> Option<Row<Owner>> {
    let piece = piece?;
    let code = Lookup::ProductByCode(piece.to_owned());
    let known = view.shop.read().find::<Product>(&code).unwrap_or_default();
    let product = known.into_iter().find(|it| it.active)?;
    Some(Row {
        left: view.fill("product-case-of", &[("name", product.name.into())]),
        right: barcode::shown(piece).to_owned(),
        value: Owner::CaseOf(product.id),
    })
}

fn owners(typed: &str, piece: Option<&str>, view: &View) -> Vec<Row<Owner>> {
    let rows = query::stock(&view.shop.read(), typed).unwrap_or_default();
    let known = rows.into_iter().map(|row| Row {
        left: row.name,
        right: row.barcode,
        value: Owner::Product(row.product),
    });
    let new = Row {
        left: view.text("product-assign-new"),
        right: String::new(),
        value: Owner::New,
    };
    // Nothing typed: a hasty Enter must give the code to no product.
    if typed.trim().is_empty() {
        let first = case_of(piece, view).into_iter().chain(std::iter::once(new));
        return first.chain(known).collect();
    }
    known.chain(std::iter::once(new)).collect()
}
