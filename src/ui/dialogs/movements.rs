//! What moved a balance that was paid ahead or earned, in words.

use crate::{
    domain::{
        purse::{PurseMovement, PurseReason},
        tender::Purse,
    },
    ops::query,
    ui::view::View,
};

pub(super) fn why(movement: &PurseMovement, view: &View) -> String {
    let numbered = |purse: Purse| match purse {
        Purse::GiftCard(id) => id.to_string(),
        _ => String::new(),
    };
    match movement.reason {
        PurseReason::Sale(sale) => {
            let found = query::sale(&view.shop.read(), &view.settings, sale);
            let receipt = found.ok().flatten().map(|it| it.sale.receipt.to_string());
            let args = [("receipt", receipt.unwrap_or_default().into())];
            view.fill("gift-card-by-receipt", &args)
        }
        PurseReason::Expired => view.text("gift-card-by-expiry"),
        PurseReason::Earned => view.text("holding-earned"),
        PurseReason::MovedTo(to) => view.fill("gift-card-moved-to", &[("id", numbered(to).into())]),
        PurseReason::MovedFrom(from) => {
            view.fill("gift-card-moved-from", &[("id", numbered(from).into())])
        }
    }
}
