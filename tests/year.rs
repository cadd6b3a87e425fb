//! A year of a busy spa that takes money in every way it can. Beside it goes a cash book
//! of somebody who only writes down what each customer paid and got: at the end of each
//! day, and of the year, closings, reports, the exported books and it agree to the cent,
//! and so do the programs that read such books.

use std::{collections::BTreeMap, fs, path::Path, process::Command, sync::Arc};

use balm::{
    domain::{
        drawer::{Closing, DrawerSession},
        ids::{DepositId, GiftCardId, SaleId},
        sale::{Sale, SaleLine},
        ticket::Item,
    },
    ops::{Shop, clock::SettableClock, outcome::Outcome, query, request::Request},
    store::{Durability, OpenOptions, Reads, verify},
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Riga;
use serde_json::{Value, json};

use crate::{desk::SESSION, small_spa};

const N_DAYS: u64 = 365;
/// Prices of the small spa, tax of 21 % inside.
const SWEDISH: i64 = 4_500;
const FACIAL: i64 = 5_200;
const ARGAN: i64 = 3_780;
const CANDLE: i64 = 1_250;
const FLOAT: i64 = 10_000;

/// What somebody with a pencil knows. All in cents.
#[derive(Default)]
struct Pencil {
    /// Of the day.
    cash: i64,
    card: i64,
    receipts: u64,
    /// Of the year.
    closed_over: i64,
    card_at_company: i64,
    card_fees: i64,
    bank: i64,
    safe: i64,
    on_gift_cards: i64,
    owed_by_clients: i64,
    tips_owed: i64,
    petty: i64,
    vouchers: i64,
}

struct Year {
    shop: Shop,
    clock: Arc<SettableClock>,
    spa: small_spa::SmallSpa,
    rng: fastrand::Rng,
    pencil: Pencil,
    n_asked: u32,
    /// With what is left on each.
    gift_cards: Vec<(GiftCardId, i64)>,
    deposits: Vec<DepositId>,
    visits_paid_ahead: u32,
    /// Sales of a single bottle of oil by card, not given back yet.
    oils: Vec<SaleId>,
    closings: Vec<Closing>,
}

impl Year {
    fn new(dir: &Path) -> Self {
        let clock = Arc::new(SettableClock::new("2026-01-02T07:00:00Z".parse().unwrap()));
        let options = OpenOptions {
            durability: Durability::Relaxed,
            ..OpenOptions::default()
        };
        let (shop, _) = Shop::open(dir, Arc::<SettableClock>::clone(&clock), options).unwrap();
        let spa = small_spa::build(&shop, &clock);
        let mut year = Self {
            shop,
            clock,
            spa,
            rng: fastrand::Rng::with_seed(2026),
            pencil: Pencil::default(),
            n_asked: 0,
            gift_cards: Vec::new(),
            deposits: Vec::new(),
            visits_paid_ahead: 0,
            oils: Vec::new(),
            closings: Vec::new(),
        };
        let swedish = year.spa.swedish;
        year.asks(
            json!({"do": "save_plan", "code": "SW5", "name": "Five massages",
            "price": 20_000, "kind": {"visits": {"n": 5, "services": [swedish]}},
            "life": "for_ever"}),
        );
        year.asks(json!({"do": "save_tender_rules", "tenders": [], "tab_limit": 1_000_000}));
        year
    }

    fn asks(&mut self, request: Value) -> Outcome {
        self.n_asked += 1;
        let what = request.to_string();
        let request: Request = serde_json::from_value(request).unwrap_or_else(|err| {
            panic!("{err}: {what}");
        });
        let id = format!("year-{}", self.n_asked);
        let done = self.shop.run(&SESSION, &id, &request);
        self.clock.advance(TimeDelta::seconds(20));
        done.unwrap_or_else(|stop| panic!("{what}: {stop:?}"))
    }

    fn line(&mut self, code: &str) {
        let staff = self.spa.anna;
        self.asks(json!({"do": "add_line", "what": {"code": code}, "staff": staff}));
    }

    fn client(&mut self) {
        let client = self.spa.ozola;
        self.asks(json!({"do": "attach_client", "client": client}));
    }

    /// Pays what is in the cart, which must come to `total`.
    fn pays(&mut self, total: i64, tenders: &Value) -> Sale {
        let Outcome::Sold(sold) = self.asks(json!({"do": "pay", "tenders": tenders})) else {
            panic!("it is sold");
        };
        assert_eq!(sold.total.minor(), total);
        self.pencil.receipts += 1;
        self.shop.read().get::<Sale>(&sold.sale).unwrap().unwrap()
    }

    fn in_cash(&mut self, total: i64) -> Sale {
        self.pencil.cash += total;
        // A note or two more than it costs, on some days.
        let handed = total + self.rng.i64(0..3) * 500;
        self.pays(total, &json!([{"kind": "cash", "amount": handed}]))
    }

    fn by_card(&mut self, total: i64) -> Sale {
        self.pencil.card += total;
        self.pays(total, &json!([{"kind": "card", "amount": null}]))
    }

    fn customer(&mut self, kind: u8) {
        match kind {
            0 => {
                self.line("SW60");
                self.line("CANDLE");
                self.in_cash(SWEDISH + CANDLE);
            }
            1 => {
                self.line("ARGAN");
                let sale = self.by_card(ARGAN);
                self.oils.push(sale.id);
            }
            2 => self.treatment_with_tip(),
            3 => self.sells_gift_card(),
            4 => self.takes_gift_card(),
            5 => self.package(),
            6 => {
                // A tenth off for a regular.
                self.line("FC45");
                self.asks(json!({"do": "change_line", "line": 1, "reason": "regular",
                    "discount": {"give": {"percent": 10_000}}}));
                self.in_cash(FACIAL - FACIAL / 10);
            }
            7 => {
                self.client();
                self.line("FC45");
                let client = self.spa.ozola;
                self.pencil.owed_by_clients += FACIAL;
                self.pays(
                    FACIAL,
                    &json!([{"kind": "account", "amount": null,
                    "purse": {"client": client}}]),
                );
            }
            8 => self.settles(),
            9 => self.deposit(),
            10 => self.gives_back(),
            11 => {
                // Half in cash, the rest by card.
                self.line("SW60");
                self.line("FC45");
                let (cash, total) = (4_000, SWEDISH + FACIAL);
                self.pencil.cash += cash;
                self.pencil.card += total - cash;
                self.pays(
                    total,
                    &json!([{"kind": "cash", "amount": cash},
                    {"kind": "card", "amount": null}]),
                );
            }
            12 => {
                self.line("CANDLE");
                self.pencil.vouchers += CANDLE;
                self.pays(
                    CANDLE,
                    &json!([{"kind": "voucher", "amount": null,
                    "reference": "V-17"}]),
                );
            }
            13 => {
                // Rung up by mistake, and taken back as a whole.
                self.line("CANDLE");
                let sale = self.in_cash(CANDLE);
                self.asks(json!({"do": "void", "sale": sale.id, "reason": "mistake"}));
                self.pencil.cash -= CANDLE;
                self.pencil.receipts += 1;
            }
            _ => self.exchanges(),
        }
    }

    fn treatment_with_tip(&mut self) {
        self.line("SW60");
        self.asks(json!({"do": "add_tip", "amount": 700}));
        self.by_card(SWEDISH + 700);
        self.pencil.tips_owed += 700;
    }

    fn sells_gift_card(&mut self) {
        self.asks(json!({"do": "add_gift_card", "amount": 6_000}));
        let sale = self.in_cash(6_000);
        let Item::GiftCard(card) = sale.lines[0].item else {
            panic!("{sale:?}");
        };
        self.gift_cards.push((card, 6_000));
        self.pencil.on_gift_cards += 6_000;
    }

    fn takes_gift_card(&mut self) {
        let Some((card, left)) = self.gift_cards.pop() else {
            return self.sells_gift_card();
        };
        self.line("SW60");
        let used = left.min(SWEDISH);
        let rest = SWEDISH - used;
        self.pencil.on_gift_cards -= used;
        self.pencil.cash += rest;
        let mut tenders = vec![json!({"kind": "gift_card", "amount": used,
            "purse": {"gift_card": card}})];
        if rest > 0 {
            tenders.push(json!({"kind": "cash", "amount": rest}));
        }
        self.pays(SWEDISH, &json!(tenders));
        if left > used {
            self.gift_cards.push((card, left - used));
        }
    }

    fn package(&mut self) {
        self.client();
        if self.visits_paid_ahead == 0 {
            self.line("SW5");
            self.by_card(20_000);
            self.visits_paid_ahead = 5;
        } else {
            self.line("SW60");
            self.asks(json!({"do": "use_prepaid", "line": 1}));
            self.pays(0, &json!([]));
            self.visits_paid_ahead -= 1;
        }
    }

    fn settles(&mut self) {
        if self.pencil.owed_by_clients == 0 {
            return self.customer(7);
        }
        let client = self.spa.ozola;
        self.asks(json!({"do": "settle_tab", "client": client}));
        let owed = std::mem::take(&mut self.pencil.owed_by_clients);
        self.by_card(owed);
    }

    fn deposit(&mut self) {
        self.client();
        if let Some(deposit) = self.deposits.pop() {
            self.line("FC45");
            self.pencil.card += FACIAL - 2_000;
            self.pays(
                FACIAL,
                &json!([{"kind": "deposit", "amount": 2_000,
                "purse": {"deposit": deposit}}, {"kind": "card", "amount": null}]),
            );
        } else {
            self.asks(json!({"do": "add_deposit", "amount": 2_000}));
            let sale = self.in_cash(2_000);
            let made = self.shop.read().all::<balm::domain::deposit::Deposit>();
            let made = made.unwrap().into_iter().find(|it| it.sold_in == sale.id);
            self.deposits.push(made.unwrap().id);
        }
    }

    fn gives_back(&mut self) {
        let Some(sale) = self.oils.pop() else {
            return self.customer(1);
        };
        self.asks(
            json!({"do": "refund", "sale": sale, "reason": "did not like it",
            "lines": [{"line": 1, "quantity": 1, "restock": true}]}),
        );
        // By the way it came.
        self.pencil.card -= ARGAN;
        self.pencil.receipts += 1;
    }

    fn exchanges(&mut self) {
        let Some(sale) = self.oils.pop() else {
            return self.customer(1);
        };
        self.asks(
            json!({"do": "take_back", "sale": sale, "reason": "a massage instead",
            "lines": [{"line": 1, "quantity": 1, "restock": true}]}),
        );
        self.line("SW60");
        self.in_cash(SWEDISH - ARGAN);
    }

    fn day(&mut self, date: NaiveDate, n: u64) {
        let opens = date.and_hms_opt(9, 0, 0).unwrap();
        let opens = Riga.from_local_datetime(&opens).unwrap();
        self.clock.set(opens.with_timezone(&Utc));
        self.asks(json!({"do": "open_drawer",
            "float": {"cash": [{"value_minor": 100, "n": 100}]}}));
        self.pencil.cash = FLOAT;
        self.pencil.safe -= FLOAT;
        self.pencil.card = 0;
        let n_customers = self.rng.u8(6..12);
        for _ in 0..n_customers {
            let kind = self.rng.u8(0..15);
            self.customer(kind);
        }
        if n % 7 == 2 {
            self.asks(json!({"do": "move_cash", "amount": -435, "reason": "flowers"}));
            self.pencil.cash -= 435;
            self.pencil.petty += 435;
        }
        if n % 7 == 4 && self.pencil.tips_owed > 0 {
            let (anna, owed) = (self.spa.anna, self.pencil.tips_owed.min(1_400));
            self.asks(json!({"do": "pay_out_tips", "staff": anna, "amount": owed}));
            self.pencil.cash -= owed;
            self.pencil.tips_owed -= owed;
        }
        self.closes(n);
        if n % 7 == 6 {
            let due = self.pencil.card_at_company;
            let arrived = due - due / 100;
            self.asks(json!({"do": "record_payout", "kind": "card", "amount": due,
                "arrived": arrived, "reference": format!("week {n}")}));
            self.pencil.card_at_company = 0;
            self.pencil.card_fees += due - arrived;
            self.pencil.bank += arrived;
        }
    }

    /// All above the float goes into the safe; now and then a coin too few is counted.
    fn closes(&mut self, n: u64) {
        let above = (self.pencil.cash - FLOAT).max(0);
        if above > 0 {
            self.asks(json!({"do": "drop_cash", "amount": above, "to": "safe"}));
            self.pencil.safe += above;
            self.pencil.cash -= above;
        }
        let short = if n % 11 == 5 { 50 } else { 0 };
        let counted = self.pencil.cash - short;
        let card = self.pencil.card;
        self.asks(json!({"do": "count_drawer", "count": {"card": card,
            "cash": [{"value_minor": 1, "n": counted}]}}));
        let closed = self.asks(json!({"do": "close_drawer", "carry_over": true}));
        let Outcome::DrawerClosed { closing, .. } = closed else {
            panic!("{closed:?}");
        };
        let of = |kind: &str| {
            let mut tenders = closing.tenders.iter();
            let row = tenders.find(|it| json!(it.kind) == kind);
            row.map_or((0, 0), |it| (it.expected.minor(), it.booked.minor()))
        };
        assert_eq!(of("cash"), (self.pencil.cash, -short), "day {n}");
        assert_eq!(of("card"), (self.pencil.card, 0), "day {n}");
        assert_eq!(closing.last_receipt, Some(self.pencil.receipts), "day {n}");
        self.pencil.safe += counted;
        self.pencil.closed_over -= short;
        self.pencil.card_at_company += card;
        self.closings.push(*closing);
    }
}

/// Accounts by name, as `balm export ledger` leaves them for hledger and Ledger.
fn read(text: &str) -> (BTreeMap<String, i64>, usize) {
    let (mut balances, mut n_compared) = (BTreeMap::<String, i64>::new(), 0);
    for line in text.lines().filter(|it| it.starts_with("    ")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let cents = |word: &str| word.replace('.', "").parse::<i64>().unwrap();
        let balance = balances.entry(words[0].to_owned()).or_default();
        *balance += cents(words[1]);
        if let Some(at) = words.iter().position(|it| *it == "=") {
            assert_eq!(*balance, cents(words[at + 1]), "{line}");
            n_compared += 1;
        }
    }
    (balances, n_compared)
}

fn export(dir: &Path, format: &str) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_balm"))
        .args(["export", "ledger", "--format", format, "--store"])
        .arg(dir)
        .output()
        .unwrap();
    assert!(out.status.success(), "{out:?}");
    String::from_utf8(out.stdout).unwrap()
}

/// Programs that others have written, where they are installed.
fn taken_by_others(folder: &Path, dir: &Path) {
    for (format, program, args) in [
        ("hledger", "hledger", &["check", "--strict", "-f"][..]),
        (
            "ledger",
            "ledger",
            &["--strict", "--pedantic", "balance", "-f"],
        ),
        ("beancount", "bean-check", &[]),
    ] {
        let file = folder.join(format);
        fs::write(&file, export(dir, format)).unwrap();
        match Command::new(program).args(args).arg(&file).output() {
            Ok(out) => assert!(out.status.success(), "{format}: {out:?}"),
            Err(_) => eprintln!("{program} is not installed here"),
        }
    }
}

/// What the pencil says, and the books.
fn agrees(pencil: &Pencil, books: &BTreeMap<String, i64>) {
    let of = |name: &str| books.get(name).copied().unwrap_or(0);
    let under = |root: &str| under(books, root);
    let in_books = [
        ("cash", of("Assets:Cash:Desk-1")),
        ("card company", of("Assets:Clearing:Cards")),
        ("vouchers", of("Assets:Vouchers")),
        ("safe", of("Assets:Safe")),
        ("bank", of("Assets:Bank")),
        ("over", -of("Expenses:Over-and-Short")),
        ("petty cash", of("Expenses:Petty-Cash")),
        ("card fees", of("Expenses:Tender-Fees")),
        ("owed by clients", under("Assets:Receivable")),
        ("tips owed", -under("Liabilities:Tips")),
        ("gift cards", -of("Liabilities:Gift-Cards")),
    ];
    let by_pencil = [
        ("cash", 0),
        ("card company", pencil.card_at_company),
        ("vouchers", pencil.vouchers),
        ("safe", pencil.safe),
        ("bank", pencil.bank),
        ("over", pencil.closed_over),
        ("petty cash", pencil.petty),
        ("card fees", pencil.card_fees),
        ("owed by clients", pencil.owed_by_clients),
        ("tips owed", pencil.tips_owed),
        ("gift cards", pencil.on_gift_cards),
    ];
    assert_eq!(in_books, by_pencil);
}

fn under(books: &BTreeMap<String, i64>, root: &str) -> i64 {
    let those = books.iter().filter(|it| it.0.starts_with(root));
    those.map(|it| it.1).sum()
}

#[test]
fn books_closings_and_reports_of_a_year_agree_to_the_cent() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("shop");
    let mut year = Year::new(&dir);
    let first = NaiveDate::from_ymd_opt(2026, 1, 3).unwrap();
    for n in 0..N_DAYS {
        year.day(first + Days::new(n), n);
    }
    let Year {
        shop,
        pencil,
        closings,
        ..
    } = year;
    let rows = query::balances(&shop.read()).unwrap();
    let sales: Vec<Sale> = shop.read().all().unwrap();
    let sessions: Vec<DrawerSession> = shop.read().all().unwrap();
    assert_eq!(sessions.len() as u64, N_DAYS);
    shop.close().unwrap();

    // The report, and the books that it is the end of.
    let report: BTreeMap<String, i64> = rows
        .into_iter()
        .map(|it| (it.account, it.balance.minor()))
        .collect();
    let (books, n_compared) = read(&export(&dir, "hledger"));
    assert_eq!(books, report);
    assert!(n_compared as u64 >= N_DAYS * 4, "{n_compared}");

    let of = |name: &str| books.get(name).copied().unwrap_or(0);
    agrees(&pencil, &books);

    // The closings, and the receipts.
    let sum = |of: &dyn Fn(&Closing) -> i64| closings.iter().map(of).sum::<i64>();
    let parts = (
        sum(&|it| it.services_net.minor()),
        sum(&|it| it.products_net.minor()),
    );
    assert_eq!((-of("Income:Services"), -of("Income:Retail")), parts);
    let sold = sales.iter().flat_map(|it| &it.lines);
    let sold = sold.filter(|it| matches!(it.item, Item::Service(_) | Item::Product(_)));
    // What was paid ahead becomes income with the visit.
    let net = |it: &SaleLine| it.net.minor() + it.drawn.as_ref().map_or(0, |it| it.net.minor());
    let by_receipts: i64 = sold.map(net).sum();
    assert_eq!(by_receipts, parts.0 + parts.1);
    let tax = sum(&|it| it.tax_table.iter().map(|row| row.tax.minor()).sum());
    assert_eq!(-of("Liabilities:Tax:VAT"), tax);
    assert_eq!(sales.len() as u64, pencil.receipts);

    let proof = verify(&dir, None).unwrap();
    assert!(proof.is_sound(), "{:?}", proof.problems);
    taken_by_others(folder.path(), &dir);
    let last: DateTime<Utc> = sales.iter().map(|it| it.at).max().unwrap();
    println!(
        "{} receipts up to {last}, {n_compared} balances compared",
        sales.len()
    );
}
