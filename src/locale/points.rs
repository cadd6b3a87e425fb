//! Words about points.

use super::{Arg, Words};
use crate::{domain::points::PointsFault, ops::refusal::Field};

impl Words<'_> {
    /// Why points are not spent.
    pub fn points_fault(&self, fault: &PointsFault) -> String {
        let say = |id: &str, args: &[(&str, Arg)]| self.locale.fill(id, args);
        match fault {
            PointsFault::Off => self.text("points-off"),
            PointsFault::NoClient => self.text("points-no-client"),
            PointsFault::Short { left } => say("points-short", &[("n", (*left).into())]),
            PointsFault::Held {
                left,
                ticket,
                register,
            } => say(
                "points-held",
                &[
                    ("n", (*left).into()),
                    ("ticket", ticket.to_string().into()),
                    ("desk", (*register).into()),
                ],
            ),
            PointsFault::TooFew { least } => say("points-too-few", &[("n", (*least).into())]),
            PointsFault::AsDiscount => self.text("points-as-discount"),
            PointsFault::AsPayment => self.text("points-as-payment"),
            PointsFault::Nothing => self.text("points-nothing"),
            PointsFault::NoPrice { name } => say("points-no-price", &[("name", name.into())]),
        }
    }
}

pub(super) fn field(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::PointsOn => "field-points-on",
        Field::Points => "field-points",
        Field::PerVisit => "field-per-visit",
        Field::PerAmount => "field-per-amount",
        Field::EarnedOn => "field-earned-on",
        Field::InParts => "field-in-parts",
        Field::Worth => "field-worth",
        Field::WorthOf => "field-worth-of",
        Field::SpentAs => "field-spent-as",
        Field::LeastPoints => "field-least-points",
        Field::BackDays => "field-back-days",
        Field::GiftNew => "field-gift-new",
        Field::GiftBrought => "field-gift-brought",
        Field::GiftReferrer => "field-gift-referrer",
        Field::Referrer => "field-referrer",
        Field::GiftLife => "field-gift-life",
        Field::ForPoints => "field-for-points",
        _ => return None,
    })
}
