//! Files into a shop, once and again.

use std::sync::Arc;

use chrono::{TimeZone, Utc};

use super::{
    Kind,
    columns::Column,
    problem::{Problem, RowProblem},
    run::{Import, ImportError, News, Tally},
};
use crate::{
    domain::{
        catalog::{Product, SegmentPlan, Service, Stage},
        client::{Client, Sex},
        money::{Money, Rate},
        room::Room,
        rota::ShiftPattern,
        staff::{Staff, parse_week},
        stock::StockLevel,
        tax::TaxComponent,
        text,
    },
    ops::{
        clock::SettableClock,
        request::{EquipmentDraft, HoursChange, PatternDraft, Request, Session, SetUp},
        shop::Shop,
    },
    store::{Durability, OpenOptions, Reads, record::Record},
};

const OLD_SERVICES: &str = include_str!("../../../fixtures/imports/old-services.csv");
const OLD_PRODUCTS: &str = include_str!("../../../fixtures/imports/old-products.csv");
const CLIENTS: &str = include_str!("../../../fixtures/imports/clients.csv");
const DESK: Session = Session {
    register: 1,
    operator: None,
};

struct Salon {
    shop: Shop,
    n_imports: u32,
    _dir: tempfile::TempDir,
}

impl Salon {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap();
        let options = OpenOptions {
            durability: Durability::Relaxed,
            ..OpenOptions::default()
        };
        let clock = Arc::new(SettableClock::new(now));
        let (shop, _) = Shop::open(dir.path(), clock, options).unwrap();
        let salon = Self {
            shop,
            n_imports: 0,
            _dir: dir,
        };
        salon.ask(&Request::SetUpShop(SetUp {
            shop_name: "Salon".to_owned(),
            currency: "CAD".to_owned(),
            time_zone: "America/Vancouver".to_owned(),
            prices_include_tax: false,
            tax: vec![TaxComponent::plain("GST", Rate::from_milli_percent(5_000))],
            therapists: vec!["Anna".to_owned()],
            rooms: vec!["Pine".to_owned()],
            cash_step_minor: 5,
            guided: false,
        }));
        salon
    }

    fn ask(&self, request: &Request) {
        let id = format!("by-hand-{:?}", self.shop.store().last_entry());
        self.shop.run(&DESK, &id, request).unwrap();
    }

    fn import(&mut self, kind: Kind, text: &str) -> (Tally, Vec<News>) {
        self.n_imports += 1;
        let run_id = format!("import-{}", self.n_imports);
        self.run(kind, text, &run_id, false).unwrap()
    }

    fn run(
        &self,
        kind: Kind,
        text: &str,
        run_id: &str,
        dry_run: bool,
    ) -> Result<(Tally, Vec<News>), ImportError> {
        let import = Import {
            shop: &self.shop,
            session: DESK,
            kind,
            dry_run,
            stop: &|| false,
            run_id,
        };
        let mut told = Vec::new();
        let tally = import.run(|| Ok(text.as_bytes()), &mut |news| told.push(news))?;
        Ok((tally, told))
    }

    fn all<R: Record>(&self) -> Vec<R> {
        self.shop.read().all().unwrap()
    }

    fn n_entries(&self) -> u64 {
        self.shop.store().last_entry().unwrap().0
    }
}

fn counts(tally: Tally) -> [u64; 4] {
    [tally.n_new, tally.n_changed, tally.n_same, tally.n_problems]
}

#[test]
fn cards_come_with_their_clients() {
    let mut salon = Salon::new();
    let file = "Name,Phone,Member No.\nLiga Ozola,26123456,010063E9AE\n\
        Janis Kalns,26123457,0006547886\nInese Liepa,26123458,4111111111111111\n";
    let (tally, told) = salon.import(Kind::Clients, file);
    // The second is the first one's card, as it is printed; the third is a bank's.
    assert_eq!(counts(tally), [1, 0, 0, 2], "{told:?}");
    let clients: Vec<Client> = salon.all();
    assert_eq!(clients[0].card, "010063E9AE");
    // A file without the column changes no card.
    let (tally, _) = salon.import(Kind::Clients, "Name,Phone\nLiga Ozola,26123456\n");
    assert_eq!(counts(tally), [0, 0, 1, 0]);
    let other = "Name,Phone,Card number\nLiga Ozola,26123456,M-1007\n";
    let (tally, told) = salon.import(Kind::Clients, other);
    assert_eq!(counts(tally), [0, 1, 0, 0], "{told:?}");
    let clients: Vec<Client> = salon.all();
    assert_eq!(clients[0].card, "M-1007");
}

fn changes(told: &[News]) -> Vec<(u64, Vec<Column>)> {
    let changes = told.iter().filter_map(|it| match it {
        News::Changed { line, columns, .. } => Some((*line, columns.clone())),
        _ => None,
    });
    changes.collect()
}

fn problems(told: &[News]) -> Vec<(u64, &Problem)> {
    let problems = told.iter().filter_map(|it| match it {
        News::Problem(problem) => Some((problem.line, &problem.what)),
        _ => None,
    });
    problems.collect()
}

#[test]
fn importing_again_changes_nothing() {
    for (kind, text, want, again) in [
        (Kind::Services, OLD_SERVICES, [9, 0, 0, 1], [0, 0, 9, 1]),
        (Kind::Products, OLD_PRODUCTS, [7, 0, 0, 1], [0, 0, 7, 1]),
        (Kind::Clients, CLIENTS, [4, 0, 0, 4], [0, 0, 4, 4]),
    ] {
        let mut salon = Salon::new();
        assert_eq!(counts(salon.import(kind, text).0), want, "{kind:?}");
        let n_entries = salon.n_entries();
        assert_eq!(counts(salon.import(kind, text).0), again, "{kind:?}");
        assert_eq!(salon.n_entries(), n_entries, "{kind:?}");
    }
}

#[test]
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let mut salon = Salon::new();
    let n_entries = salon.n_entries();
    let (tally, told) = salon.run(Kind::Clients, CLIENTS, "dry", true).unwrap();
    assert_eq!(salon.n_entries(), n_entries);
    assert_eq!(salon.import(Kind::Clients, CLIENTS), (tally, told));
    assert_eq!(salon.all::<Client>().len(), 4);
}

#[test]
fn services_and_products_arrive_as_they_were() {
    let mut salon = Salon::new();
    salon.import(Kind::Services, OLD_SERVICES);
    salon.import(Kind::Products, OLD_PRODUCTS);
    let services = salon.all::<Service>();
    let cut = services.iter().find(|it| it.code == "CUR 1").unwrap();
    assert_eq!(
        (cut.minutes(), cut.price),
        (60, Some(Money::from_minor(2_000)))
    );
    let balayage = services.iter().find(|it| it.code == "KBAL").unwrap();
    assert_eq!(
        (balayage.price, balayage.cost),
        (None, Money::from_minor(1_000))
    );
    assert!(!services.iter().find(|it| it.code == "OLDP").unwrap().active);

    let products = salon.all::<Product>();
    let oil = products
        .iter()
        .find(|it| it.code == "MU OIL CON250")
        .unwrap();
    let levels = salon.all::<StockLevel>();
    let level = levels.iter().find(|it| it.product == oil.id).unwrap();
    assert_eq!(level.on_hand, -3);
}

#[test]
fn only_what_differs_is_changed_and_empty_cells_keep_what_is_there() {
    let mut salon = Salon::new();
    let first =
        "Code,Name,Category,Price,Minutes,Rooms\nA,Wrap,Body,50,75,Pine\nB,Scrub,Body,30,40,\n";
    salon.import(Kind::Services, first);
    let second = "code;name;category;price\na;Wrap;;55\nB;Scrub deluxe;Body;\n";
    let (tally, told) = salon.import(Kind::Services, second);
    assert_eq!(counts(tally), [0, 2, 0, 0]);
    assert_eq!(
        changes(&told),
        [
            (2, vec![Column::Code, Column::Price]),
            (3, vec![Column::Name])
        ]
    );
    let services = salon.all::<Service>();
    assert_eq!(services.len(), 2);
    let wrap = &services[0];
    assert_eq!(
        (wrap.category.as_str(), wrap.minutes(), wrap.rooms.len()),
        ("Body", 75, 1)
    );
    assert_eq!(services[1].price, Some(Money::from_minor(3_000)));
}

#[test]
fn steps_arrive_as_they_are_typed_in_the_program() {
    let mut salon = Salon::new();
    salon.ask(&Request::SaveEquipment(EquipmentDraft {
        id: None,
        name: "Steamer".into(),
        short: "St".into(),
        pieces: 1,
        rooms: Vec::new(),
        active: true,
    }));
    let file = "Code,Name,Price,Minutes,Steps\n\
         A,Colour,50,75,20; 30 processing; 15 finish with Steamer; 10 clean-up\n\
         B,Four hands,80,,60 both\n\
         C,Wrap,60,70,60; 20 clean-up\n\
         D,Scrub,30,40,40 asleep\n\
         E,Steam,30,40,40 with Kettle\n\
         F,Cut,20,30,\n";
    let (tally, told) = salon.import(Kind::Services, file);
    assert_eq!(counts(tally), [3, 0, 0, 3]);
    assert_eq!(
        problems(&told),
        [
            (
                4,
                &Problem::StepsTake {
                    minutes: 70,
                    of_steps: 80
                }
            ),
            (
                5,
                &Problem::NotSteps {
                    text: "40 asleep".into()
                }
            ),
            (
                6,
                &Problem::Unknown {
                    column: Column::Steps,
                    name: "Kettle".into()
                }
            ),
        ]
    );
    let services = salon.all::<Service>();
    let of = |code: &str| services.iter().find(|it| it.code == code).unwrap();
    let stages: Vec<_> = of("A").segments.iter().map(|it| it.stage).collect();
    assert_eq!(
        stages,
        [
            Stage::Service,
            Stage::Processing,
            Stage::Finishing,
            Stage::CleanUp
        ]
    );
    assert_eq!((of("B").n_roles(), of("B").minutes()), (2, 60));
    assert_eq!(of("F").segments, [SegmentPlan::whole(30)]);
    // The same again changes nothing; without the column the steps stay.
    let again = "Code,Name,Price,Steps\nB,Four hands,80,60 both\n";
    assert_eq!(counts(salon.import(Kind::Services, again).0), [0, 0, 1, 0]);
    salon.import(Kind::Services, "Code,Name,Price\nB,Four hands,85\n");
    let changed = "Code,Name,Price,Steps\nB,Four hands,85,\n";
    let (tally, told) = salon.import(Kind::Services, changed);
    assert_eq!(counts(tally), [0, 1, 0, 0]);
    assert_eq!(changes(&told), [(2, vec![Column::Steps])]);
}

#[test]
fn the_shops_own_count_is_worth_more_than_the_files() {
    let mut salon = Salon::new();
    let file = "Name,Price,On hand\nOil,10,5\n";
    salon.import(Kind::Products, file);
    let product = salon.all::<Product>()[0].id;
    salon.ask(&Request::SetStock {
        product,
        on_hand: 2,
    });
    let (tally, told) = salon.import(Kind::Products, file);
    assert_eq!(counts(tally), [0, 0, 1, 0]);
    assert!(
        told.iter().any(|it| matches!(it, News::Note(_))),
        "{told:?}"
    );
    assert_eq!(salon.all::<StockLevel>()[0].on_hand, 2);
}

#[test]
fn clients_are_known_by_phone_or_by_name_and_birth_date() {
    let mut salon = Salon::new();
    let header = "Name,Phone,Birth date,Notes\n";
    let import = |salon: &mut Salon, rows: &str| {
        let (tally, told) = salon.import(Kind::Clients, &format!("{header}{rows}"));
        assert_eq!(problems(&told), []);
        counts(tally)
    };
    assert_eq!(
        import(
            &mut salon,
            "Līga Ozola,+371 2000 0001,,\nJin Li,,1990-01-02,\n"
        ),
        [2, 0, 0, 0]
    );
    #[rustfmt::skip]
    let cases = [
        // rows                                                     new changed same
        ("Līga Ozola,2000-0001,,quiet\n",                           [0, 1, 0, 0]), // other spelling
        ("Līga Bērziņa,+371 2000 0001,,\n",                         [0, 1, 0, 0]), // married
        ("jin  li,,1990-01-02,\n",                                  [0, 1, 0, 0]),
        ("Jin Li,,1991-01-02,\n",                                   [1, 0, 0, 0]), // another one
        ("Jin Li,+371 2000 0009,1990-01-02,\n",                     [0, 1, 0, 0]), // has a phone now
        ("Ieva,+371 2000 0001,1999-09-09,\nLīga Bērziņa,20000001,,\n", [1, 1, 0, 0]), // her daughter
        ("Ieva,+371 2000 0001,1999-09-09,\n",                       [0, 0, 1, 0]),
    ];
    for (rows, want) in cases {
        assert_eq!(import(&mut salon, rows), want, "{rows:?}");
    }
    assert_eq!(salon.all::<Client>().len(), 4);
}

#[test]
fn a_file_that_breaks_off_changes_nothing() {
    let mut salon = Salon::new();
    let n_entries = salon.n_entries();
    let bytes = [
        b"Name\n".to_vec(),
        b"Somebody\n".repeat(2_000),
        b"M\xFCller\n".to_vec(),
    ]
    .concat();
    let import = Import {
        shop: &salon.shop,
        session: DESK,
        kind: Kind::Clients,
        dry_run: false,
        stop: &|| false,
        run_id: "broken",
    };
    let done = import.run(|| Ok(bytes.as_slice()), &mut |_| ());
    assert!(matches!(done, Err(ImportError::Unreadable(_))));
    assert_eq!(salon.n_entries(), n_entries);
    salon.n_imports += 1;
}

#[test]
fn names_that_the_shop_does_not_have_are_told() {
    let mut salon = Salon::new();
    let text = "Name,Price,Rooms,Tax class\nA,1,Oak,\nB,1,,Luxury\nC,1,Pine,standard\n";
    let (tally, told) = salon.import(Kind::Services, text);
    assert_eq!(counts(tally), [1, 0, 0, 2]);
    #[rustfmt::skip]
    assert_eq!(problems(&told), [
        (2, &Problem::Unknown { column: Column::Rooms, name: "Oak".to_owned() }),
        (3, &Problem::Unknown { column: Column::TaxClass, name: "Luxury".to_owned() }),
    ]);
}

/// The limits of a file's cells are the shop's own: what a dry run lets through,
/// the shop takes, and not one letter more.
#[test]
fn limits_are_the_shops_own() {
    #[rustfmt::skip]
    let cases = [
        // header                               before  letter most
        (Kind::Clients,  "Name",                "",    "x", text::NAME_MAX),
        (Kind::Clients,  "Name,Phone",          "A,",  "1", text::PHONE_MAX),
        (Kind::Clients,  "Name,Notes",          "A,",  "x", text::NOTE_MAX),
        (Kind::Clients,  "Name,Alert",          "A,",  "x", text::ALERT_MAX),
        (Kind::Services, "Name,Price,Code",     "A,1,", "x", text::CODE_MAX),
        (Kind::Services, "Name,Price,Category", "A,1,", "x", 60),
        (Kind::Products, "Name,Price,Brand",    "A,1,", "x", 60),
        (Kind::Rooms,    "Name,Short",          "A,",  "x", text::SHORT_MAX),
    ];
    for (kind, header, before, letter, most) in cases {
        let mut salon = Salon::new();
        let file = |n| format!("{header}\n{before}{}\n", letter.repeat(n));
        let (tally, told) = salon.import(kind, &file(most + 1));
        assert_eq!(counts(tally), [0, 0, 0, 1], "{header}");
        let what = problems(&told)[0].1;
        assert!(matches!(what, Problem::TooLong { .. }), "{header}");
        let (tally, told) = salon.import(kind, &file(most));
        assert_eq!(counts(tally), [1, 0, 0, 0], "{header}: {told:?}");
    }
}

/// The price lists of a real salon, where the machine has them: their folder is
/// named by `BALM_REAL_SALON`.
#[test]
fn a_real_salons_lists_arrive() {
    let Some(folder) = std::env::var_os("BALM_REAL_SALON") else {
        return;
    };
    let read = |name| std::fs::read_to_string(std::path::Path::new(&folder).join(name)).unwrap();
    let mut salon = Salon::new();
    let (services, products) = (read("services.csv"), read("products.csv"));
    assert_eq!(
        counts(salon.import(Kind::Services, &services).0),
        [32, 0, 0, 1]
    );
    assert_eq!(
        counts(salon.import(Kind::Products, &products).0),
        [100, 0, 0, 1]
    );
    let n_entries = salon.n_entries();
    assert_eq!(
        counts(salon.import(Kind::Services, &services).0),
        [0, 0, 32, 1]
    );
    assert_eq!(
        counts(salon.import(Kind::Products, &products).0),
        [0, 0, 100, 1]
    );
    assert_eq!(salon.n_entries(), n_entries);
}

/// Stopped between two batches: what is in stays in, and the same file again brings
/// the rest.
#[test]
fn an_import_that_is_stopped_goes_on_when_it_is_run_again() {
    let mut salon = Salon::new();
    let text = (0..600).fold("Name\n".to_owned(), |text, n| format!("{text}Guest {n}\n"));
    let import = Import {
        shop: &salon.shop,
        session: DESK,
        kind: Kind::Clients,
        dry_run: false,
        stop: &|| true,
        run_id: "stopped",
    };
    let mut told = Vec::new();
    let done = import.run(|| Ok(text.as_bytes()), &mut |news| told.push(news));
    let Err(ImportError::Stopped(tally)) = done else {
        panic!("{done:?}");
    };
    let n_in = tally.n_new;
    assert!((1..600).contains(&n_in), "{n_in}");
    let rows = News::Rows {
        done: n_in,
        total: 600,
    };
    assert_eq!(told.last(), Some(&rows));
    let (tally, _) = salon.import(Kind::Clients, &text);
    assert_eq!(counts(tally), [600 - n_in, 0, n_in, 0]);
}

/// Whom clients ask for, and whom somebody treats.
#[test]
fn of_staff_it_is_read_what_clients_ask_for() {
    let mut salon = Salon::new();
    let file = "Name,Sex,Treats\nAnna,f,women\nIvo,m,all\nDace,,\n";
    let (tally, told) = salon.import(Kind::Staff, file);
    assert_eq!((tally.n_changed, tally.n_new), (1, 2), "{told:?}");
    let found = |salon: &Salon| {
        let mut all: Vec<_> = salon.all::<Staff>().into_iter().collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        let told = all.into_iter().map(|it| (it.name, it.sex, it.treats));
        told.collect::<Vec<_>>()
    };
    let women = Some(Sex::Female);
    let want = [
        ("Anna".to_owned(), women, women),
        ("Dace".to_owned(), None, None),
        ("Ivo".to_owned(), Some(Sex::Male), None),
    ];
    assert_eq!(found(&salon), want);
    // Again, and from a file that says nothing of it: nothing changes.
    salon.import(Kind::Staff, file);
    salon.import(Kind::Staff, "Name\nAnna\nIvo\n");
    assert_eq!(found(&salon), want);
    let (_, told) = salon.import(Kind::Staff, "Name,Treats\nAnna,nobody\n");
    assert!(
        told.iter()
            .any(|it| format!("{it:?}").contains("women, men, all")),
        "{told:?}"
    );
}

/// By which hours somebody works: a group's, or a pattern of their own.
#[test]
fn of_staff_it_is_read_by_which_pattern_they_work() {
    let mut salon = Salon::new();
    let pattern = |name: &str, group: &str| Request::SetHours {
        change: HoursChange::Pattern(PatternDraft {
            id: None,
            name: name.into(),
            group: group.into(),
            anchor: "2026-11-16".parse().unwrap(),
            weeks: vec![parse_week("Mon-Fri 9-17").unwrap()],
            active: true,
        }),
        anyway: false,
    };
    salon.ask(&pattern("Nail days", "Nails"));
    salon.ask(&pattern("Early", ""));
    let file = "Name,Group,Shift pattern\nAnna,nails,\nIvo,,early\n";
    let (tally, told) = salon.import(Kind::Staff, file);
    assert_eq!((tally.n_changed, tally.n_new), (1, 1), "{told:?}");
    let found = |salon: &Salon| {
        let mut all: Vec<_> = salon.all::<Staff>().into_iter().collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        let told = all.into_iter().map(|it| (it.name, it.group, it.pattern));
        told.collect::<Vec<_>>()
    };
    let patterns = salon.all::<ShiftPattern>();
    let early = patterns.into_iter().find(|it| it.name == "Early").unwrap();
    let want = [
        ("Anna".to_owned(), "Nails".to_owned(), None),
        ("Ivo".to_owned(), String::new(), Some(early.id)),
    ];
    assert_eq!(found(&salon), want);
    // Again, and from a file that says nothing of it: nothing changes.
    let (tally, _) = salon.import(Kind::Staff, file);
    assert_eq!(tally.n_changed, 0);
    salon.import(Kind::Staff, "Name\nAnna\nIvo\n");
    assert_eq!(found(&salon), want);
    // What the shop does not have is refused with its line, and the others are taken.
    let wrong = "Name,Group,Pattern\nAnna,Nials,\nIvo,,Erly\nDace,Nails,Early\n";
    let (tally, told) = salon.import(Kind::Staff, wrong);
    assert_eq!(counts(tally), [1, 0, 0, 2], "{told:?}");
    let cases = [
        (2, Column::Group, "Nials", "Nails"),
        (3, Column::Pattern, "Erly", "Early, Nail days"),
    ];
    for (line, column, name, known) in cases {
        let what = Problem::NotOneOf {
            column,
            text: name.to_owned(),
            known: known.to_owned(),
        };
        let problem = format!("{:?}", RowProblem { line, what });
        let is_told = told.iter().any(|it| format!("{it:?}").contains(&problem));
        assert!(is_told, "{problem} in {told:?}");
    }
}

/// Which of two is meant, a name that both have does not say.
#[test]
fn a_name_that_two_have_is_refused_with_their_numbers() {
    let mut salon = Salon::new();
    for short in ["A", "B"] {
        salon.ask(&Request::SaveRoom {
            id: None,
            name: "Cedar".into(),
            short: short.into(),
            active: false,
            places: 1,
        });
    }
    let numbers: Vec<String> = salon
        .all::<Room>()
        .iter()
        .filter(|it| it.name == "Cedar")
        .map(|it| it.id.to_string())
        .collect();
    let problem = format!(
        "{:?}",
        Problem::Several {
            text: "cedar".into(),
            numbers: numbers.join(", "),
        }
    );
    for (kind, file) in [
        (Kind::Rooms, "Name,Short\ncedar,C\n"),
        (Kind::Services, "Name,Price,Rooms\nSauna,60,cedar\n"),
    ] {
        let (tally, told) = salon.import(kind, file);
        assert_eq!(tally.n_problems, 1, "{told:?}");
        assert!(format!("{told:?}").contains(&problem), "{told:?}");
    }
    // Of two the one that is in use is meant.
    salon.ask(&Request::SaveRoom {
        id: None,
        name: "Cedar".into(),
        short: "C".into(),
        active: true,
        places: 1,
    });
    let (tally, told) = salon.import(Kind::Services, "Name,Price,Rooms\nSauna,60,cedar\n");
    assert_eq!((tally.n_new, tally.n_problems), (1, 0), "{told:?}");
}
