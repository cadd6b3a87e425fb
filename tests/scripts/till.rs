//! The words of the scripts: what is asked of a shop by each, and what is told of what
//! came of it. Amounts are as people write them; what is told is a list of a name and a
//! value each, for example `total 37.80`.
//!
//! ```text
//! shop currency BHD | rounding 0.05 | tax 21 | outside | per_document | line_by_line
//! product OIL 18.90 [stock 5] [tax 10]      service MASSAGE 45      client Liga
//! open 100      add OIL [x2] [by Anna] [price 5]      quantity 1 3      remove 1
//! percent 1 10      off 1 5.00      order percent 10      order off 5      price 1 9.90
//! for Liga      tip 5 [for Anna]      pay cash 50 card 20 [told 18.90] [confirmed]
//! parts cash 20      refund 1 1x1 2x2 [to card] [shelf]      void 1      park      recall
//! move -5.40      count 95 [card 20]      close [carry]      again      @2 add OIL
//! do {"do": ...}      with $OIL, $Liga and so on for ids
//! ```
//!
//! Looked at: `cart`, `line 1`, `sale 1`, `paper 1`, `drawer`, `ledger cash:1`,
//! `stock OIL`, `z`.

use std::{collections::BTreeMap, sync::Arc};

use balm::{
    domain::{
        drawer::{self, CashMovement, DrawerSession},
        ids::{ProductId, RawId},
        ledger::LedgerEntry,
        money::{Currency, Money},
        print_job::Printable,
        sale::{ReceiptNumber, Sale, SaleLine},
        stock::StockLevel,
        tender::TenderKind,
        ticket::{Ticket, TicketState},
    },
    locale::Locale,
    ops::{
        clock::SettableClock,
        query,
        request::{Request, Session},
        shop::{Shop, Stop},
    },
    store::{OpenOptions, Reads, record::Lookup},
};
use chrono::{TimeZone, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Amounts by the names that they have in answers.
const AMOUNTS: [&str; 17] = [
    "total",
    "change",
    "cash_out",
    "cash",
    "expected",
    "counted",
    "difference",
    "due",
    "given",
    "tendered",
    "told",
    "wanted",
    "in_drawer",
    "owed",
    "limit",
    "most",
    "amount",
];

pub(super) struct Till {
    shop: Shop,
    clock: Arc<SettableClock>,
    _dir: TempDir,
    currency: Currency,
    is_set_up: bool,
    set_up: Value,
    per_document: bool,
    /// Ids of what was made, by name.
    names: BTreeMap<String, String>,
    last: Option<(Session, String, Request)>,
    n: u32,
}

impl Till {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = Utc.with_ymd_and_hms(2026, 11, 21, 8, 0, 0).unwrap();
        let clock = Arc::new(SettableClock::new(now));
        let opened = Shop::open(dir.path(), clock.clone(), OpenOptions::default());
        let (shop, _) = opened.unwrap();
        Self {
            shop,
            clock,
            _dir: dir,
            currency: Currency::known("EUR").unwrap(),
            is_set_up: false,
            set_up: json!({
                "do": "set_up_shop",
                "shop_name": "Lotus",
                "currency": "EUR",
                "time_zone": "Europe/Riga",
                "prices_include_tax": true,
                "tax": [{ "name": "VAT", "rate": 21_000 }],
                "therapists": ["Anna", "Marta"],
                "rooms": ["Rose", "Lotus"],
                "cash_step_minor": 1,
            }),
            per_document: false,
            names: BTreeMap::new(),
            last: None,
            n: 0,
        }
    }

    /// Does what a line says, and tells what came of it.
    pub(super) fn step(&mut self, line: &str) -> Vec<String> {
        let (register, line) = match line.strip_prefix('@') {
            Some(rest) => {
                let (desk, line) = rest.split_once(' ').unwrap();
                (desk.parse().unwrap(), line)
            }
            None => (1, line),
        };
        let session = Session {
            register,
            operator: None,
        };
        let words: Vec<&str> = line.split_whitespace().collect();
        if words[0] == "shop" {
            self.describe(&words[1..]);
            return Vec::new();
        }
        self.set_up();
        if let Some(told) = self.look(&words, register) {
            return told;
        }
        if words[0] == "again" {
            let (session, id, request) = self.last.clone().unwrap();
            return self.tell(self.shop.run(&session, &id, &request), &request);
        }
        if words[0] == "pass" {
            let minutes = words[1].parse().unwrap();
            self.clock.advance(chrono::TimeDelta::minutes(minutes));
            return Vec::new();
        }
        let json = match words[0] {
            "do" => self.raw(line.strip_prefix("do").unwrap().trim()),
            _ => self.asked(&words),
        };
        let asked = json.to_string();
        let request: Request =
            serde_json::from_value(json).unwrap_or_else(|err| panic!("{line}: {err}: {asked}"));
        self.n += 1;
        let id = format!("step-{}", self.n);
        let answer = self.shop.run(&session, &id, &request);
        self.note(&words, answer.as_ref().ok());
        self.last = Some((session, id, request.clone()));
        let mut told = self.tell(answer, &request);
        if let ("product", Some(at)) = (words[0], words.iter().position(|it| *it == "stock")) {
            let on_hand: i64 = words[at + 1].parse().unwrap();
            let product = &self.names[words[1]];
            let stocked = json!({ "do": "set_stock", "product": product, "on_hand": on_hand });
            let request: Request = serde_json::from_value(stocked).unwrap();
            self.n += 1;
            let id = format!("step-{}", self.n);
            told.extend(self.tell(self.shop.run(&session, &id, &request), &request));
        }
        told
    }

    fn describe(&mut self, words: &[&str]) {
        assert!(!self.is_set_up, "the shop is set up already");
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut next = || *words.next().unwrap();
            match *word {
                "currency" => {
                    let code = next();
                    self.currency = Currency::known(code).unwrap();
                    self.set_up["currency"] = json!(code);
                }
                "rounding" => {
                    self.set_up["cash_step_minor"] = json!(self.minor(next()));
                }
                "tax" => self.set_up["tax"][0]["rate"] = json!(thousandths(next())),
                "outside" => self.set_up["prices_include_tax"] = json!(false),
                "per_document" => self.per_document = true,
                "line_by_line" => self.per_document = false,
                other => panic!("shop {other}"),
            }
        }
    }

    fn set_up(&mut self) {
        if self.is_set_up {
            return;
        }
        self.is_set_up = true;
        let session = Session {
            register: 1,
            operator: None,
        };
        let request: Request = serde_json::from_value(self.set_up.clone()).unwrap();
        self.shop.run(&session, "set-up", &request).unwrap();
        let mut settings = (*self.shop.settings().unwrap()).clone();
        if self.per_document {
            settings.tax.rounding = balm::domain::tax::TaxRounding::PerDocument;
            let request = Request::SaveSettings { settings };
            self.shop.run(&session, "rounding", &request).unwrap();
        }
        let staff: Vec<balm::domain::staff::Staff> = self.shop.read().all().unwrap();
        for it in staff {
            self.names.insert(it.name, it.id.to_string());
        }
    }

    /// `$OIL` is the id of what is called so.
    fn raw(&self, text: &str) -> Value {
        let mut text = text.to_owned();
        let mut names: Vec<_> = self.names.iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for (name, id) in names {
            text = text.replace(&format!("${name}"), id);
        }
        serde_json::from_str(&text).unwrap_or_else(|err| panic!("{text}: {err}"))
    }

    fn asked(&self, words: &[&str]) -> Value {
        let after = |name: &str| {
            let at = words.iter().position(|it| *it == name)?;
            words.get(at + 1).copied()
        };
        let has = |name: &str| words.contains(&name);
        let line = || -> u32 { words[1].parse().unwrap() };
        match words {
            ["product", code, price, ..] => {
                let tax = after("tax").map(|it| self.names[&format!("tax{it}")].clone());
                json!({ "do": "save_product", "code": code, "name": code, "tax_class": tax,
                    "price": self.minor(price), "product": self.names.get(*code) })
            }
            ["service", code, price, ..] => json!({ "do": "save_service", "code": code,
                "name": code, "tax_class": null, "minutes": 60, "price": self.minor(price) }),
            ["tax", percent] => json!({ "do": "save_tax_class", "name": percent,
                "components": [{ "name": format!("VAT{percent}"), "rate": thousandths(percent) }] }),
            ["client", name] => json!({ "do": "save_client", "name": name }),
            ["for", "nobody"] => json!({ "do": "attach_client", "client": null }),
            ["for", name] => json!({ "do": "attach_client", "client": self.names[*name] }),
            ["open", float] => json!({ "do": "open_drawer", "float": self.count(float, None),
                "business_date": null }),
            ["add", code, ..] => {
                let n = words
                    .iter()
                    .find_map(|it| it.strip_prefix('x')?.parse::<u32>().ok());
                json!({ "do": "add_line", "what": { "code": code }, "quantity": n.unwrap_or(1),
                    "staff": after("by").map(|it| &self.names[it]),
                    "price": after("price").map(|it| self.minor(it)) })
            }
            ["quantity", _, n] => json!({ "do": "change_line", "line": line(),
                "quantity": n.parse::<u32>().unwrap() }),
            ["remove", _] => json!({ "do": "remove_line", "line": line() }),
            ["percent", _, rate] => json!({ "do": "change_line", "line": line(),
                "discount": { "give": { "percent": thousandths(rate) } } }),
            ["off", _, amount] => json!({ "do": "change_line", "line": line(),
                "discount": { "give": { "amount": self.minor(amount) } } }),
            ["order", "percent", rate] => json!({ "do": "discount_order",
                "discount": { "give": { "percent": thousandths(rate) } } }),
            ["order", "off", amount] => json!({ "do": "discount_order",
                "discount": { "give": { "amount": self.minor(amount) } } }),
            ["price", _, amount] => json!({ "do": "change_price", "line": line(),
                "price": self.minor(amount), "reason": "Dented" }),
            ["tip", amount, ..] => json!({ "do": "add_tip", "amount": self.minor(amount),
                "staff": after("for").map(|it| &self.names[it]) }),
            ["pay", rest @ ..] => json!({ "do": "pay", "tenders": self.tenders(rest),
                "told": after("told").map(|it| self.minor(it)), "confirmed": has("confirmed") }),
            ["parts", rest @ ..] => json!({ "do": "take_parts", "tenders": self.tenders(rest) }),
            ["refund", receipt, ..] => json!({ "do": "refund", "sale": self.sale_id(receipt),
                "lines": refund_lines(words, has("shelf")), "tender": after("to"),
                "reason": "Wrong" }),
            ["void", receipt] => json!({ "do": "void", "sale": self.sale_id(receipt),
                "reason": "Wrong" }),
            ["park"] => json!({ "do": "park" }),
            ["recall"] => json!({ "do": "recall", "ticket": null }),
            ["cancel"] => json!({ "do": "cancel_ticket", "reason": "Left" }),
            ["move", amount] => json!({ "do": "move_cash", "amount": self.minor(amount),
                "reason": "Coins" }),
            ["count", amount, ..] => {
                json!({ "do": "count_drawer", "count": self.count(amount, after("card")) })
            }
            ["close", ..] => json!({ "do": "close_drawer", "carry_over": has("carry") }),
            ["limit", amount] => json!({ "do": "save_tender_rules",
                "tab_limit": self.minor(amount) }),
            ["settle", name, ..] => json!({ "do": "settle_tab", "client": self.names[*name],
                "amount": words.get(2).map(|it| self.minor(it)) }),
            other => panic!("nobody understands {other:?}"),
        }
    }

    fn tenders(&self, words: &[&str]) -> Vec<Value> {
        let mut tenders: Vec<Value> = Vec::new();
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            match *word {
                "told" => drop(words.next()),
                "confirmed" => (),
                kind => {
                    let is_amount = |it: &&&str| it.starts_with(|it: char| it.is_ascii_digit());
                    let amount = words.next_if(is_amount);
                    let amount = amount.map(|it| self.minor(it));
                    tenders.push(json!({ "kind": kind, "amount": amount }));
                }
            }
        }
        tenders
    }

    fn count(&self, amount: &str, card: Option<&str>) -> Value {
        let n = self.minor(amount);
        json!({ "cash": [{ "value_minor": 1, "n": n }],
            "card": card.map(|it| self.minor(it)) })
    }

    /// Remembers what was made by its name.
    fn note(&mut self, words: &[&str], outcome: Option<&balm::ops::outcome::Outcome>) {
        let Some(outcome) = outcome.map(|it| serde_json::to_value(it).unwrap()) else {
            return;
        };
        let (name, key) = match words {
            ["product", name, ..] => ((*name).to_owned(), "product"),
            ["service", name, ..] => ((*name).to_owned(), "service"),
            ["client", name] => ((*name).to_owned(), "client"),
            ["tax", percent] => (format!("tax{percent}"), "tax_class"),
            ["do", ..] => {
                for key in ["appointment", "promotion", "level", "card"] {
                    if let Some(id) = outcome.get(key) {
                        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                        self.names.insert(key.to_owned(), id);
                    }
                }
                return;
            }
            _ => return,
        };
        let id = outcome[key].as_str().unwrap().to_owned();
        self.names.insert(name, id);
    }

    fn tell(
        &self,
        answer: Result<balm::ops::outcome::Outcome, Stop>,
        request: &Request,
    ) -> Vec<String> {
        match answer {
            Ok(outcome) => self.told(&serde_json::to_value(outcome).unwrap()),
            Err(Stop::Refused(refusal)) => self.told(&serde_json::to_value(refusal).unwrap()),
            Err(Stop::Failed(failure)) => panic!("{request:?}: {failure:?}"),
        }
    }

    fn told(&self, json: &Value) -> Vec<String> {
        let mut told = Vec::new();
        let is_count = json["refused"] == "refund_too_much" || json["refused"] == "too_many_lines";
        for (name, value) in json.as_object().unwrap() {
            let is_amount = AMOUNTS.contains(&name.as_str())
                || name == "left" && !is_count && json.get("refused").is_some();
            match value {
                Value::Number(it) if is_amount => {
                    told.push(format!("{name} {}", self.money(it.as_i64().unwrap())));
                }
                Value::Number(it) => told.push(format!("{name} {it}")),
                Value::Bool(is) => told.push(format!("{name} {}", if *is { "yes" } else { "no" })),
                Value::String(it) => told.push(format!("{name} {it}")),
                Value::Array(it) => told.push(format!("{name} {}", it.len())),
                Value::Object(it) if name == "receipt" => {
                    told.push(format!("receipt {}", it["number"]));
                }
                _ => (),
            }
        }
        told
    }

    #[expect(clippy::too_many_lines, reason = "an arm for each word")]
    fn look(&self, words: &[&str], register: u16) -> Option<Vec<String>> {
        let reads = self.shop.read();
        Some(match words {
            ["cart"] => match self.cart(register) {
                Some(ticket) => {
                    let rules = self.shop.settings().unwrap().tax;
                    let totals = balm::domain::checkout::totals(&ticket.lines, rules);
                    let lines = ticket.lines.len();
                    let client = if ticket.client.is_some() {
                        "client yes"
                    } else {
                        "client no"
                    };
                    let total = totals.map_or(Money::ZERO, |it| it.total);
                    vec![
                        format!("lines {lines}"),
                        client.to_owned(),
                        format!("total {}", self.currency.format(total)),
                    ]
                }
                None => vec!["empty".to_owned()],
            },
            ["line", number] => {
                let ticket = self.cart(register).unwrap();
                let rules = self.shop.settings().unwrap().tax;
                let totals = balm::domain::checkout::totals(&ticket.lines, rules).unwrap();
                let number: u32 = number.parse().unwrap();
                let line = totals.lines.iter().find(|it| it.number == number).unwrap();
                self.line(line)
            }
            ["sale", receipt] => self.of_sale(&self.sale(receipt)),
            ["sale", receipt, "line", number] => {
                let number: u32 = number.parse().unwrap();
                let sale = self.sale(receipt);
                let line = sale.lines.iter().find(|it| it.number == number).unwrap();
                self.line(line)
            }
            ["sales"] => vec![format!("n {}", reads.all::<Sale>().unwrap().len())],
            ["paper", receipt] => {
                let what = Printable::Receipt(self.sale(receipt).id);
                let settings = self.shop.settings().unwrap();
                let locale = Locale::english();
                let page = query::preview(&self.shop, &settings, &locale, what, 42);
                let lines = page.unwrap().unwrap();
                let words = |it: &String| it.split_whitespace().collect::<Vec<_>>().join(" ");
                lines.iter().map(words).collect()
            }
            ["drawer"] => {
                let open = Lookup::OpenSession(register);
                let session: DrawerSession = reads.find_one(&open).unwrap().unwrap();
                let sales = reads.find(&Lookup::SaleOfSession(session.id)).unwrap();
                let moved: Vec<CashMovement> =
                    reads.find(&Lookup::CashMovementOf(session.id)).unwrap();
                let of = |kind| drawer::expected(kind, &session, &sales, &moved);
                vec![
                    format!("cash {}", self.currency.format(of(TenderKind::Cash))),
                    format!("card {}", self.currency.format(of(TenderKind::Card))),
                ]
            }
            ["ledger", account] => {
                let entries: Vec<LedgerEntry> = reads.all().unwrap();
                let postings = entries.iter().flat_map(|it| &it.postings);
                let of = postings.filter(|it| account_name(&it.account) == *account);
                let sum: Money = of.map(|it| it.amount).sum();
                vec![format!("balance {}", self.currency.format(sum))]
            }
            ["stock", code] => {
                let id: RawId = self.names[*code].parse().unwrap();
                let id = ProductId::from(id);
                let level = reads.get::<StockLevel>(&id).unwrap();
                vec![format!("on_hand {}", level.map_or(0, |it| it.on_hand))]
            }
            ["z"] => {
                let sessions: Vec<DrawerSession> = reads.all().unwrap();
                let closed = sessions.iter().filter_map(|it| it.closing.as_ref());
                let last = closed.max_by_key(|it| it.z_number).unwrap();
                self.of_z(last)
            }
            _ => return None,
        })
    }

    fn of_z(&self, z: &drawer::Closing) -> Vec<String> {
        let mut told = vec![format!("number {}", z.z_number)];
        let amounts = [
            ("float", z.float),
            ("sales", z.sales_total),
            ("refunds", z.refunds_total),
            ("rounding", z.rounding_total),
            ("tips", z.tips_total),
            ("in", z.cash_in),
            ("out", z.cash_out),
        ];
        let named = |(name, it): (&str, Money)| format!("{name} {}", self.currency.format(it));
        told.extend(amounts.map(named));
        for tender in &z.tenders {
            let kind = serde_json::to_value(tender.kind).unwrap();
            let kind = kind.as_str().unwrap();
            let expected = self.currency.format(tender.expected);
            told.push(format!("{kind} expected {expected}"));
            if let Some(it) = tender.difference() {
                told.push(format!("{kind} difference {}", self.currency.format(it)));
            }
        }
        told
    }

    fn cart(&self, register: u16) -> Option<Ticket> {
        let tickets: Vec<Ticket> = self.shop.read().find(&Lookup::TicketOf(register)).unwrap();
        tickets.into_iter().find(|it| it.state == TicketState::Open)
    }

    fn line(&self, line: &SaleLine) -> Vec<String> {
        let reason = serde_json::to_value(&line.price_reason).unwrap();
        let reason = reason.as_str().map_or_else(
            || reason.as_object().unwrap().keys().next().unwrap().clone(),
            str::to_owned,
        );
        let tax: Money = line.tax_amounts.iter().copied().sum();
        let amounts = [
            ("price", line.unit_price),
            ("gross", line.gross),
            ("off", line.discount_amount),
            ("net", line.net),
            ("tax", tax),
            ("total", line.total),
        ];
        let named = |(name, it): (&str, Money)| format!("{name} {}", self.currency.format(it));
        let mut told: Vec<String> = amounts.map(named).to_vec();
        told.push(format!("quantity {}", line.quantity));
        told.push(format!("reason {reason}"));
        let staff = line.staff.map(|it| it.to_string());
        let who = self
            .names
            .iter()
            .find(|(_, id)| Some((*id).clone()) == staff);
        told.push(format!("by {}", who.map_or("nobody", |it| it.0)));
        told
    }

    fn of_sale(&self, sale: &Sale) -> Vec<String> {
        let tax: Money = sale.tax_table.iter().map(|it| it.tax).sum();
        let net: Money = sale.lines.iter().map(|it| it.net).sum();
        let amounts = [("total", sale.total), ("tax", tax), ("net", net)];
        let named = |(name, it): (&str, Money)| format!("{name} {}", self.currency.format(it));
        let mut told: Vec<String> = amounts.map(named).to_vec();
        told.push(format!("lines {}", sale.lines.len()));
        for payment in &sale.payments {
            let kind = serde_json::to_value(payment.kind).unwrap();
            let kind = kind.as_str().unwrap();
            let parts = [
                ("tendered", payment.tendered),
                ("change", payment.change),
                ("kept", payment.kept()),
                ("rounding", payment.rounding),
                ("over", payment.over),
            ];
            told.extend(parts.map(|it| format!("{kind} {}", named(it))));
        }
        told
    }

    fn sale(&self, receipt: &str) -> Sale {
        let number = receipt.parse().unwrap();
        let receipt = ReceiptNumber {
            register: 1,
            number,
        };
        let found = self.shop.read().find_one(&Lookup::SaleByReceipt(receipt));
        found
            .unwrap()
            .unwrap_or_else(|| panic!("no receipt {receipt}"))
    }

    fn sale_id(&self, receipt: &str) -> String {
        self.sale(receipt).id.to_string()
    }

    fn money(&self, minor: i64) -> String {
        self.currency.format(Money::from_minor(minor))
    }

    /// Minor units of what is written with a point.
    fn minor(&self, text: &str) -> i64 {
        let (sign, text) = match text.strip_prefix('-') {
            Some(text) => (-1, text),
            None => (1, text),
        };
        let n_decimals = usize::from(self.currency.n_decimals);
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        assert!(part.len() <= n_decimals, "{text}");
        sign * format!("{whole}{part:0<n_decimals$}")
            .parse::<i64>()
            .unwrap()
    }
}

/// Thousandths of a percent.
fn thousandths(percent: &str) -> u32 {
    let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
    format!("{whole}{part:0<3}").parse().unwrap()
}

/// `1x2 3x1`: two of the first line, one of the third.
fn refund_lines(words: &[&str], restock: bool) -> Vec<Value> {
    let lines = words[2..].iter().filter_map(|it| it.split_once('x'));
    let number = |it: &str| it.parse::<u32>().ok();
    let lines = lines.filter_map(|(line, n)| Some((number(line)?, number(n)?)));
    lines
        .map(|(line, n)| json!({ "line": line, "quantity": n, "restock": restock }))
        .collect()
}

/// `cash:1`, `service_revenue`, `tips`.
fn account_name(account: &balm::domain::ledger::Account) -> String {
    match serde_json::to_value(account).unwrap() {
        Value::String(name) => name,
        Value::Object(it) => {
            let (name, of) = it.into_iter().next().unwrap();
            match of {
                Value::Number(register) => format!("{name}:{register}"),
                _ => name,
            }
        }
        other => panic!("{other}"),
    }
}
