//! The spa as the store has it once it is furnished: the ids behind the names.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{
        catalog::{Product, Service},
        ids::StaffId,
        room::Room,
        rota::Rota,
        settings::Settings,
        staff::{Shift, Staff, StaffRole},
        stock::StockLevel,
        time::{Resolved, WallTime, resolve},
    },
    ops::query,
    store::{Reads, StoreError},
};

pub(super) struct Spa {
    pub(super) therapists: Vec<Staff>,
    pub(super) desk: Vec<Staff>,
    pub(super) rooms: Vec<Room>,
    pub(super) services: Vec<Service>,
    pub(super) shelf: Vec<Shelf>,
    pub(super) rota: Rota,
    pub(super) zone: Tz,
    pub(super) denominations: Vec<i64>,
}

pub(super) struct Shelf {
    pub(super) product: Product,
    pub(super) on_hand: i64,
}

impl Spa {
    pub(super) fn read(reads: &impl Reads, settings: &Settings) -> Result<Self, StoreError> {
        let staff = reads.all::<Staff>()?;
        let (therapists, others): (Vec<Staff>, Vec<Staff>) = staff
            .into_iter()
            .partition(|it| it.role == StaffRole::Therapist);
        let mut shelf = Vec::new();
        for product in reads.all::<Product>()? {
            let level = reads.get::<StockLevel>(&product.id)?;
            shelf.push(Shelf {
                on_hand: level.map_or(0, |it| it.on_hand),
                product,
            });
        }
        Ok(Self {
            therapists,
            desk: others
                .into_iter()
                .filter(|it| it.role == StaffRole::Desk)
                .collect(),
            rooms: reads.all()?,
            rota: query::rota(reads, NaiveDate::MIN)?,
            services: reads.all()?,
            shelf,
            zone: settings.time_zone,
            denominations: settings.denominations.clone(),
        })
    }

    /// When somebody works on a day.
    pub(super) fn shifts(&self, staff: &Staff, date: NaiveDate) -> Vec<Shift> {
        self.rota.day(date, self.zone).shifts(staff)
    }

    /// Who stands at the desk: on days with two the first until the afternoon.
    pub(super) fn at_desk(&self, wall: WallTime) -> Option<StaffId> {
        let here = |it: &&Staff| {
            let shifts = self.shifts(it, wall.date);
            let mut shifts = shifts.iter();
            shifts.any(|it| (it.start_minute..it.end_minute).contains(&wall.minute))
        };
        let any = self.desk.first();
        self.desk.iter().find(here).or(any).map(|it| it.id)
    }
}

/// A wall time as an instant; what the clock jumps over is taken as UTC.
pub(super) fn instant(zone: Tz, date: NaiveDate, minute: u16) -> DateTime<Utc> {
    let wall = WallTime::new(date, minute);
    match resolve(wall, zone) {
        Resolved::Once(at) | Resolved::Twice { first: at, .. } => at,
        Resolved::Never => wall.naive().and_utc(),
    }
}
