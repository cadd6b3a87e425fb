//! A price list changed at once, with each of its prices in the answer.

use super::{
    entry::{amount, refuse},
    halt::Step,
    outcome::Outcome,
    price, promotions,
    refusal::{Field, FieldProblem, Refusal},
    request::RepriceWish,
};
use crate::{
    domain::{
        catalog::{Product, Service},
        money::Money,
        price::{LevelPrice, StaffPrice},
        repricing::{Column, Columns, PriceMove, Repricing},
        text,
        ticket::Item,
    },
    store::{Reads, Tx},
};

/// What would change, by name; of what is in use alone.
///
/// # Errors
///
/// A change that is none, and a price above what may be entered.
pub(super) fn plan(reads: &impl Reads, wish: &Repricing) -> Step<Vec<PriceMove>> {
    promotions::scope(reads, &wish.of)?;
    if let Columns::Level(level) = wish.columns {
        price::known(reads, level)?;
    }
    if wish.price(Money::from_minor(1)).is_none() {
        return Err(refuse(Field::PriceChange, FieldProblem::Missing).into());
    }
    let mut moves = Vec::new();
    for mut service in reads.all::<Service>()? {
        if service.active && wish.of.has(Item::Service(service.id), &service.category) {
            moves.extend(of_service(wish, &mut service)?);
        }
    }
    for mut product in reads.all::<Product>()? {
        if product.active && wish.of.has(Item::Product(product.id), &product.category) {
            moves.extend(of_product(wish, &mut product)?);
        }
    }
    moves.sort_by_cached_key(|it| text::fold(&it.name));
    Ok(moves)
}

/// # Errors
///
/// [`Refusal::NothingToReprice`], [`Refusal::PricesMoved`], or as [`plan`] refuses.
pub(super) fn change(tx: &mut Tx, wish: &RepriceWish) -> Step<Outcome> {
    let moves = plan(tx, &wish.repricing)?;
    if moves.is_empty() {
        return Err(Refusal::NothingToReprice.into());
    }
    let now: Money = moves.iter().map(|it| it.now).sum();
    if let Some(told) = wish.told.filter(|told| *told != now) {
        return Err(Refusal::PricesMoved { told, now }.into());
    }
    let is_moved = |item| moves.iter().any(|it| it.item == item);
    for mut service in tx.all::<Service>()? {
        if is_moved(Item::Service(service.id)) {
            of_service(&wish.repricing, &mut service)?;
            tx.put(&service)?;
        }
    }
    for mut product in tx.all::<Product>()? {
        if is_moved(Item::Product(product.id)) {
            of_product(&wish.repricing, &mut product)?;
            tx.put(&product)?;
        }
    }
    Ok(Outcome::PricesChanged { moves })
}

fn of_service(wish: &Repricing, service: &mut Service) -> Step<Vec<PriceMove>> {
    let mut moves = Moves::of(wish, Item::Service(service.id), &service.name);
    if let Some(price) = &mut service.price {
        moves.one(Column::Usual, price)?;
    }
    moves.levels(&mut service.prices)?;
    for StaffPrice { staff, price } in &mut service.by_staff {
        moves.one(Column::Staff(*staff), price)?;
    }
    Ok(moves.found)
}

fn of_product(wish: &Repricing, product: &mut Product) -> Step<Vec<PriceMove>> {
    let mut moves = Moves::of(wish, Item::Product(product.id), &product.name);
    if let Some(price) = &mut product.price {
        moves.one(Column::Usual, price)?;
    }
    moves.levels(&mut product.prices)?;
    Ok(moves.found)
}

struct Moves<'a> {
    wish: &'a Repricing,
    item: Item,
    name: String,
    found: Vec<PriceMove>,
}

impl<'a> Moves<'a> {
    fn of(wish: &'a Repricing, item: Item, name: &str) -> Self {
        Self {
            wish,
            item,
            name: name.to_owned(),
            found: Vec::new(),
        }
    }

    fn levels(&mut self, prices: &mut [LevelPrice]) -> Result<(), Refusal> {
        for LevelPrice { level, price } in prices {
            self.one(Column::Level(*level), price)?;
        }
        Ok(())
    }

    fn one(&mut self, column: Column, price: &mut Money) -> Result<(), Refusal> {
        let was = *price;
        let Some(now) = self
            .wish
            .price(was)
            .filter(|_| self.wish.columns.has(column))
        else {
            return Ok(());
        };
        amount(Field::Price, now)?;
        if now != was {
            *price = now;
            self.found.push(PriceMove {
                item: self.item,
                name: self.name.clone(),
                column,
                was,
                now,
            });
        }
        Ok(())
    }
}
