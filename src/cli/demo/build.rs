//! Makes the demo spa in an empty store, through the same requests as everybody.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use fastrand::Rng;

use super::{
    clock::DemoClock,
    enlarge,
    house::{self, BadFixture, House},
    people,
    scale::Scale,
    spa::Spa,
    story::{self, Story},
    teller::Teller,
};
use crate::{
    cli::import::{
        Kind,
        run::{Import, ImportError, News},
    },
    domain::{money::Rate, settings::Settings, tax::TaxComponent, time},
    ops::{
        failure::Failure,
        refusal::Refusal,
        request::{EquipmentDraft, Request, Session, SetUp, TaxClassDraft},
        shop::{Shop, Stop},
    },
    store::StoreError,
};

pub const SEED_DEFAULT: u64 = 1;
pub const DAYS_DEFAULT: u32 = 365;
pub const CLIENTS_DEFAULT: usize = 2_500;
/// A sign of life after so many events.
const EVENTS_PER_SIGN: usize = 100;
const SHOP_NAME: &str = "Lotus Spa";
const RECEIPT_HEADER: [&str; 2] = ["Example street 12, Riga", "Reg. 40000000000"];
const RECEIPT_FOOTER: [&str; 2] = ["Goods may be returned within 14 days.", "See you soon!"];
const VAT_21: Rate = Rate::from_milli_percent(21_000);
/// What the mud wrap needs, by name and short name; the services' file names it.
const BLANKET: (&str, &str) = ("Thermal blanket", "Bl");
const OPENS_MINUTE: u16 = 9 * 60;
const CLOSES_MINUTE: u16 = 20 * 60;
const DESK: Session = Session {
    register: 1,
    operator: None,
};

/// What is made up.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The present, to which the clock is set in the end.
    pub now: DateTime<Utc>,
    /// The same seed, present and days make the same shop to the last byte.
    pub seed: u64,
    /// How many days of trade lie behind.
    pub n_days: u32,
    /// At most 100,000: so many phone numbers belong to nobody.
    pub n_clients: usize,
    pub scale: Scale,
}

impl Plan {
    /// A full year.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            now,
            seed: SEED_DEFAULT,
            n_days: DAYS_DEFAULT,
            n_clients: CLIENTS_DEFAULT,
            scale: Scale::USUAL,
        }
    }

    /// Five years of a house with 100,000 clients.
    pub fn large(now: DateTime<Utc>) -> Self {
        Self {
            n_days: 1_826,
            n_clients: 100_000,
            scale: Scale::LARGE,
            ..Self::new(now)
        }
    }
}

/// What came of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub n_clients: usize,
    pub n_visits: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Fixture(#[from] BadFixture),
    #[error("the demo's own files: {0}")]
    Import(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{request} was refused: {refusal:?}")]
    Refused {
        request: String,
        refusal: Box<Refusal>,
    },
    #[error("{}", .0.detail)]
    Failed(Failure),
    #[error("stopped as asked")]
    Stopped,
}

impl From<ImportError> for DemoError {
    fn from(err: ImportError) -> Self {
        match err {
            ImportError::Store(err) => Self::Store(err),
            ImportError::Failed(failure) => Self::Failed(failure),
            ImportError::Unreadable(err) => Self::Import(err.to_string()),
            ImportError::NotSetUp => Self::Import("the shop is not set up".to_owned()),
            ImportError::Stopped(_) => Self::Stopped,
        }
    }
}

/// Builds the whole spa. `clock` must be the shop's own; `progress` is told how
/// many events of how many are done, and may stop it.
///
/// # Errors
///
/// The store is not empty, could not be written, or it was stopped.
pub fn build(
    shop: &Shop,
    clock: &DemoClock,
    plan: &Plan,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Made, DemoError> {
    let house = House::read()?;
    let mut rng = Rng::with_seed(plan.seed);
    clock.set(story::beginning(house::ZONE, plan.now, plan.n_days));
    let settings = furnish(shop, plan, &house)?;
    let spa = Spa::read(&shop.read(), &settings)?;
    let today = time::wall(plan.now, settings.time_zone).date;
    let drafts = people::clients(&house, plan.n_clients, today, &mut rng);
    let when = (plan.now, plan.n_days);
    let Story { visits, events } = story::tell(&spa, &plan.scale, when, drafts.len(), &mut rng);
    let n_events = events.len();
    let made = Made {
        n_clients: drafts.len(),
        n_visits: visits.len(),
    };
    let of = (shop, clock);
    let mut teller = Teller::new(of, spa, &house.words, drafts, visits, (rng, plan.seed));
    for (nth, event) in events.into_iter().enumerate() {
        teller.live(event)?;
        if nth % EVENTS_PER_SIGN == 0 && progress(nth, n_events).is_break() {
            return Err(DemoError::Stopped);
        }
    }
    clock.set(plan.now);
    Ok(made)
}

/// Settings, taxes, and the price lists and people of the demo's files.
fn furnish(shop: &Shop, plan: &Plan, house: &House) -> Result<Settings, DemoError> {
    let seed = plan.seed;
    let mut n = 0;
    let mut run = |request: &Request| {
        n += 1;
        ask(shop, &format!("demo-{seed}-setup-{n}"), request)
    };
    run(&Request::SetUpShop(SetUp {
        shop_name: SHOP_NAME.to_owned(),
        currency: "EUR".to_owned(),
        time_zone: house::ZONE.name().to_owned(),
        prices_include_tax: true,
        tax: vec![TaxComponent::plain("VAT", VAT_21)],
        therapists: Vec::new(),
        rooms: Vec::new(),
        cash_step_minor: 1,
        guided: false,
    }))?;
    run(&Request::SaveTaxClass(TaxClassDraft {
        id: None,
        name: "Exempt".to_owned(),
        components: Vec::new(),
        from: None,
        active: true,
    }))?;
    let settings = shop.settings().ok_or(ImportError::NotSetUp)?;
    let settings = Settings {
        opens_minute: OPENS_MINUTE,
        closes_minute: CLOSES_MINUTE,
        receipt_header: RECEIPT_HEADER.map(str::to_owned).to_vec(),
        receipt_footer: RECEIPT_FOOTER.map(str::to_owned).to_vec(),
        ..Settings::clone(&settings)
    };
    run(&Request::SaveSettings {
        settings: settings.clone(),
    })?;
    run(&Request::SaveEquipment(EquipmentDraft {
        id: None,
        name: BLANKET.0.to_owned(),
        short: BLANKET.1.to_owned(),
        pieces: 1,
        rooms: Vec::new(),
        active: true,
    }))?;
    for (kind, text) in enlarge::files(&plan.scale, &house.names)? {
        bring_in(shop, seed, kind, &text)?;
    }
    Ok(settings)
}

fn bring_in(shop: &Shop, seed: u64, kind: Kind, text: &str) -> Result<(), DemoError> {
    let import = Import {
        shop,
        session: DESK,
        kind,
        dry_run: false,
        stop: &|| false,
        run_id: &format!("demo-{seed}-{kind:?}"),
    };
    let mut problem = None;
    import.run(|| Ok(text.as_bytes()), &mut |news| {
        if let News::Problem(it) = news {
            problem.get_or_insert(it);
        }
    })?;
    match problem {
        Some(it) => Err(DemoError::Import(format!(
            "{kind:?}, line {}: {:?}",
            it.line, it.what
        ))),
        None => Ok(()),
    }
}

fn ask(shop: &Shop, id: &str, request: &Request) -> Result<(), DemoError> {
    match shop.run(&DESK, id, request) {
        Ok(_) => Ok(()),
        Err(Stop::Refused(refusal)) => Err(DemoError::Refused {
            request: request.name().to_owned(),
            refusal: Box::new(refusal),
        }),
        Err(Stop::Failed(failure)) => Err(DemoError::Failed(failure)),
    }
}
