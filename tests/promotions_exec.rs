//! Promotions by script alone: made, had, reported.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

fn balm(store: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
    command.arg("--store").arg(store).args(args);
    command
}

/// Each line's answer.
fn exec(store: &Path, lines: &[Value]) -> Vec<Value> {
    let mut child = balm(store, &["exec"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for (idx, line) in lines.iter().enumerate() {
        let mut line = line.clone();
        if line.get("do").is_some() {
            line["id"] = json!(format!("{}-{idx}", lines.len()));
        }
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let read = |line: &str| serde_json::from_str(line).unwrap();
    said.lines().map(read).collect()
}

fn said(store: &Path, args: &[&str]) -> (bool, String) {
    let output = balm(store, args).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), said)
}

/// Oil of 18.90 with 10 % off, sold twice, and once with a coupon of 5.00; 21 % inside.
#[test]
fn a_promotion_is_made_and_reported_without_a_screen() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("shop");
    let add = json!({"do": "add_line", "what": {"code": "OIL"}});
    let pay = json!({"do": "pay", "tenders": [{"kind": "cash", "amount": null}]});
    let mut lines = vec![
        json!({"do": "set_up_shop", "shop_name": "Lotus Spa", "currency": "EUR",
            "time_zone": "Europe/Riga", "prices_include_tax": true,
            "tax": [{"name": "VAT", "rate": 21000}], "therapists": ["Anna"],
            "rooms": ["Room 1"], "cash_step_minor": 1}),
        json!({"do": "save_product", "name": "Argan oil", "code": "OIL", "price": 1890,
            "cost": 700, "tax_class": null}),
        json!({"do": "save_promotion", "name": "Oil week", "gives": {"percent": 10000},
            "on": ["products"], "when": {"days": [1, 2, 3, 4, 5, 6, 7]}}),
        json!({"do": "save_promotion", "name": "Welcome", "gives": {"together": 500},
            "by_coupon": true}),
    ];
    let made = exec(&store, &lines);
    let welcome = made[3]["ok"]["promotion"].clone();
    lines = vec![
        json!({"do": "save_coupon", "promotion": welcome, "code": "HELLO"}),
        json!({"do": "open_drawer", "float": {"cash": [], "card": null}, "business_date": null}),
        add.clone(),
        pay.clone(),
        add.clone(),
        pay.clone(),
        add,
        json!({"do": "use_coupon", "code": "hello"}),
        pay,
        json!({"do": "use_coupon", "code": "hello"}),
        json!({"ask": "new_prices", "change": {"raise": 5000}, "to": {"step": 10}}),
    ];
    let sold = exec(&store, &lines);
    assert_eq!(sold[3]["ok"]["total"], 1701, "{sold:?}");
    assert_eq!(sold[8]["ok"]["total"], 1390, "the better of the two");
    assert_eq!(sold[9]["refused"]["refused"], "coupon_refused");
    assert_eq!(sold[9]["refused"]["problem"], json!({"used_up": 1}));
    let price = &sold[10]["ok"]["moves"][0];
    assert_eq!((&price["was"], &price["now"]), (&json!(1890), &json!(1980)));
    let (is_well, report) = said(&store, &["report", "promotions", "--json"]);
    assert!(is_well);
    let report: Value = serde_json::from_str(&report).unwrap();
    // 14.06 twice and 11.49.
    assert_eq!(report["turnover"], 3_961);
    let row = |idx: usize| {
        let row = &report["rows"][idx];
        ["n_sales", "given", "turnover", "cost"].map(|it| row[it].as_i64().unwrap())
    };
    assert_eq!(row(0), [1, 500, 1_149, 700]);
    assert_eq!(row(1), [2, 378, 2_812, 1_400]);
    let (_, table) = said(&store, &["report", "promotions"]);
    assert!(
        table.contains("3 sales, turnover 39.61 without tax"),
        "{table}"
    );
    assert!(table.contains("Oil week\t2\t3.78\t28.12\t14.00"), "{table}");
    let backwards = [
        "report",
        "promotions",
        "--from",
        "2026-11-02",
        "--until",
        "2026-11-01",
    ];
    assert!(!said(&store, &backwards).0);
}
