//! What the demo spa is made of, read from the files that are part of the program.

use chrono_tz::Tz;
use serde::Deserialize;

use crate::cli::import::{
    Kind,
    problem::Unreadable,
    reader::{Batch, read},
    rows::{ProductRow, RoomRow, Row, ServiceRow, StaffRow},
};

pub(super) const ROOMS: &str = include_str!("../../../fixtures/demo/rooms.csv");
const STAFF: &str = include_str!("../../../fixtures/demo/staff.csv");
const SERVICES: &str = include_str!("../../../fixtures/demo/services.csv");
const PRODUCTS: &str = include_str!("../../../fixtures/demo/products.csv");
const NAMES: &str = include_str!("../../../fixtures/demo/names.toml");
const WORDS: &str = include_str!("../../../fixtures/demo/words.toml");
/// In the order in which they refer to each other.
pub(super) const FILES: [(Kind, &str); 4] = [
    (Kind::Rooms, ROOMS),
    (Kind::Services, SERVICES),
    (Kind::Staff, STAFF),
    (Kind::Products, PRODUCTS),
];
/// Where the spa is.
pub(super) const ZONE: Tz = Tz::Europe__Riga;
/// Of the euro.
const N_DECIMALS: u8 = 2;

#[derive(Clone, Debug)]
pub struct House {
    pub rooms: Vec<RoomRow>,
    pub staff: Vec<StaffRow>,
    pub services: Vec<ServiceRow>,
    pub products: Vec<ProductRow>,
    pub names: Vec<NameGroup>,
    pub words: DeskWords,
}

/// What the desk writes down.
#[derive(Clone, Debug, Deserialize)]
pub struct DeskWords {
    pub alerts: Vec<String>,
    pub notes: Vec<String>,
    pub visits: Vec<String>,
    pub cancellations: Vec<String>,
    pub no_shows: Vec<String>,
    pub refunds: Vec<String>,
    pub cash_out: Vec<String>,
}

/// Names that go together.
#[derive(Clone, Debug, Deserialize)]
pub struct NameGroup {
    /// How many of a hundred clients come from here.
    pub share: u32,
    /// Whether the family name stands first, without a space.
    #[serde(default)]
    pub family_first: bool,
    pub women: Vec<String>,
    pub men: Vec<String>,
    /// `his/hers` where a name has two forms.
    pub families: Vec<String>,
}

#[derive(Deserialize)]
struct Names {
    group: Vec<NameGroup>,
}

/// The demo's own files do not read, which a test rules out.
#[derive(Debug, thiserror::Error)]
pub enum BadFixture {
    #[error(transparent)]
    Sheet(#[from] Unreadable),
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    #[error(transparent)]
    Csv(#[from] csv::Error),
    #[error("line {line} of the {kind:?} file: {what}")]
    Row { kind: Kind, line: u64, what: String },
}

impl House {
    /// # Errors
    ///
    /// One of the files is damaged.
    pub fn read() -> Result<Self, BadFixture> {
        let mut house = Self {
            rooms: Vec::new(),
            staff: Vec::new(),
            services: Vec::new(),
            products: Vec::new(),
            names: toml::from_str::<Names>(NAMES)?.group,
            words: toml::from_str(WORDS)?,
        };
        for (kind, text) in FILES {
            let batch = read(kind, text.as_bytes(), N_DECIMALS)?;
            if let Some(problem) = batch.problems.first() {
                let (line, what) = (problem.line, format!("{:?}", problem.what));
                return Err(BadFixture::Row { kind, line, what });
            }
            house.take(batch);
        }
        Ok(house)
    }

    fn take(&mut self, batch: Batch) {
        for row in batch.rows {
            match row.row {
                Row::Room(row) => self.rooms.push(row),
                Row::Staff(row) => self.staff.push(row),
                Row::Service(row) => self.services.push(row),
                Row::Product(row) => self.products.push(row),
                Row::Client(_) => (),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::staff::StaffRole;

    fn house() -> House {
        House::read().unwrap()
    }

    #[test]
    fn the_house_is_complete() {
        let house = house();
        let of_role = |role| {
            house
                .staff
                .iter()
                .filter(|it| it.role == Some(role))
                .count()
        };
        assert_eq!(house.rooms.len(), 5);
        assert_eq!(of_role(StaffRole::Therapist), 8);
        assert_eq!(of_role(StaffRole::Desk), 2);
        assert_eq!(of_role(StaffRole::Manager), 1);
        assert_eq!(house.services.len(), 42);
        assert!(house.staff.iter().all(|it| it.sex.is_some()));
        assert_eq!(house.products.len(), 120);
        assert_eq!(house.names.iter().map(|it| it.share).sum::<u32>(), 100);
        let swedish = house.services.iter().find(|it| it.name == "Swedish 60");
        assert_eq!(swedish.and_then(|it| it.minutes), Some(60));
    }

    /// The check digit by the rule as published, not by our own code: the sum of
    /// all 13 digits weighted 1, 3, 1, ... is a multiple of ten. 952 is the prefix
    /// that GS1 keeps for demonstrations, so no real package has these numbers.
    #[test]
    fn every_product_has_a_valid_number_of_its_own() {
        let house = house();
        let codes: Vec<&String> = house.products.iter().flat_map(|it| &it.barcodes).collect();
        for code in &codes {
            let digits: Vec<u32> = code.chars().map(|it| it.to_digit(10).unwrap()).collect();
            let weighted = digits.iter().zip([3, 1].iter().cycle());
            let sum: u32 = weighted.map(|(digit, weight)| digit * weight).sum();
            assert_eq!((digits.len(), sum % 10), (14, 0), "{code}");
            assert!(code.starts_with("0952"), "{code}");
        }
        let different: HashSet<&String> = codes.iter().copied().collect();
        assert_eq!((codes.len(), different.len()), (120, 120));
    }

    #[test]
    fn six_or_more_therapists_work_on_any_day_and_anna_always() {
        let house = house();
        let therapists: Vec<&StaffRow> = house
            .staff
            .iter()
            .filter(|it| it.role == Some(StaffRole::Therapist))
            .collect();
        for day in 0..7 {
            let works = |it: &StaffRow| it.week.as_ref().is_some_and(|week| !week[day].is_empty());
            assert!(
                therapists.iter().filter(|it| works(it)).count() >= 6,
                "day {day}"
            );
            let anna = therapists
                .iter()
                .find(|it| it.short.as_deref() == Some("Anna"))
                .unwrap();
            let shift = anna.week.as_ref().unwrap()[day][0];
            assert_eq!((shift.start_minute, shift.end_minute), (540, 1_200));
        }
        for short in ["Marta", "Ivo", "Jana"] {
            assert!(
                therapists
                    .iter()
                    .any(|it| it.short.as_deref() == Some(short))
            );
        }
    }

    #[test]
    fn what_the_files_name_exists() {
        let house = house();
        let rooms: HashSet<&str> = house.rooms.iter().map(|it| it.name.as_str()).collect();
        let categories: HashSet<&str> = house
            .services
            .iter()
            .filter_map(|it| it.category.as_deref())
            .collect();
        for service in &house.services {
            for room in service.rooms.iter().flatten() {
                assert!(rooms.contains(room.as_str()), "{room}");
            }
        }
        for staff in &house.staff {
            for category in &staff.does {
                assert!(categories.contains(category.as_str()), "{category}");
            }
        }
        for product in &house.products {
            let (par, max) = (product.par_level.unwrap(), product.stock_max.unwrap());
            assert!(
                product.on_hand.unwrap() >= i64::from(par),
                "{}",
                product.name
            );
            assert!(par < max, "{}", product.name);
        }
    }
}
