//! A whole day of the desk by `balm exec` alone, on the real binary and a real
//! store. The figures at its end were worked out by hand:
//!
//! ```text
//! prices include 21 % tax, rounded per line; cash is rounded to 0.05
//!                                  gross  discount     net    tax    total
//! receipt 1  Swedish massage       45.00             37.19   7.81    45.00
//!            3 x argan oil 12.60   37.80    -3.78    28.12   5.90    34.02
//!            sea salt scrub        18.90             15.62   3.28    18.90
//!            cash 97.90 (rounding -0.02)                             97.92
//! receipt 2  2 x candle 7.33       14.66             12.12   2.54    14.66  card
//! receipt 3  hot stone massage     72.00             59.50  12.50    72.00
//!            card 50.00, cash 30.00, change 8.00
//! receipt 4  argan oil             12.60             10.41   2.19    12.60
//!            cash 20.00, change 7.40
//! receipt 5  1 argan oil back     -12.60     1.26    -9.37  -1.97   -11.34
//!            cash -11.35 (rounding -0.01)
//! cash       100.00 + 97.90 + 22.00 + 12.60 - 11.35 + 20.00 - 50.00 = 191.15
//! card       14.66 + 50.00 = 64.66
//! ```

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use chrono::{Days, Utc};
use serde_json::{Value, json};

const OIL: &str = "4006381333931";
const SCRUB: &str = "5449000000996";
const CANDLE: &str = "6291041500213";

fn balm(store: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
    command.arg("--store").arg(store).args(args);
    command
}

fn finish(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    (
        status.code().unwrap(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    )
}

/// A running `balm exec`: a line in, its answer out.
struct Exec {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    n_sent: u32,
    /// What was done, with its answer, to be sent again.
    done: Vec<(String, Value)>,
}

impl Exec {
    fn start(store: &Path) -> Self {
        let mut child = balm(store, &["exec"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            n_sent: 0,
            done: Vec::new(),
        }
    }

    fn send(&mut self, line: &str) -> Value {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
        input.flush().unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap_or_else(|err| panic!("{line}\n{answer}\n{err}"))
    }

    fn request(&mut self, mut request: Value) -> (String, Value) {
        self.n_sent += 1;
        request["id"] = json!(format!("day-{}", self.n_sent));
        let line = request.to_string();
        let answer = self.send(&line);
        assert_eq!(answer["id"], request["id"]);
        (line, answer)
    }

    /// Does it, and gives the outcome.
    fn does(&mut self, request: Value) -> Value {
        let (line, answer) = self.request(request);
        let outcome = answer["ok"].clone();
        assert!(outcome.is_object(), "{line}\n{answer}");
        self.done.push((line, answer));
        outcome
    }

    /// Is refused, and gives the refusal and its sentence.
    fn refuses(&mut self, request: Value) -> (Value, String) {
        let (line, answer) = self.request(request);
        assert!(answer["refused"].is_object(), "{line}\n{answer}");
        let text = answer["text"].as_str().unwrap().to_owned();
        (answer["refused"].clone(), text)
    }

    fn asks(&mut self, question: &Value) -> Value {
        let answer = self.send(&question.to_string());
        assert!(answer["ok"].is_object(), "{question}\n{answer}");
        answer["ok"].clone()
    }

    /// Closes the input and gives the exit code.
    fn end(mut self) -> i32 {
        drop(self.input.take());
        self.child.wait().unwrap().code().unwrap()
    }
}

/// The ids of the shop, as they were answered.
struct Ids {
    anna: String,
    marta: String,
    swedish: String,
    hot_stone: String,
    oil: String,
    liga: String,
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

fn set_up(exec: &mut Exec) -> Ids {
    exec.does(
        json!({"do": "set_up_shop", "shop_name": "Lotus Spa", "currency": "EUR",
        "time_zone": "Europe/Riga", "prices_include_tax": true,
        "tax": [{"name": "VAT", "rate": 21_000}], "therapists": ["Anna", "Marta"],
        "rooms": ["Room 1", "Room 2"], "cash_step_minor": 5}),
    );
    let columns = exec.asks(&json!({"ask": "day", "date": "2026-01-05"}))["columns"].clone();
    let therapist = |name: &str| {
        let mut columns = columns.as_array().unwrap().iter();
        text(&columns.find(|it| it["name"] == name).unwrap()["staff"])
    };
    let (anna, marta) = (therapist("Anna"), therapist("Marta"));
    let shift = json!([{"start_minute": 540, "end_minute": 1200}]);
    for (id, name) in [(&anna, "Anna"), (&marta, "Marta")] {
        let week = vec![shift.clone(); 7];
        exec.does(
            json!({"do": "save_staff", "staff": id, "name": name, "short": name,
            "role": "therapist", "week": week}),
        );
    }
    let mut service = |code: &str, name: &str, price: i64, minutes: u16| {
        let outcome = exec.does(json!({"do": "save_service", "code": code, "name": name,
            "price": price, "minutes": minutes}));
        text(&outcome["service"])
    };
    let swedish = service("SW60", "Swedish massage 60", 4500, 60);
    let hot_stone = service("HS90", "Hot stone massage 90", 7200, 90);
    let mut product = |name: &str, price: i64, ean: &str, n: i64| {
        let outcome = exec.does(json!({"do": "save_product", "name": name, "price": price,
            "barcodes": [{"code": ean, "pack_quantity": 1}]}));
        let product = text(&outcome["product"]);
        exec.does(json!({"do": "set_stock", "product": product, "on_hand": n}));
        product
    };
    let oil = product("Argan oil 100 ml", 1260, OIL, 20);
    product("Sea salt scrub", 1890, SCRUB, 10);
    product("Candle", 733, CANDLE, 5);
    let outcome = exec.does(json!({"do": "save_client", "name": "Līga Ozola",
        "phone": "+371 2612 3456", "alert": "nut allergy"}));
    Ids {
        anna,
        marta,
        swedish,
        hot_stone,
        oil,
        liga: text(&outcome["client"]),
    }
}

fn finds_the_client(exec: &mut Exec, ids: &Ids) {
    for typed in ["ozo", "3456", "26 12", "līga o"] {
        let hits = exec.asks(&json!({"ask": "find_clients", "text": typed}))["hits"].clone();
        assert_eq!(hits[0]["id"], json!(ids.liga), "{typed}");
        assert_eq!(hits[0]["has_alert"], true);
    }
    let (refusal, said) = exec.refuses(json!({"do": "save_client", "name": "Zane Ozola",
        "phone": "26123456"}));
    assert_eq!(refusal["refused"], "phone_taken");
    assert!(
        said.starts_with("Līga Ozola has this phone number already."),
        "{said}"
    );
    exec.does(
        json!({"do": "save_client", "name": "Zane Ozola", "phone": "26123456",
        "shared_phone": true}),
    );
}

/// Books, is refused where it cannot be, and takes what is offered instead.
fn books(exec: &mut Exec, ids: &Ids) -> String {
    // The shop's clock may be a day ahead already.
    let date = Utc::now().date_naive() + Days::new(2);
    let at = |minute: u16| json!({"date": date, "minute": minute});
    let book = |service: &str, staff: &str, client: Option<&str>, start: Value| {
        json!({"do": "book", "service": service, "staff": staff, "client": client,
            "room": null, "start": start})
    };
    let booked = exec.does(book(&ids.swedish, &ids.anna, Some(&ids.liga), at(840)));
    let visit = text(&booked["appointment"]);

    let (refusal, said) = exec.refuses(book(&ids.hot_stone, &ids.anna, None, at(870)));
    assert_eq!(refusal["clash"]["clash"], "staff_busy");
    assert!(
        said.starts_with("Anna is with Līga Ozola until 15:00. Nearest: "),
        "{said}"
    );
    let offer = refusal["nearest"][0].clone();
    let start = (
        offer["start"]["date"].clone(),
        offer["start"]["minute"].clone(),
    );
    assert_eq!(start, (json!(date), json!(900)), "{refusal}");
    let staff = text(&offer["staff"]);
    exec.does(book(&ids.hot_stone, &staff, None, offer["start"].clone()));

    let offers = exec.asks(&json!({"ask": "offers", "service": ids.swedish, "near": at(840)}));
    assert_eq!(offers["offers"][0]["staff_name"], "Marta", "{offers}");
    let wish = json!({"ask": "offers", "service": ids.swedish, "near": at(840),
        "staff": ids.anna, "order": "first", "days": 127, "from_minute": 840,
        "until_minute": 1200, "n_days": 3, "n": 2, "rooms": [], "all": true});
    let offers = exec.asks(&wish);
    assert_eq!(offers["why"]["clash"]["clash"], "staff_busy", "{offers}");
    assert_eq!(offers["offers"][0]["start"]["minute"], 990, "{offers}");
    assert_eq!(offers["offers"][1]["start"]["minute"], 995, "{offers}");
    assert_eq!(offers["more"], true, "{offers}");
    let walk_in = exec.does(book(&ids.swedish, &ids.marta, None, at(600)));
    let walk_in = text(&walk_in["appointment"]);
    exec.does(json!({"do": "move", "appointment": walk_in, "start": at(660)}));
    let cancel = |reason: &str| {
        json!({"do": "set_status", "appointment": walk_in, "status": "cancelled",
            "reason": reason})
    };
    let (_, said) = exec.refuses(cancel(""));
    assert_eq!(said, "Reason is needed.");
    exec.does(cancel("did not wait"));

    for status in ["arrived", "in_service", "done"] {
        exec.does(json!({"do": "set_status", "appointment": visit, "status": status}));
    }
    let day = exec.asks(&json!({"ask": "day", "date": date}));
    let blocks = day["blocks"].as_array().unwrap();
    let seen: Vec<_> = blocks
        .iter()
        .map(|it| (text(&it["client"]), text(&it["appointment"]["status"])))
        .collect();
    let seen: Vec<_> = seen
        .iter()
        .map(|(client, status)| (&**client, &**status))
        .collect();
    assert_eq!(
        seen,
        [("", "cancelled"), ("Līga Ozola", "done"), ("", "booked")]
    );
    assert_eq!(blocks[1]["alert"], "nut allergy");
    visit
}

fn scans(exec: &mut Exec, code: &str) -> Value {
    exec.does(json!({"do": "add_line", "what": {"code": code}}))
}

/// Receipt 1, refused once because the drawer is not open.
fn sells_the_visit(exec: &mut Exec, ids: &Ids, visit: &str) -> String {
    exec.does(json!({"do": "add_appointment", "appointment": visit}));
    scans(exec, OIL);
    scans(exec, SCRUB);
    exec.does(json!({"do": "change_line", "line": 2, "quantity": 3}));
    exec.does(json!({"do": "change_line", "line": 2,
        "discount": {"give": {"percent": 10_000}}}));
    let added = scans(exec, CANDLE);
    assert_eq!(added["total"], 10_525);
    exec.does(json!({"do": "remove_line", "line": added["line"]}));
    let changed = exec.does(json!({"do": "change_line", "line": 1, "staff": ids.marta}));
    assert_eq!(changed["total"], 9_792);

    let ticket = exec.asks(&json!({"ask": "ticket"}))["ticket"].clone();
    assert_eq!(ticket["client"], "Līga Ozola");
    assert_eq!(ticket["staff"][0], "Marta");
    assert_eq!(
        (&ticket["discounts"], &ticket["cash_total"]),
        (&json!(-378), &json!(9_790))
    );

    let cash = json!({"do": "pay", "tenders": [{"kind": "cash", "amount": null}], "told": 9_792});
    let (_, said) = exec.refuses(cash.clone());
    assert_eq!(
        said,
        "The drawer is not open yet. Count the float and open it first."
    );
    exec.does(json!({"do": "open_drawer", "business_date": null,
        "float": {"cash": [{"value_minor": 5000, "n": 1}, {"value_minor": 1000, "n": 5}],
                  "card": null}}));
    let sold = exec.does(cash);
    assert_eq!(sold["receipt"], json!({"register": 1, "number": 1}));
    assert_eq!(
        (&sold["total"], &sold["change"]),
        (&json!(9_792), &json!(0))
    );
    assert_eq!(sold["drawer_opens"], true);
    text(&sold["sale"])
}

/// Receipts 2 to 4: card; split with change; parked and brought back.
fn sells_more(exec: &mut Exec, ids: &Ids) {
    exec.does(json!({"do": "add_line", "what": {"code": CANDLE}, "quantity": 2}));
    let sold = exec.does(json!({"do": "pay", "tenders": [{"kind": "card", "amount": null}]}));
    assert_eq!(
        (&sold["total"], &sold["drawer_opens"]),
        (&json!(1_466), &json!(false))
    );

    exec.does(json!({"do": "add_line", "what": {"code": "hs90"}, "staff": ids.anna}));
    let (_, said) = exec.refuses(json!({"do": "pay",
        "tenders": [{"kind": "card", "amount": 5000}]}));
    assert_eq!(said, "22.00 is still to be paid.");
    let sold = exec.does(json!({"do": "pay", "tenders": [
        {"kind": "card", "amount": 5000}, {"kind": "cash", "amount": 3000}]}));
    assert_eq!(
        (&sold["total"], &sold["change"]),
        (&json!(7_200), &json!(800))
    );

    scans(exec, OIL);
    let parked = exec.does(json!({"do": "park"}));
    assert_eq!(exec.asks(&json!({"ask": "ticket"}))["ticket"], Value::Null);
    let carts = exec.asks(&json!({"ask": "parked_tickets"}))["tickets"].clone();
    assert_eq!(carts[0]["ticket"]["id"], parked["ticket"]);
    assert_eq!(carts[0]["total"], 1_260);
    exec.does(json!({"do": "recall", "ticket": null}));
    let sold = exec.does(json!({"do": "pay",
        "tenders": [{"kind": "cash", "amount": 2000}]}));
    assert_eq!(
        (&sold["receipt"]["number"], &sold["change"]),
        (&json!(4), &json!(740))
    );
}

/// Receipt 5, and what can be found of the first one.
fn gives_one_back(exec: &mut Exec, sale: &str) {
    for typed in ["1", "000001", "1-000001", "ozola"] {
        let hits = exec.asks(&json!({"ask": "find_receipts", "text": typed}))["hits"].clone();
        assert_eq!(hits[0]["sale"], json!(sale), "{typed}: {hits}");
    }
    let copy = exec.does(json!({"do": "reprint", "what": {"receipt": sale}}));
    assert_eq!(copy["copy"], 1);

    let refund = |n: u32| {
        json!({"do": "refund", "sale": sale, "reason": "bottle leaks",
            "lines": [{"line": 2, "quantity": n, "restock": true}]})
    };
    let (_, said) = exec.refuses(refund(4));
    assert_eq!(said, "Of line 2 only 3 can still be given back.");
    let back = exec.does(refund(1));
    assert_eq!(back["receipt"]["number"], 5);
    assert_eq!(
        (&back["total"], &back["cash_out"]),
        (&json!(-1_134), &json!(1_135))
    );

    let sheet = exec.asks(&json!({"ask": "sale", "sale": sale}));
    assert_eq!(sheet["refundable"], json!([1, 2, 1]), "{sheet}");
    assert_eq!(sheet["refunds"][0]["receipt"]["number"], 5);
    let lines = exec.asks(&json!({"ask": "preview", "n_columns": 42,
        "what": {"receipt": back["sale"]}}))["lines"]
        .clone();
    let page: Vec<_> = lines.as_array().unwrap().iter().map(text).collect();
    assert!(
        page.iter().any(|it| it.contains("of receipt 1-000001")),
        "{page:#?}"
    );
}

fn closes(exec: &mut Exec) {
    exec.does(json!({"do": "move_cash", "amount": 2_000, "reason": "change from the bank"}));
    exec.does(json!({"do": "move_cash", "amount": -5_000, "reason": "to the bank"}));
    let (_, said) = exec.refuses(json!({"do": "move_cash", "amount": -100_000, "reason": "all"}));
    // The count is blind: what should be there is not told before it.
    assert!(
        said.starts_with("1000.00 is more than the drawer should hold."),
        "{said}"
    );
    assert!(!said.contains("191.15"), "{said}");
    scans(exec, CANDLE);
    exec.does(json!({"do": "park"}));

    let (_, said) = exec.refuses(json!({"do": "close_drawer", "carry_over": true}));
    assert_eq!(
        said,
        "The cash is not counted yet. Count the drawer, then close."
    );
    exec.does(
        json!({"do": "count_drawer", "count": {"card": 6_466, "cash": [
        {"value_minor": 10_000, "n": 1}, {"value_minor": 5_000, "n": 1},
        {"value_minor": 2_000, "n": 2}, {"value_minor": 100, "n": 1}]}}),
    );
    let (_, said) = exec.refuses(json!({"do": "close_drawer"}));
    assert!(
        said.starts_with("1 cart and no visits are still open."),
        "{said}"
    );
    let before = exec.asks(&json!({"ask": "before_close"}));
    assert_eq!(before["tickets"].as_array().unwrap().len(), 1);
    let closed = exec.does(json!({"do": "close_drawer", "carry_over": true}));
    z_adds_up(&closed["closing"]);

    let lines = exec.asks(&json!({"ask": "preview", "n_columns": 32,
        "what": {"z": closed["session"]}}))["lines"]
        .clone();
    let page: Vec<_> = lines.as_array().unwrap().iter().map(text).collect();
    for want in [
        "Cash expected             191.15",
        "Cash difference       short 0.15",
        "Card difference          correct",
        "Cash from sales           121.15",
        "VAT 21 %          153.59   32.25",
    ] {
        let want: Vec<_> = want.split_whitespace().collect();
        let found = page
            .iter()
            .any(|it| it.split_whitespace().eq(want.iter().copied()));
        assert!(found, "{want:?}\n{page:#?}");
    }
}

/// Against the figures at the head of this file.
fn z_adds_up(closing: &Value) {
    let want = json!({
        "z_number": 1,
        "float": 10_000, "cash_in": 2_000,
        "n_sales": 4, "n_refunds": 1, "first_receipt": 1, "last_receipt": 5,
        "sales_total": 19_718, "refunds_total": -1_134,
        "discounts_total": -252, "rounding_total": -3,
        "services_net": 9_669, "products_net": 5_690,
        "tax_table": [{"name": "VAT", "rate": 21_000, "net": 15_359, "tax": 3_225}],
        "tenders": [
            {"kind": "cash", "expected": 19_115, "counted": 19_100,
             "name": "", "currency": "", "booked": -15},
            {"kind": "card", "expected": 6_466, "counted": 6_466,
             "name": "", "currency": "", "booked": 0}],
        "n_tickets_carried": 1, "n_appointments_carried": 0,
    });
    for (name, value) in want.as_object().unwrap() {
        assert_eq!(&closing[name], value, "{name} in {closing:#}");
    }
    assert_eq!(closing["cash_out"].as_i64().unwrap().abs(), 5_000);
}

#[test]
fn a_whole_day_without_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    let mut exec = Exec::start(&store);
    let ids = set_up(&mut exec);
    finds_the_client(&mut exec, &ids);
    let visit = books(&mut exec, &ids);
    let sale = sells_the_visit(&mut exec, &ids, &visit);
    sells_more(&mut exec, &ids);
    gives_one_back(&mut exec, &sale);
    closes(&mut exec);

    let on_hand = |exec: &mut Exec| {
        let rows = exec.asks(&json!({"ask": "stock", "text": ""}))["rows"].clone();
        let rows = rows.as_array().unwrap().clone();
        rows.iter()
            .map(|it| it["on_hand"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    // Argan oil, candle, sea salt scrub.
    assert_eq!(on_hand(&mut exec), [17, 3, 9]);
    let hits = exec.asks(&json!({"ask": "find_items", "text": OIL}))["hits"].clone();
    assert_eq!(hits[0]["item"], json!({"product": ids.oil}));

    // The same lines again, in another process, do nothing and answer the same.
    let done = std::mem::take(&mut exec.done);
    assert_eq!(exec.end(), 1, "some requests were refused");
    let mut again = Exec::start(&store);
    for (line, answer) in &done {
        assert_eq!(&again.send(line), answer, "{line}");
    }
    assert_eq!(on_hand(&mut again), [17, 3, 9]);
    let hits = again.asks(&json!({"ask": "find_receipts", "text": ""}))["hits"].clone();
    assert_eq!(hits.as_array().unwrap().len(), 5);
    assert_eq!(again.end(), 0);
    verifies(&store);
}

/// The proof names what was sold; a changed byte is found.
fn verifies(store: &Path) {
    let (code, said, _) = finish(&mut balm(store, &["verify", "--deep"]));
    assert_eq!(code, 0, "{said}");
    for want in [
        "Receipts of desk 1: 1-000001 to 1-000005, none missing.",
        "Zs of desk 1: 1 to 1, none missing.",
        "Index: agrees with the journal.",
        "All is well.",
    ] {
        assert!(said.lines().any(|it| it == want), "{want}\n{said}");
    }
    let journal = store.join("journal/000001.balmlog");
    let mut bytes = fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&journal, bytes).unwrap();
    let (code, said, _) = finish(&mut balm(store, &["verify"]));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("journal segment 1, entry "), "{said}");
}

#[test]
fn a_bad_line_is_named_and_the_next_one_works() {
    let folder = tempfile::tempdir().unwrap();
    let mut exec = Exec::start(folder.path());
    let long = format!("{{\"id\": \"x\", \"do\": \"{}\"}}", "x".repeat(1024 * 1024));
    #[rustfmt::skip]
    let cases = [
        ("{\"id\": \"x\", \"do\"", "not JSON"),
        ("{\"id\": \"x\", \"do\": \"park\", \"tip\": 3}", "unknown field `tip`"),
        ("{\"do\": \"park\"}", "`id` is needed"),
        (long.as_str(), "longer than 1048576 bytes"),
    ];
    for (idx, (line, want)) in cases.iter().enumerate() {
        let answer = exec.send(line);
        assert_eq!(answer["line"], json!(idx + 1));
        assert!(text(&answer["error"]).starts_with(want), "{answer}");
    }
    let answer = exec.send("\n  \n{\"id\": \"x\", \"do\": \"park\"}");
    assert_eq!(answer["refused"]["refused"], "not_set_up");
    assert_eq!(exec.end(), 1);
}

#[test]
fn a_second_process_is_told_who_has_the_shop() {
    let folder = tempfile::tempdir().unwrap();
    let mut exec = Exec::start(folder.path());
    exec.send("{\"ask\": \"ticket\"}");
    let (code, said, complaint) = finish(balm(folder.path(), &["exec"]).stdin(Stdio::null()));
    assert_eq!((code, said.as_str()), (1, ""));
    let holder = format!("process {}", exec.child.id());
    assert!(complaint.contains(&holder), "{complaint}");
    assert!(complaint.contains("has this shop open"), "{complaint}");
    exec.end();
}

#[test]
fn a_signal_ends_it_between_two_lines() {
    let folder = tempfile::tempdir().unwrap();
    let mut exec = Exec::start(folder.path());
    exec.does(
        json!({"do": "set_up_shop", "shop_name": "Lotus Spa", "currency": "EUR",
        "time_zone": "Europe/Riga", "prices_include_tax": true, "tax": [],
        "therapists": ["Anna"], "rooms": [], "cash_step_minor": 1}),
    );
    let killed = Command::new("sh")
        .args(["-c", &format!("kill {}", exec.child.id())])
        .status();
    assert!(killed.unwrap().success());
    let deadline = Instant::now() + Duration::from_secs(20);
    let status = loop {
        match exec.child.try_wait().unwrap() {
            Some(status) => break status,
            None if Instant::now() > deadline => panic!("still there"),
            None => thread::sleep(Duration::from_millis(10)),
        }
    };
    assert_eq!(status.code(), Some(0));
    assert!(folder.path().join("clean").exists(), "not stopped cleanly");
    let mut exec = Exec::start(folder.path());
    assert_eq!(exec.asks(&json!({"ask": "ticket"}))["ticket"], Value::Null);
    exec.end();
}

/// A write that the power cut ended is cut off and said; what was answered stays.
#[test]
fn an_unfinished_entry_is_cut_off_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut exec = Exec::start(folder.path());
    exec.does(
        json!({"do": "set_up_shop", "shop_name": "Lotus Spa", "currency": "EUR",
        "time_zone": "Europe/Riga", "prices_include_tax": true, "tax": [],
        "therapists": ["Anna"], "rooms": [], "cash_step_minor": 1}),
    );
    exec.child.kill().unwrap();
    exec.child.wait().unwrap();
    let journal = folder.path().join("journal/000001.balmlog");
    let mut file = fs::OpenOptions::new().append(true).open(journal).unwrap();
    file.write_all(&[0, 0, 1]).unwrap();
    let (code, _, said) = finish(balm(folder.path(), &["exec"]).stdin(Stdio::null()));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("3 bytes"), "{said}");
    let mut exec = Exec::start(folder.path());
    let day = exec.asks(&json!({"ask": "day", "date": "2026-01-05"}));
    assert_eq!(day["columns"][0]["name"], "Anna");
    exec.end();
}

#[test]
fn the_schema_names_every_request() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said, _) = finish(&mut balm(folder.path(), &["exec", "--schema"]));
    assert_eq!(code, 0);
    let schema: Value = serde_json::from_str(&said).unwrap();
    let variants = schema["in"]["do"]["oneOf"].as_array().unwrap();
    let names: Vec<_> = variants
        .iter()
        .map(|it| text(&it["properties"]["do"]["const"]))
        .collect();
    for want in ["set_up_shop", "book", "pay", "refund", "close_drawer"] {
        assert!(names.iter().any(|it| it == want), "{want} in {names:?}");
    }
    assert!(schema["out"].is_object());
}

#[test]
fn a_test_page_reaches_the_printer_that_the_settings_name() {
    let folder = tempfile::tempdir().unwrap();
    let printer = folder.path().join("printer");
    fs::write(&printer, "").unwrap();
    let settings = folder.path().join("desk.toml");
    let uri = format!("file://{}", printer.display());
    fs::write(&settings, format!("[printer]\nuri = \"{uri}\"\n")).unwrap();
    let with = [
        "--config",
        settings.to_str().unwrap(),
        "devices",
        "--print-test",
    ];
    let (code, said, _) = finish(&mut balm(folder.path(), &with));
    assert_eq!((code, said.trim_end()), (0, "sent, not confirmed"));
    let page = fs::read(&printer).unwrap();
    assert!(page.windows(10).any(|it| it == b"1234567890"));

    fs::write(
        &settings,
        "[printer]\nuri = \"file:///dev/null\"\ncolour = 1\n",
    )
    .unwrap();
    let (code, _, complaint) = finish(&mut balm(folder.path(), &with));
    assert_eq!(code, 2);
    assert!(
        complaint.contains("desk.toml: ") && complaint.contains("line 3"),
        "{complaint}"
    );
    let (code, said, _) = finish(&mut balm(folder.path(), &["devices", "--print-test"]));
    assert_eq!(
        (code, said.starts_with("The settings name no printer.")),
        (2, true)
    );
}
