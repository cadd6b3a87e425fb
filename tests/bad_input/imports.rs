//! Files that are no price list, or one with mistakes.

use std::{fs, io::Write, path::Path};

use super::{Ended, balm, exec, in_seconds, journal_line, set_up};

fn import(store: &Path, file: &Path, more: &[&str]) -> Ended {
    let (store, file) = (store.to_str().unwrap(), file.to_str().unwrap());
    let args = [&["--store", store, "import", "products", file], more].concat();
    balm(&args, b"")
}

#[test]
fn a_file_that_cannot_be_read_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let before = journal_line(&store);
    let long = [
        b"name,price\n".as_slice(),
        &vec![b'x'; 20_000_000],
        b",5\nOil,5\n",
    ]
    .concat();
    let open_quote = [b"name,price\nOil,5\n\"".as_slice(), &vec![b'x'; 20_000_000]].concat();
    let binary = fs::read(env!("CARGO_BIN_EXE_balm")).unwrap();
    #[rustfmt::skip]
    let cases: [(&[u8], &str); 9] = [
        (b"name,price\nOil,5\nL\xEEga,5\n",   "line 3, byte 2 is 0xEE. Save it again with the encoding UTF-8"),
        (b"\xFF\xFEn\0a\0m\0e\0",             "line 1, byte 1 is 0xFF"),
        (b"name,cost\nOil,5\n",               "The file has no column Price. It has: name, cost."),
        (b"",                                 "The file has no header line"),
        (b"\xEF\xBB\xBF",                     "The file has no header line"),
        (b"\n\n\n",                           "The file has no header line"),
        (&binary[..200_000],                  "is not UTF-8 text: line 1, byte 8 is 0x00"),
        (&long,                               "begins in line 2 never ends"),
        (&open_quote,                         "begins in line 3 never ends; a quotation mark may not be closed"),
    ];
    let file = folder.path().join("list.csv");
    for (content, want) in cases {
        fs::write(&file, content).unwrap();
        for more in [&[][..], &["--dry-run"]] {
            let ended = in_seconds(20, || import(&store, &file, more));
            ended.with(2, &[want, "Nothing was imported."]);
        }
    }
    import(&store, folder.path(), &[]).with(2, &["is a directory"]);
    import(&store, &folder.path().join("none.csv"), &[]).with(2, &["none.csv: No such file"]);
    assert_eq!(journal_line(&store), before);
}

const LIST: &str = "name,code,price,barcode,stock\n\
    Argan oil,OIL,12.60,4006381333931,5\n\
    Lotion,LOT,abc,,\n\
    Cream,CRM,-5,,\n\
    Scrub,SCR,5,4006381333932,\n\
    ,NON,5,,\n\
    Candle,CND,7.33,,x\n\
    short\n\
    Oil again,OIL,1,,\n\
    Soap,SOAP,3.20,,7\n";

#[test]
fn problem_rows_are_listed_and_the_others_sell() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let file = folder.path().join("list.csv");
    fs::write(&file, LIST).unwrap();
    let wants = [
        "Line 3: left out: Price \"abc\" is not an amount",
        "Line 4: left out: Price \"-5\" is below zero",
        "Line 5: left out: the check digit of barcode 4006381333932 is wrong",
        "Line 6: left out: Name is empty",
        "Line 7: left out: On hand \"x\" is not a whole number",
        "Line 8: left out: the row has 1 cells, the header has 5",
        "Line 9: left out: Code \"OIL\" is in line 2 already",
    ];
    let before = journal_line(&store);
    import(&store, &file, &["--dry-run"]).with(1, &wants).with(
        1,
        &["nothing was changed: 2 would be new, 0 changed, 0 as they are, 7 left out"],
    );
    assert_eq!(journal_line(&store), before);
    import(&store, &file, &[])
        .with(1, &wants)
        .with(1, &["Done: 2 new, 0 changed, 0 as they were, 7 left out."]);
    let after = journal_line(&store);
    assert_ne!(after, before);
    import(&store, &file, &[])
        .with(1, &wants)
        .with(1, &["Done: 0 new, 0 changed, 2 as they were, 7 left out."]);
    assert_eq!(
        journal_line(&store),
        after,
        "the second import changed something"
    );

    let is_good = |row: &&str| {
        ["name", "Argan", "Soap"]
            .iter()
            .any(|it| row.starts_with(it))
    };
    let good: Vec<&str> = LIST.lines().filter(is_good).collect();
    let good = good.join("\n");
    fs::write(&file, good).unwrap();
    import(&store, &file, &[]).with(0, &["Done: 0 new, 0 changed, 2 as they were, 0 left out."]);

    let sold = exec(
        &store,
        b"{\"id\": \"s1\", \"do\": \"add_line\", \"what\": {\"code\": \"4006381333931\"}}\n\
          {\"id\": \"s2\", \"do\": \"add_line\", \"what\": {\"code\": \"soap\"}}\n\
          {\"id\": \"s3\", \"do\": \"pay\", \"tenders\": [{\"kind\": \"cash\", \"amount\": null}]}\n",
    );
    sold.with(0, &["\"total\":1260", "\"total\":1580"]);
}

#[test]
fn a_long_list_is_looked_through_quickly() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let before = journal_line(&store);
    let file = folder.path().join("list.csv");
    let mut list = std::io::BufWriter::new(fs::File::create(&file).unwrap());
    writeln!(list, "name,code,price,stock").unwrap();
    for n in 0..200_000 {
        writeln!(list, "Thing {n},C{n},{}.50,1", n % 100).unwrap();
    }
    drop(list.into_inner().unwrap());
    let ended = in_seconds(120, || import(&store, &file, &["--dry-run"]));
    ended.with(0, &["200000 would be new, 0 changed"]);
    assert_eq!(journal_line(&store), before);
}
