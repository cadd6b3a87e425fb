//! Services and products by code, barcode or words, and what is on the shelf.

use super::{Answered, FoundItem, HITS_MAX, ItemHit, StockRow};
use crate::{
    domain::{
        barcode,
        catalog::{Product, Service},
        ids::ProductId,
        matching::grade::{Grade, Wanted},
        plan::Plan,
        stock::StockLevel,
        text::fold,
        ticket::Item,
    },
    store::{Reads, StoreError, record::Lookup},
};

/// What has exactly this code or barcode first; then what has all the words of `text` as
/// beginnings of words of its name, in any order; then what has them with its category,
/// brand or code. Of each, services and packages come before products, by name. Only
/// what is in use; at most [`HITS_MAX`].
///
/// # Errors
///
/// When the store cannot be read.
pub fn find_items(reads: &impl Reads, text: &str) -> Answered<Vec<ItemHit>> {
    let wanted = words(text);
    let mut hits = exact(reads, text)?;
    let known: Vec<Item> = hits.iter().map(|it| it.item).collect();
    let mut found = Vec::new();
    for it in in_use(reads)? {
        if let Some((by_more, name)) = named(&wanted, it.name(), &it.more()) {
            found.push(((by_more, it.is_product(), name), it));
        }
    }
    found.retain(|(_, it)| !known.contains(&it.item()));
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let n_more = HITS_MAX.saturating_sub(hits.len());
    for (_, sold) in found.into_iter().take(n_more) {
        hits.push(sold.hit(reads)?);
    }
    hits.truncate(HITS_MAX);
    Ok(hits)
}

/// The best `limit` of services and products for [`super::find_anything`], and how
/// many there are: by code or barcode, else by words in any script, and where
/// nothing has them by words that are nearly it.
pub(super) fn ranked(
    reads: &impl Reads,
    text: &str,
    wanted: &Wanted,
    limit: usize,
) -> Answered<(Vec<(Grade, FoundItem)>, usize)> {
    let mut hits = Vec::new();
    for item in exact(reads, text)? {
        let by_code = text.to_owned();
        hits.push((Grade::Exact, FoundItem { item, by_code }));
    }
    let n_exact = hits.len();
    let mut found = Vec::new();
    for it in in_use(reads)? {
        if let Some(grade) = grade(wanted, it.name(), &it.more()) {
            found.push(((grade, it.is_product(), fold(it.name())), it));
        }
    }
    let is_exact = |it: &Sold| hits.iter().any(|(_, hit)| hit.item.item == it.item());
    found.retain(|(_, it)| !is_exact(it));
    if n_exact > 0 || found.iter().any(|((grade, ..), _)| *grade < Grade::Near) {
        found.retain(|((grade, ..), _)| *grade < Grade::Near);
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let n = n_exact + found.len();
    for ((grade, ..), sold) in found.into_iter().take(limit) {
        let item = sold.hit(reads)?;
        let by_code = String::new();
        hits.push((grade, FoundItem { item, by_code }));
    }
    Ok((hits, n))
}

/// All services, packages and products that are in use.
fn in_use(reads: &impl Reads) -> Answered<Vec<Sold>> {
    let services = reads.all::<Service>()?.into_iter();
    let plans = reads.all::<Plan>()?.into_iter();
    let products = reads.all::<Product>()?.into_iter();
    let services = services.filter(|it| it.active).map(Sold::Service);
    let plans = plans.filter(|it| it.active).map(Sold::Plan);
    let products = products.filter(|it| it.active).map(Sold::Product);
    Ok(services.chain(plans).chain(products).collect())
}

enum Sold {
    Service(Service),
    Plan(Plan),
    Product(Product),
}

impl Sold {
    fn name(&self) -> &str {
        match self {
            Self::Service(service) => &service.name,
            Self::Plan(plan) => &plan.name,
            Self::Product(product) => &product.name,
        }
    }

    /// What it is found by besides its name.
    fn more(&self) -> Vec<&str> {
        match self {
            Self::Service(service) => vec![&service.category, &service.code],
            Self::Plan(plan) => vec![&plan.code],
            Self::Product(product) => vec![&product.category, &product.brand, &product.code],
        }
    }

    fn is_product(&self) -> bool {
        matches!(self, Self::Product(_))
    }

    fn item(&self) -> Item {
        match self {
            Self::Service(service) => Item::Service(service.id),
            Self::Plan(plan) => Item::Plan(plan.id),
            Self::Product(product) => Item::Product(product.id),
        }
    }

    fn hit(self, reads: &impl Reads) -> Answered<ItemHit> {
        match self {
            Self::Service(service) => Ok(service_hit(service)),
            Self::Plan(plan) => Ok(plan_hit(plan)),
            Self::Product(product) => product_hit(reads, product),
        }
    }
}

/// A word that only a category, a brand or a code has is no better than a beginning.
fn grade(wanted: &Wanted, name: &str, others: &[&str]) -> Option<Grade> {
    let mut all = name.to_owned();
    for other in others {
        all.push(' ');
        all.push_str(other);
    }
    let by_all = wanted.grade(&all)?.max(Grade::Begun);
    Some(wanted.grade(name).map_or(by_all, |it| it.min(by_all)))
}

/// All products in use that have the words of `text`, or that code, by name.
///
/// # Errors
///
/// When the store cannot be read.
pub fn stock(reads: &impl Reads, text: &str) -> Answered<Vec<StockRow>> {
    let wanted = words(text);
    let by_code: Vec<ProductId> = products_by_code(reads, text)?
        .iter()
        .map(|it| it.id)
        .collect();
    let mut rows = Vec::new();
    for product in reads.all::<Product>()? {
        let is_wanted = by_code.contains(&product.id) || product_has_all(&wanted, &product);
        if product.active && is_wanted {
            rows.push(StockRow {
                product: product.id,
                on_hand: on_hand(reads, product.id)?,
                barcode: product
                    .barcodes
                    .into_iter()
                    .next()
                    .map_or_else(String::new, |it| barcode::shown(&it.code).to_owned()),
                code: product.code,
                name: product.name,
                price: product.price,
                par_level: product.par_level,
            });
        }
    }
    rows.sort_by_cached_key(|it| (!by_code.contains(&it.product), fold(&it.name)));
    Ok(rows)
}

/// Nothing was ever counted or moved: none.
///
/// # Errors
///
/// When the store cannot be read.
pub fn on_hand(reads: &impl Reads, product: ProductId) -> Answered<i64> {
    Ok(reads
        .get::<StockLevel>(&product)?
        .map_or(0, |it| it.on_hand))
}

fn exact(reads: &impl Reads, text: &str) -> Answered<Vec<ItemHit>> {
    let mut hits = Vec::new();
    let text = text.trim();
    if text.is_empty() {
        return Ok(hits);
    }
    for service in reads.find::<Service>(&Lookup::ServiceByCode(text.to_owned()))? {
        if service.active {
            hits.push(service_hit(service));
        }
    }
    for plan in reads.find::<Plan>(&Lookup::PlanByCode(text.to_owned()))? {
        if plan.active {
            hits.push(plan_hit(plan));
        }
    }
    for product in products_by_code(reads, text)? {
        if product.active {
            hits.push(product_hit(reads, product)?);
        }
    }
    Ok(hits)
}

fn products_by_code(reads: &impl Reads, text: &str) -> Result<Vec<Product>, StoreError> {
    let text = text.trim();
    let mut found = reads.find::<Product>(&Lookup::ProductByCode(text.to_owned()))?;
    for spelling in barcode::spellings(text) {
        for product in reads.find::<Product>(&Lookup::ProductByCode(spelling))? {
            if found.iter().all(|it| it.id != product.id) {
                found.push(product);
            }
        }
    }
    Ok(found)
}

fn service_hit(service: Service) -> ItemHit {
    ItemHit {
        item: Item::Service(service.id),
        minutes: Some(service.minutes()),
        code: service.code,
        name: service.name,
        category: service.category,
        price: service.price,
        own_price: None,
        on_hand: None,
    }
}

fn plan_hit(plan: Plan) -> ItemHit {
    ItemHit {
        own_price: None,
        item: Item::Plan(plan.id),
        minutes: None,
        code: plan.code,
        name: plan.name,
        category: String::new(),
        price: Some(plan.price),
        on_hand: None,
    }
}

fn product_hit(reads: &impl Reads, product: Product) -> Answered<ItemHit> {
    Ok(ItemHit {
        item: Item::Product(product.id),
        on_hand: Some(on_hand(reads, product.id)?),
        code: product.code,
        name: product.name,
        category: product.category,
        price: product.price,
        own_price: None,
        minutes: None,
    })
}

fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|it: char| !it.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn product_has_all(wanted: &[String], product: &Product) -> bool {
    let Product {
        name,
        category,
        brand,
        code,
        ..
    } = product;
    has_all(wanted, &[name, category, brand, code])
}

/// The folded name, and whether more than the name is needed to have all the words.
fn named(wanted: &[String], name: &str, more: &[&str]) -> Option<(bool, String)> {
    let name = fold(name);
    if begins_all(wanted, &name) {
        return Some((false, name));
    }
    let all = format!("{name} {}", fold(&more.join(" ")));
    begins_all(wanted, &all).then_some((true, name))
}

/// Whether each wanted word begins a word of one of the texts.
fn has_all(wanted: &[String], texts: &[&str]) -> bool {
    // Folding costs more than the rest of the search, so it is done once.
    wanted.is_empty() || begins_all(wanted, &fold(&texts.join(" ")))
}

fn begins_all(wanted: &[String], there: &str) -> bool {
    let mut words = wanted.iter();
    words.all(|want| {
        let mut there = there.split(|it: char| !it.is_alphanumeric());
        there.any(|word| word.starts_with(want.as_str()))
    })
}
