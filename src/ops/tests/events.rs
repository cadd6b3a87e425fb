//! The worked examples of bookkeeping, done through the shop and read from its books:
//! 20 % inside the prices unless said; debit is positive. Each has its number, and the
//! list of them is complete.

use std::cell::{Cell, RefCell};

use chrono::Months;
use serde_json::{Value, json};

use super::bench::{Bench, coins, day, eur, massage, oil, vat};
use crate::{
    domain::{
        ids::{ClientId, StaffId, TaxClassId},
        ledger::{
            Account::{
                self, CardClearing, Deferred, Deposits, GiftCards, Payables, ServiceRevenue,
            },
            LedgerEntry, LedgerSource, Unit,
        },
        money::CashRounding,
        points::{PointsRules, SpentAs},
        purse::LoyaltyRules,
        tax::TaxComponent,
        ticket::Item,
    },
    ops::{
        outcome::Outcome,
        request::{Booking, ProductDraft, Request, ServiceDraft, TaxClassDraft},
    },
    store::Reads,
};

/// In their order: sales, a membership's time, points, cash out of the drawer, closings,
/// goods, people, other currencies, cards.
const ALL: [&str; 32] = [
    "R-1", "R-2", "R-3", "R-4", "R-5", "R-6", "R-7", "R-8", "R-9", "R-10", "R-11", "R-12", "R-13",
    "R-14", "R-15", "R-16", "M-1", "P-1", "X-1", "X-2", "Z-1", "Z-2", "S-1", "S-2", "S-3", "S-4",
    "C-1", "C-2", "C-3", "C-4", "F-1", "K-1",
];

const CASH: Account = Account::Cash(1);

type Postings = Vec<(Account, Unit, i64)>;

/// A shop, and which examples were found in its books.
struct Books {
    bench: Bench,
    standard: TaxClassId,
    reduced: TaxClassId,
    n_seen: Cell<usize>,
    found: RefCell<Vec<&'static str>>,
}

fn tax(rate: u8) -> Account {
    Account::Tax(format!("VAT{rate}"))
}

fn sorted(mut postings: Postings) -> Postings {
    postings.sort();
    postings
}

fn money(postings: &[(Account, i64)]) -> Postings {
    let of_money = |it: &(Account, i64)| (it.0.clone(), Unit::Money, it.1);
    postings.iter().map(of_money).collect()
}

impl Books {
    fn new() -> Self {
        let bench = Bench::open();
        let standard = bench.shop.settings().unwrap().default_tax_class;
        let class = |id, name: &str, rate| {
            let component = TaxComponent {
                name: name.into(),
                ..vat(rate).remove(0)
            };
            let saved = bench.done(Request::SaveTaxClass(TaxClassDraft {
                id,
                name: name.into(),
                components: vec![component],
                from: None,
                active: true,
            }));
            match saved {
                Outcome::SavedTaxClass { tax_class } => tax_class,
                other => panic!("{other:?}"),
            }
        };
        class(Some(standard), "VAT20", 20_000);
        let reduced = class(None, "VAT10", 10_000);
        let n_seen = bench.shop.read().all::<LedgerEntry>().unwrap().len();
        Self {
            bench,
            standard,
            reduced,
            n_seen: Cell::new(n_seen),
            found: RefCell::default(),
        }
    }

    /// As a line of a script has it.
    fn ask(&self, request: Value) -> Outcome {
        let request: Request = serde_json::from_value(request).unwrap();
        self.bench.done(request)
    }

    fn new_entries(&self) -> Vec<LedgerEntry> {
        let mut entries = self.bench.shop.read().all::<LedgerEntry>().unwrap();
        let new = entries.split_off(self.n_seen.get());
        self.n_seen.set(self.n_seen.get() + new.len());
        new
    }

    /// The one entry that was made since the last look says exactly this.
    fn says(&self, name: &'static str, want: &[(Account, i64)]) {
        self.says_in_units(name, money(want));
    }

    fn says_in_units(&self, name: &'static str, want: Postings) {
        let entries = self.new_entries();
        assert_eq!(entries.len(), 1, "{name}: {entries:?}");
        assert_eq!(posted(&entries[0]), sorted(want), "{name}");
        self.found.borrow_mut().push(name);
    }

    fn service(&self, price: i64) -> Item {
        Item::Service(self.bench.service(ServiceDraft {
            code: String::new(),
            price: Some(eur(price)),
            ..massage()
        }))
    }

    fn goods(&self, price: i64, cost: i64, tax_class: Option<TaxClassId>) -> Item {
        Item::Product(self.bench.product(ProductDraft {
            code: String::new(),
            price: Some(eur(price)),
            tax_class,
            cost: eur(cost),
            barcodes: Vec::new(),
            ..oil()
        }))
    }

    fn client(&self) -> ClientId {
        let client = self.bench.client("Līga Ozola", "1");
        self.ask(json!({"do": "attach_client", "client": client}));
        client
    }

    fn anna(&self) -> StaffId {
        self.bench.staff(1)
    }

    fn pay(&self, tenders: &Value) {
        self.ask(json!({"do": "pay", "tenders": tenders}));
    }

    fn close(&self, counted: u32) {
        self.bench.done(Request::CountDrawer {
            count: coins(counted),
            others: Vec::new(),
        });
        self.bench.done(Request::CloseDrawer { carry_over: true });
    }
}

fn posted(entry: &LedgerEntry) -> Postings {
    let postings = entry.postings.iter();
    let postings = postings.map(|it| (it.account.clone(), it.unit.clone(), it.amount.minor()));
    sorted(postings.collect())
}

fn tender(kind: &str) -> Value {
    json!([{"kind": kind, "amount": null}])
}

/// All of a sale's lines come back, and its entry with the other sign.
fn given_back(books: &Books, n_lines: u32, want: &[(Account, i64)], name: Option<&'static str>) {
    let sales = books
        .bench
        .shop
        .read()
        .newest::<crate::domain::sale::Sale>(1);
    let lines: Vec<Value> = (1..=n_lines)
        .map(|line| json!({"line": line, "quantity": 1, "restock": true}))
        .collect();
    let sale = sales.unwrap().remove(0).id;
    books.ask(json!({"do": "refund", "sale": sale, "lines": lines, "reason": "R-5"}));
    let negated: Vec<_> = want.iter().map(|it| (it.0.clone(), -it.1)).collect();
    let entries = books.new_entries();
    assert_eq!(posted(&entries[0]), sorted(money(&negated)), "{want:?}");
    books.found.borrow_mut().extend(name);
}

#[rustfmt::skip]
fn sales(books: &Books) {
    use Account::{CostOfGoods, RetailRevenue, Stock};
    let add = |item| drop(books.bench.add(item, 1));
    add(books.service(6_000));
    books.pay(&tender("cash"));
    let r_1 = [(CASH, 6_000), (ServiceRevenue, -5_000), (tax(20), -1_000)];
    books.says("R-1", &r_1);
    // With what was earned by it.
    commission(books, 2_000);
    let earned = books.new_entries().remove(0);
    given_back(books, 1, &r_1, Some("R-5"));
    commission(books, -2_000);
    let lost = posted(&books.new_entries()[0]);
    let negated = posted(&earned).into_iter().map(|(account, unit, it)| (account, unit, -it));
    assert_eq!(lost, sorted(negated.collect()));

    add(books.goods(3_600, 1_200, None));
    books.pay(&tender("card"));
    let r_2 = [(CardClearing, 3_600), (RetailRevenue, -3_000), (tax(20), -600), (CostOfGoods, 1_200), (Stock, -1_200)];
    books.says("R-2", &r_2);
    given_back(books, 1, &r_2, None);

    add(books.service(9_000));
    books.pay(&json!([{"kind": "cash", "amount": 4_000}, {"kind": "card", "amount": 5_000}]));
    let r_3 = [(CASH, 4_000), (CardClearing, 5_000), (ServiceRevenue, -7_500), (tax(20), -1_500)];
    books.says("R-3", &r_3);
    given_back(books, 1, &r_3, None);

    add(books.service(6_000));
    add(books.goods(4_000, 0, Some(books.reduced)));
    books.ask(json!({"do": "discount_order", "discount": {"give": {"amount": 999}}}));
    books.pay(&tender("cash"));
    let r_4 = [(CASH, 9_001), (ServiceRevenue, -4_501), (tax(20), -900), (RetailRevenue, -3_273), (tax(10), -327)];
    books.says("R-4", &r_4);
    given_back(books, 2, &r_4, None);
}

fn commission(books: &Books, amount: i64) {
    books.ask(json!({
        "do": "record_pay", "staff": books.anna(), "cause": "commission", "amount": amount,
        "reason": "40 % of a massage",
    }));
}

fn rounded_cash(books: &Books) {
    let mut settings = (*books.bench.shop.settings().unwrap()).clone();
    settings.cash_rounding = CashRounding { step_minor: 5 };
    books.bench.done(Request::SaveSettings { settings });
    for (name, price, want) in [
        ("R-15", 1_298, [1_300, -1_082, -216, -2]),
        ("R-16", 1_297, [1_295, -1_081, -216, 2]),
    ] {
        books.bench.add(books.service(price), 1);
        books.pay(&tender("cash"));
        let accounts = [CASH, ServiceRevenue, tax(20), Account::CashRounding];
        let want: Vec<_> = accounts.into_iter().zip(want).collect();
        books.says(name, &want);
        given_back(books, 1, &want, None);
    }
}

fn gift_card(books: &Books) {
    let card_life_months = Some(12);
    let rules = LoyaltyRules {
        card_life_months,
        ..LoyaltyRules::default()
    };
    books.bench.done(Request::SaveLoyaltyRules { rules });
    books.ask(json!({"do": "add_gift_card", "number": "A1", "amount": 10_000}));
    books.pay(&tender("card"));
    books.says("R-6", &[(CardClearing, 10_000), (GiftCards, -10_000)]);
    books.bench.add(books.service(6_000), 1);
    let card = books
        .bench
        .shop
        .read()
        .all::<crate::domain::purse::GiftCard>();
    let card = card.unwrap()[0].id;
    books.pay(&json!([{"kind": "gift_card", "amount": null, "purse": {"gift_card": card}}]));
    let used = [
        (GiftCards, 6_000),
        (ServiceRevenue, -5_000),
        (tax(20), -1_000),
    ];
    books.says("R-7", &used);
    books.bench.pass(366 * 24 * 60);
    books.ask(json!({"do": "expire_gift_card", "card": card}));
    let lapsed = [(GiftCards, 4_000), (Account::Breakage, -4_000)];
    books.says("R-8", &lapsed);
}

fn deposit(books: &Books) {
    let Item::Service(service) = books.service(12_000) else {
        panic!();
    };
    let client = Some(books.bench.client("Līga Ozola", "1"));
    let visit = books.bench.book(Booking {
        client,
        ..Booking::new(service, books.anna(), "14:00")
    });
    books.ask(json!({"do": "add_deposit", "amount": 3_000, "appointment": visit}));
    books.pay(&tender("cash"));
    books.says("R-9", &[(CASH, 3_000), (Deposits, -2_500), (tax(20), -500)]);
    books.ask(json!({"do": "add_appointment", "appointment": visit}));
    let of = books
        .bench
        .shop
        .read()
        .all::<crate::domain::deposit::Deposit>();
    let purse = json!({"deposit": of.unwrap()[0].id});
    books.pay(&json!([
        {"kind": "deposit", "amount": null, "purse": purse}, {"kind": "cash", "amount": null}
    ]));
    let bill = [
        (CASH, 9_000),
        (Deposits, 2_500),
        (ServiceRevenue, -10_000),
        (tax(20), -1_500),
    ];
    books.says("R-10", &bill);
}

fn membership(books: &Books) {
    let plan = books.ask(json!({
        "do": "save_plan", "name": "Gold", "price": 24_000, "life": {"months": 12},
        "kind": {"membership": {"off": 10_000, "earned": "over_time"}},
    }));
    let Outcome::SavedPlan { plan } = plan else {
        panic!("{plan:?}");
    };
    books.client();
    books.bench.add(Item::Plan(plan), 1);
    books.pay(&tender("card"));
    let sold = [
        (CardClearing, 24_000),
        (Deferred, -20_000),
        (tax(20), -4_000),
    ];
    books.says("R-11", &sold);
    let mut parts = Vec::new();
    for month in 0..12 {
        books.close(10_000);
        let next = day("2026-12-22").checked_add_months(Months::new(month));
        let n_days = (next.unwrap() - books.bench.today()).num_days();
        books.bench.pass(n_days * 24 * 60);
        books.bench.open_drawer(10_000);
        for entry in books.new_entries() {
            if entry.postings.iter().any(|it| it.account == Deferred) {
                parts.push(posted(&entry));
            }
        }
    }
    let part = |minor| sorted(money(&[(Deferred, minor), (ServiceRevenue, -minor)]));
    let want = [vec![part(1_667); 8], vec![part(1_666); 4]].concat();
    assert_eq!(parts, want);
    books.found.borrow_mut().push("M-1");
}

fn points(books: &Books) {
    use Account::{LoyaltyExpense, PointsIssued, PointsOwed};
    let rules = PointsRules {
        on: true,
        per_visit: 100,
        worth: eur(1),
        worth_of: 1,
        spent_as: SpentAs::Discount,
        ..PointsRules::default()
    };
    books.bench.done(Request::SavePointsRules { rules });
    let of_points = |n: i64| {
        vec![
            (PointsOwed, Unit::Points, -n),
            (PointsIssued, Unit::Points, n),
        ]
    };
    let client = books.client();
    // With what was bought.
    books.bench.add(books.service(6_000), 1);
    books.pay(&tender("cash"));
    let given = money(&[
        (CASH, 6_000),
        (ServiceRevenue, -5_000),
        (tax(20), -1_000),
        (LoyaltyExpense, 100),
        (PointsOwed, -100),
    ]);
    books.says_in_units("P-1", [given, of_points(100)].concat());
    books.ask(json!({"do": "attach_client", "client": client}));
    books.bench.add(books.service(2_400), 1);
    books.ask(json!({"do": "spend_points", "points": 50}));
    books.pay(&tender("cash"));
    let spent = money(&[
        (CASH, 2_350),
        (ServiceRevenue, -1_958),
        (tax(20), -392),
        (PointsOwed, 50),
        (LoyaltyExpense, -50),
    ]);
    books.says_in_units("R-12", [spent, of_points(-50)].concat());
}

fn tips_and_cash(books: &Books) {
    let anna = books.anna();
    let tips = Account::Tips(anna);
    books.ask(json!({"do": "add_tip", "amount": 1_000, "staff": anna}));
    books.pay(&tender("card"));
    books.says("R-13", &[(CardClearing, 1_000), (tips.clone(), -1_000)]);
    books.ask(json!({"do": "pay_out_tips", "staff": anna, "amount": 1_000}));
    books.says("X-1", &[(tips, 1_000), (CASH, -1_000)]);
    books.ask(json!({
        "do": "move_cash", "amount": -540, "reason": "Light bulbs", "tax_class": books.standard,
    }));
    let bulbs = [
        (Account::PettyCash, 450),
        (Account::InputTax("VAT20".into()), 90),
        (CASH, -540),
    ];
    books.says("X-2", &bulbs);
    books.ask(json!({"do": "move_cash", "amount": 20_000, "reason": "Change"}));
    books.new_entries();
    books.ask(json!({"do": "drop_cash", "amount": 20_000, "to": "bank"}));
    books.says("Z-2", &[(Account::Bank, 20_000), (CASH, -20_000)]);
}

/// And over: the opposite sign.
fn counted(books: &Books) {
    for (counted, short, name) in [(9_850, 150, Some("Z-1")), (10_150, -150, None)] {
        books.close(counted);
        let mut entries = books.new_entries();
        entries.retain(|it| matches!(it.source, LedgerSource::Difference(_)));
        let want = money(&[(Account::OverShort, short), (CASH, -short)]);
        assert_eq!(posted(&entries[0]), sorted(want), "{counted}");
        books.found.borrow_mut().extend(name);
        books.bench.pass(24 * 60);
        books.bench.open_drawer(10_000);
        books.new_entries();
    }
}

fn goods(books: &Books) {
    use Account::{Bank, Consumables, Stock, WriteOff};
    let Item::Product(product) = books.goods(1_200, 600, None) else {
        panic!();
    };
    let delivered = books.ask(json!({
        "do": "receive_goods", "supplier": "Argan Co", "reference": "2026-7",
        "lines": [{"product": product, "quantity": 50, "unit_cost": 600}],
        "tax_class": books.standard,
    }));
    let Outcome::Delivered { delivery, .. } = delivered else {
        panic!("{delivered:?}");
    };
    let input = Account::InputTax("VAT20".into());
    books.says(
        "S-1",
        &[(Stock, 30_000), (input, 6_000), (Payables, -36_000)],
    );
    books.ask(json!({"do": "pay_supplier", "delivery": delivery}));
    books.says("S-2", &[(Payables, 36_000), (Bank, -36_000)]);
    let Item::Product(wax) = books.goods(1_000, 60, None) else {
        panic!();
    };
    books.ask(json!({"do": "take_stock", "product": wax, "quantity": 7, "reason": "used"}));
    books.says("S-3", &[(Consumables, 420), (Stock, -420)]);
    books.ask(json!({"do": "take_stock", "product": product, "quantity": 2, "reason": "expired"}));
    books.says("S-4", &[(WriteOff, 1_200), (Stock, -1_200)]);
}

fn people(books: &Books) {
    let anna = books.anna();
    let (owed, ahead) = (Account::PayOwed(anna), Account::PayAdvance(anna));
    let pay = |cause: &str, amount: i64| {
        books.ask(json!({
            "do": "record_pay", "staff": anna, "cause": cause, "amount": amount, "reason": "May",
        }))
    };
    pay("commission", 4_000);
    books.says(
        "C-1",
        &[(Account::PayExpense, 4_000), (owed.clone(), -4_000)],
    );
    pay("advance", 2_500);
    books.says("C-2", &[(ahead.clone(), 2_500), (CASH, -2_500)]);
    pay("fine", 500);
    books.says("C-3", &[(owed.clone(), 500), (Account::Fines, -500)]);
    pay("payout", 3_500);
    books.says("C-4", &[(owed, 3_500), (ahead, -2_500), (CASH, -1_000)]);
}

fn other_money(books: &Books) {
    books.ask(json!({
        "do": "save_tender_rules",
        "foreign": {"currency": "USD", "rate_millionths": 900_000},
    }));
    books.bench.add(books.service(10_000), 1);
    let usd = || Account::ForeignCash(1, "USD".into());
    let usd_code = json!({"code": "USD", "n_decimals": 2});
    let dollars = json!({"currency": usd_code, "amount": 12_000, "rate_millionths": 0});
    books.pay(&json!([{"kind": "foreign", "amount": null, "foreign": dollars}]));
    let sale = [
        (usd(), 10_800),
        (CASH, -800),
        (ServiceRevenue, -8_333),
        (tax(20), -1_667),
    ];
    books.says("R-14", &sale);
    books.ask(json!({
        "do": "record_payout", "kind": "foreign", "currency": "USD", "amount": 12_000,
        "arrived": 10_620,
    }));
    let banked = [
        (Account::Bank, 10_620),
        (Account::ExchangeDifference, 180),
        (usd(), -10_800),
    ];
    books.says("F-1", &banked);
    books.bench.add(books.service(43_600), 1);
    books.pay(&tender("card"));
    books.new_entries();
    books.ask(json!({"do": "record_payout", "kind": "card", "amount": 43_600, "arrived": 42_946}));
    let arrived = [
        (Account::Bank, 42_946),
        (Account::TenderFees, 654),
        (CardClearing, -43_600),
    ];
    books.says("K-1", &arrived);
}

#[test]
fn every_worked_example_is_posted_as_it_is_written() {
    let chapters: [fn(&Books); 10] = [
        sales,
        rounded_cash,
        gift_card,
        deposit,
        membership,
        points,
        tips_and_cash,
        counted,
        goods,
        people,
    ];
    let mut found = Vec::new();
    for chapter in chapters.into_iter().chain([other_money as fn(&Books)]) {
        let books = Books::new();
        chapter(&books);
        found.extend(books.found.into_inner());
    }
    let mut missing = ALL.to_vec();
    missing.retain(|it| !found.contains(it));
    assert_eq!((missing, found.len()), (Vec::new(), ALL.len()));
}
