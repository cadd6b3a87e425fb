//! Lines of `balm exec` that ask for what cannot be: each answered, none written.

use serde_json::{Value, json};

use super::{exec, journal_line, set_up};

/// A service, a product and a client, each with the id 1-1, and a cart of two.
fn prepared(store: &std::path::Path) {
    set_up(store);
    let lines = [
        json!({"id": "p1", "do": "save_service", "code": "SW60", "name": "Swedish", "price": 4500, "minutes": 60}),
        json!({"id": "p2", "do": "save_product", "code": "OIL", "name": "Oil", "price": 1260,
            "barcodes": [{"code": "4006381333931", "pack_quantity": 1}]}),
        json!({"id": "p3", "do": "save_client", "name": "Ozola", "phone": "+371 20 000 101"}),
        json!({"id": "p4", "do": "add_line", "what": {"code": "OIL"}, "quantity": 2}),
    ];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    exec(store, (lines.join("\n") + "\n").as_bytes()).with(0, &[]);
}

/// Sends all lines at once and gives the answers.
fn answers(store: &std::path::Path, lines: &[Vec<u8>]) -> Vec<Value> {
    let input: Vec<u8> = lines
        .iter()
        .flat_map(|line| [line.as_slice(), b"\n"].concat())
        .collect();
    let ended = exec(store, &input).with(1, &[]);
    let said: Vec<Value> = ended
        .said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(said.len(), lines.len());
    said
}

#[test]
fn lines_that_are_none_are_each_told_so() {
    let folder = tempfile::tempdir().unwrap();
    prepared(folder.path());
    let before = journal_line(folder.path());
    let mut rng = fastrand::Rng::with_seed(7);
    let mut random = |len: usize| -> Vec<u8> {
        std::iter::repeat_with(|| rng.u8(..))
            .filter(|it| *it != b'\n')
            .take(len)
            .collect()
    };
    let mut lines: Vec<Vec<u8>> = (1..200)
        .map(|n| [b"\xFF".as_slice(), &random(n * 7)].concat())
        .collect();
    lines.push(vec![b'['; 500_000]);
    lines.push(b"{\"a\":".repeat(100_000));
    lines.push(b"\0".to_vec());
    lines.push(b"{\"id\": \"x\", \"do\": \"park\", \"do\": \"pay\"}".to_vec());
    for (idx, said) in answers(folder.path(), &lines).iter().enumerate() {
        assert_eq!(said["line"], json!(idx + 1), "{said}");
        assert!(said["error"].is_string(), "{said}");
    }
    assert_eq!(journal_line(folder.path()), before);
}

fn draft(kind: &str, change: &Value) -> Value {
    let mut draft = match kind {
        "product" => json!({"do": "save_product", "name": "N", "price": 5}),
        "service" => json!({"do": "save_service", "name": "N", "price": 5, "minutes": 60}),
        "client" => json!({"do": "save_client", "name": "N"}),
        "book" => {
            json!({"do": "book", "client": "1-1", "service": "1-1", "staff": "1-1", "room": null,
            "start": {"date": "2027-01-05", "minute": 600}})
        }
        "pay" => json!({"do": "pay", "tenders": [], "confirmed": true}),
        "refund" => {
            json!({"do": "refund", "sale": "1-1", "lines": [{"line": 1, "quantity": 1}], "reason": "x"})
        }
        other => panic!("{other}"),
    };
    for (name, value) in change.as_object().unwrap() {
        draft[name] = value.clone();
    }
    draft
}

/// What is asked, and what of the answer names the field or the thing.
#[expect(clippy::too_many_lines, reason = "one row each")]
#[rustfmt::skip]
fn impossible() -> Vec<(Value, &'static str)> {
    let far = |date: &str, minute: i64| json!({"start": {"date": date, "minute": minute}});
    vec![
        // Numbers out of range.
        (json!({"do": "add_line", "what": {"code": "OIL"}, "quantity": 0}), "The quantity must be a whole number from 1 to 9999."),
        (json!({"do": "add_line", "what": {"code": "OIL"}, "quantity": 10_000}), "The quantity must be a whole number from 1 to 9999."),
        (json!({"do": "add_line", "what": {"code": "OIL"}, "quantity": 1_000_000_000_000_i64}), "quantity: invalid value"),
        (json!({"do": "add_line", "what": {"code": "OIL"}, "quantity": -1}), "quantity: invalid value"),
        (json!({"do": "add_line", "what": {"code": "OIL"}, "quantity": 1.5}), "quantity: invalid type"),
        (json!({"do": "add_line", "what": {"code": "OIL"}, "price": -5}), "Price must be from 12.60 to 12.60."),
        (draft("product", &json!({"price": -1})), "Price must be from 0.00 to 100000000.00."),
        (draft("product", &json!({"price": 1_000_000_000_000_000_i64})), "Price must be from 0.00 to 100000000.00."),
        (draft("product", &json!({"price": 1e30})), "price: invalid type"),
        (draft("product", &json!({"cost": -3})), "Cost must be from"),
        (draft("product", &json!({"par_level": 4_294_967_295_u32})), "Reorder at must be from 0 to 1000000."),
        (draft("product", &json!({"barcodes": [{"code": "5901234123457", "pack_quantity": 0}]})), "Barcodes: a pack holds 1 to 9999 pieces."),
        (draft("product", &json!({"barcodes": [{"code": "", "pack_quantity": 1}]})), "Barcodes is needed."),
        (json!({"do": "assign_barcode", "product": "1-1", "barcode": {"code": "4006381333930", "pack_quantity": 1}}), "check digit"),
        (json!({"do": "set_stock", "product": "1-1", "on_hand": i64::MAX}), "Quantity must be from -1000000 to 1000000."),
        (json!({"do": "set_stock", "product": "1-1", "on_hand": i64::MIN}), "Quantity must be from -1000000 to 1000000."),
        (draft("service", &json!({"minutes": 0})), "Minutes must be from 1 to 720."),
        (draft("service", &json!({"minutes": 65_535})), "Minutes must be from 1 to 720."),
        (draft("service", &json!({"minutes": 65_536})), "minutes: invalid value"),
        (json!({"do": "save_tax_class", "name": "T", "components": [{"name": "V", "rate": 100_001}]}), "Tax must be from 0 % to 100 %."),
        (json!({"do": "save_tax_class", "name": "T", "components": [{"name": "V", "rate": -1}]}), "components.0.rate: invalid value"),
        (json!({"do": "save_tax_class", "name": "T", "components": vec![json!({"name": "V", "rate": 1}); 9]}), "Tax: at most 8"),
        (draft("client", &json!({"birth_date": "9999-12-31"})), "Date of birth must be from"),
        (draft("client", &json!({"birth_date": "2026-02-30"})), "birth_date: "),
        (draft("client", &json!({"name": "x".repeat(100_000)})), "Name is too long: at most 80 characters."),
        (draft("client", &json!({"name": "\u{202e}\u{0}\u{1b}"})), "Name is needed."),
        (draft("client", &json!({"phone": "1".repeat(33)})), "Phone is too long: at most 32 characters."),
        (draft("client", &json!({"email": "a@b"})), "E-mail"),
        (draft("book", &far("9999-12-31", 600)), "Date must be from"),
        (draft("book", &far("+262142-12-31", 600)), "Date must be from"),
        (draft("book", &far("-262143-01-01", 600)), "That time is past"),
        (draft("book", &far("2027-01-05", 65_535)), "Time must be from 00:00 to 30:00."),
        (draft("book", &far("2027-01-05", -1)), "start.minute: invalid value"),
        (draft("book", &far("2026-02-30", 600)), "start.date: "),
        (json!({"do": "change_line", "line": 1, "discount": {"give": {"percent": 100_001}}}), "The discount is more than the price. At most 25.20"),
        (json!({"do": "change_line", "line": 1, "discount": {"give": {"percent": -1}}}), "discount.give.percent: invalid value"),
        (json!({"do": "change_line", "line": 1, "discount": {"give": {"amount": -5}}}), "Amount must be from"),
        (json!({"do": "change_line", "line": 1, "discount": {"give": {"amount": 2521}}}), "At most 25.20 can be taken off."),
        (json!({"do": "change_line", "line": 77, "quantity": 1}), "The cart has no line 77."),
        (json!({"do": "remove_line", "line": u32::MAX}), "The cart has no line"),
        (draft("pay", &json!({"tenders": [{"kind": "cash", "amount": -5}]})), "Amount must be from"),
        (draft("pay", &json!({"tenders": [{"kind": "cash", "amount": i64::MAX}]})), "Amount must be from"),
        (draft("pay", &json!({"tenders": vec![json!({"kind": "card", "amount": i64::MAX}); 3]})), "Amount must be from"),
        (draft("pay", &json!({"tenders": vec![json!({"kind": "cash", "amount": null}); 2_000]})), "Lines: at most 20"),
        (draft("pay", &json!({"tenders": [{"kind": "gift", "amount": 5}]})), "tenders.0.kind: unknown variant `gift`"),
        (json!({"do": "move_cash", "amount": 0, "reason": "x"}), "Amount must be from 0.01 to"),
        (json!({"do": "move_cash", "amount": i64::MAX, "reason": "x"}), "Amount must be from"),
        (json!({"do": "move_cash", "amount": i64::MIN, "reason": "x"}), "Amount must be from"),
        (json!({"do": "move_cash", "amount": 5, "reason": " "}), "Reason is needed."),
        (json!({"do": "count_drawer", "count": {"cash": [{"value_minor": i64::MAX, "n": u32::MAX}], "card": null}}), "Count must be from"),
        (json!({"do": "count_drawer", "count": {"cash": [], "card": i64::MIN}}), "Count must be from"),
        // Ids of another kind, of nothing, and no ids.
        (draft("refund", &json!({})), "There is no receipt 1-1."),
        (draft("refund", &json!({"sale": "99-1"})), "There is no receipt 99-1."),
        (json!({"do": "attach_client", "client": "1-77"}), "There is no client 1-77."),
        (json!({"do": "attach_client", "client": "Oil"}), "client: \"Oil\" is not an id like 1-23"),
        (json!({"do": "attach_client", "client": "70000-1"}), "client: \"70000-1\" is not an id"),
        (json!({"do": "attach_client", "client": 5}), "client: invalid type"),
        (draft("book", &json!({"service": "1-9"})), "There is no service 1-9."),
        (draft("book", &json!({"staff": "1-9"})), "There is no therapist 1-9."),
        (draft("book", &json!({"client": "9-9"})), "There is no client 9-9."),
        (draft("book", &json!({"room": "1-9"})), "There is no room 1-9."),
        (draft("product", &json!({"product": "1-9"})), "There is no product 1-9."),
        (draft("product", &json!({"tax_class": "1-9"})), "There is no tax class 1-9."),
        (json!({"do": "set_stock", "product": "1-9", "on_hand": 5}), "There is no product 1-9."),
        (json!({"do": "add_line", "what": {"item": {"service": "1-9"}}}), "There is no service 1-9."),
        (json!({"do": "add_line", "what": {"code": "no such"}}), "no such"),
        (json!({"do": "add_appointment", "appointment": "1-1"}), "There is no appointment 1-1."),
        (json!({"do": "set_status", "appointment": "1-1", "status": "arrived"}), "There is no appointment 1-1."),
        (json!({"do": "set_status", "appointment": "1-1", "status": "flying"}), "status: unknown variant `flying`"),
        (json!({"do": "recall", "ticket": "1-99"}), "There is no cart 1-99."),
        (json!({"do": "reprint", "what": {"receipt": "1-1"}}), "There is no receipt 1-1."),
        (json!({"do": "settle_print_job", "job": "1-99", "state": "printed"}), "There is no print 1-99."),
        (json!({"do": "park", "by": "1-99"}), "There is no therapist 1-99."),
        (json!({"do": "park", "by": "Anna"}), "by: \"Anna\" is not an id"),
        (json!({"ask": "client_card", "client": "1-99"}), "There is no client 1-99."),
        (json!({"ask": "sale", "sale": "1-1"}), "There is no receipt 1-1."),
        (json!({"ask": "day", "date": "2026-13-01"}), "date: "),
    ]
}

#[test]
fn what_cannot_be_is_refused_by_name_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    prepared(folder.path());
    let before = journal_line(folder.path());
    let cases = impossible();
    let lines: Vec<Vec<u8>> = cases
        .iter()
        .enumerate()
        .map(|(idx, (request, _))| {
            let mut request = request.clone();
            request["id"] = json!(format!("bad-{idx}"));
            request.to_string().into_bytes()
        })
        .collect();
    let said = answers(folder.path(), &lines);
    let mut wrong = Vec::new();
    for ((request, want), said) in cases.iter().zip(&said) {
        let text = said["text"].as_str().or(said["error"].as_str());
        let is_refused = said["ok"].is_null() && said["failed"].is_null();
        if !is_refused || !text.is_some_and(|text| text.contains(want)) {
            wrong.push(format!("{request:.200}\n  wanted {want}\n  got {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(journal_line(folder.path()), before);
}

/// Questions at the ends of time and length have answers.
#[test]
fn odd_questions_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    prepared(folder.path());
    let before = journal_line(folder.path());
    let mut lines = Vec::new();
    for date in ["9999-12-31", "+262142-12-31", "-262143-01-01", "0000-01-01"] {
        lines.push(json!({"ask": "day", "date": date}));
        lines.push(json!({"ask": "find_receipts", "text": "", "date": date, "client": null}));
        for minute in [0, 65_535] {
            lines.push(
                json!({"ask": "offers", "service": "1-1", "staff": null, "client": null,
                "near": {"date": date, "minute": minute}}),
            );
            for order in ["first", "best"] {
                lines.push(json!({"ask": "offers", "service": "1-1", "staff": "1-1",
                    "order": order, "all": true, "n": 65_535, "n_days": 65_535,
                    "near": {"date": date, "minute": minute}}));
            }
        }
    }
    for text in [
        "\u{1b}\u{202e}\0",
        "%_*",
        "99999999999999999999999",
        &"x".repeat(500_000),
    ] {
        for ask in ["find_clients", "find_items", "stock"] {
            lines.push(json!({"ask": ask, "text": text}));
        }
        lines.push(json!({"ask": "find_receipts", "text": text, "date": null, "client": null}));
    }
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let ended = exec(folder.path(), (lines.join("\n") + "\n").as_bytes()).with(0, &[]);
    assert_eq!(ended.said.lines().count(), lines.len());
    assert_eq!(journal_line(folder.path()), before);
}

/// One right line of each request and question that takes anything.
fn right_lines() -> Vec<Value> {
    let count = json!({"cash": [{"value_minor": 1000, "n": 10}], "card": 0});
    let at = json!({"date": "2027-01-05", "minute": 600});
    let shift = json!([{"start_minute": 540, "end_minute": 1200}]);
    vec![
        draft(
            "product",
            &json!({"code": "N", "cost": 1, "par_level": 1, "stock_max": 2, "tax_class": "1-1",
            "barcodes": [{"code": "5901234123457", "pack_quantity": 2}]}),
        ),
        draft(
            "service",
            &json!({"rooms": ["1-1"], "cost": 1, "tax_class": "1-1", "code": "M"}),
        ),
        draft(
            "client",
            &json!({"phone": "1", "email": "a@b.lv", "birth_date": "1990-01-01", "sex": "female",
            "usual_staff": "1-1", "shared_phone": true, "alert": "x", "notes": "y"}),
        ),
        draft("book", &json!({"note": "n", "override_reason": "r"})),
        draft(
            "pay",
            &json!({"tenders": [{"kind": "card", "amount": 100}, {"kind": "cash", "amount": null}], "told": null}),
        ),
        draft(
            "refund",
            &json!({"lines": [{"line": 1, "quantity": 1, "restock": true}], "tender": "cash"}),
        ),
        json!({"do": "save_room", "room": "1-1", "name": "R", "short": "R", "active": true}),
        json!({"do": "save_tax_class", "tax_class": "1-1", "name": "T", "components": [{"name": "V", "rate": 21_000}]}),
        json!({"do": "save_staff", "staff": null, "name": "S", "short": "S", "role": "therapist",
            "week": vec![shift; 7], "services": ["1-1"], "active": true}),
        json!({"do": "set_stock", "product": "1-1", "on_hand": 5}),
        json!({"do": "move", "appointment": "1-1", "staff": "1-1", "room": "1-1", "start": at, "override_reason": "r"}),
        json!({"do": "set_status", "appointment": "1-1", "status": "arrived", "reason": "r"}),
        json!({"do": "note_appointment", "appointment": "1-1", "note": "n"}),
        json!({"do": "add_line", "what": {"item": {"service": "1-1"}}, "quantity": 3, "staff": "1-1", "price": null}),
        json!({"do": "add_line", "what": {"code": "OIL"}, "quantity": 3}),
        json!({"do": "change_line", "line": 1, "quantity": 2, "discount": {"give": {"percent": 10_000}}, "staff": "1-1"}),
        json!({"do": "change_line", "line": 1, "discount": {"give": {"amount": 100}}}),
        json!({"do": "remove_line", "line": 2}),
        json!({"do": "attach_client", "client": "1-1"}),
        json!({"do": "add_appointment", "appointment": "1-1", "price": 5}),
        json!({"do": "recall", "ticket": "1-1"}),
        json!({"do": "cancel_ticket", "reason": "r"}),
        json!({"do": "open_drawer", "float": count, "business_date": null}),
        json!({"do": "move_cash", "amount": 500, "reason": "r"}),
        json!({"do": "kick_drawer", "reason": "r"}),
        json!({"do": "count_drawer", "count": count}),
        json!({"do": "close_drawer", "carry_over": true}),
        json!({"do": "reprint", "what": {"receipt": "1-1"}}),
        json!({"do": "settle_print_job", "job": "1-1", "state": {"failed": {"reason": "r"}}}),
        json!({"ask": "client_card", "client": "1-1"}),
        json!({"ask": "day", "date": "2027-01-05"}),
        json!({"ask": "offers", "service": "1-1", "staff": "1-1", "client": "1-1", "near": at}),
        json!({"ask": "find_receipts", "text": "1", "date": "2027-01-05", "client": "1-1"}),
        json!({"ask": "preview", "what": {"z": "1-1"}, "n_columns": 42}),
    ]
}

fn odd_value(rng: &mut fastrand::Rng) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1),
        json!(65_535),
        json!(65_536),
        json!(1_801),
        json!(u32::MAX),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e300),
        json!(0.5),
        json!(10_000_000_000_i64),
        json!(100_000),
        json!(""),
        json!("x".repeat(300)),
        json!("\u{0}\u{1b}\u{202e}"),
        json!("1-1"),
        json!("0-0"),
        json!("65535-1099511627775"),
        json!("1-2"),
        json!("9999-12-31"),
        json!("+262142-12-31"),
        json!("-262143-01-01"),
        json!("2027-03-28"),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!({"x": 1}),
        json!("cash"),
        json!("cancelled"),
        json!("4006381333931"),
    ];
    odd[rng.usize(..odd.len())].clone()
}

/// Every place in a value, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let keys: Vec<String> = match value {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(list) => (0..list.len()).map(|idx| idx.to_string()).collect(),
        _ => Vec::new(),
    };
    for key in keys {
        let below = format!("{at}/{key}");
        places(
            &value.pointer(&format!("/{key}")).unwrap().clone(),
            &below,
            found,
        );
    }
}

/// Right lines with one or two values put wrong: done or refused, never broken.
#[test]
fn requests_with_anything_in_them_break_nothing() {
    let seed = std::env::var("BALM_SEED").map_or(1, |seed| seed.parse().unwrap());
    let mut rng = fastrand::Rng::with_seed(seed);
    let folder = tempfile::tempdir().unwrap();
    prepared(folder.path());
    let right = right_lines();
    let lines: Vec<Vec<u8>> = (0..3_000)
        .map(|n| {
            let mut line = right[rng.usize(..right.len())].clone();
            for _ in 0..rng.u8(0..3) {
                let mut found = Vec::new();
                places(&line, "", &mut found);
                found.retain(|at| !at.is_empty() && at != "/do" && at != "/ask");
                if !found.is_empty() {
                    let at = &found[rng.usize(..found.len())];
                    *line.pointer_mut(at).unwrap() = odd_value(&mut rng);
                }
            }
            line["id"] = json!(format!("odd-{n}"));
            line.to_string().into_bytes()
        })
        .collect();
    let said = answers(folder.path(), &lines);
    for (line, said) in lines.iter().zip(&said) {
        let line = String::from_utf8_lossy(line);
        assert!(said["failed"].is_null(), "seed {seed}: {line:.400}\n{said}");
    }
    let n_done = said.iter().filter(|it| it["ok"].is_object()).count();
    assert!(n_done > 300, "seed {seed}: only {n_done} were right");
    journal_line(folder.path());
}
