//! How big the made-up spa is.

use std::ops::RangeInclusive;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    pub(super) n_therapists: usize,
    pub(super) n_rooms: usize,
    pub(super) n_products: usize,
    /// The first so many clients come again and again.
    pub(super) n_regulars: usize,
    pub(super) visits_a_day: RangeInclusive<u32>,
    pub(super) n_booked_today: usize,
    pub(super) visits_a_day_ahead: u32,
    /// Whether the desk writes down when a visit begins and ends, or only that the
    /// guest is there.
    pub(super) marks_every_step: bool,
}

impl Scale {
    /// A small house with a full book.
    pub const USUAL: Self = Self {
        n_therapists: 8,
        n_rooms: 5,
        n_products: 120,
        n_regulars: 400,
        visits_a_day: 10..=14,
        n_booked_today: 30,
        visits_a_day_ahead: 6,
        marks_every_step: true,
    };
    /// The house that the program's numbers are measured in.
    pub const LARGE: Self = Self {
        n_therapists: 28,
        n_rooms: 20,
        n_products: 600,
        n_regulars: 16_000,
        visits_a_day: 100..=120,
        n_booked_today: 120,
        visits_a_day_ahead: 60,
        marks_every_step: false,
    };
}
