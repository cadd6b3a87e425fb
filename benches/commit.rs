//! The commit of a sale, beside writing the same bytes safely without any of the
//! program.

use std::{fs::OpenOptions, io::Write};

use balm::{
    domain::{
        catalog::Product,
        drawer::{Count, Pieces},
        tender::{Tender, TenderKind},
        ticket::Item,
    },
    ops::{
        request::{NewLine, Paying, Request, Wanted},
        shop::Shop,
    },
    store::Reads,
};

use crate::{
    row::{Finding, Row, Unit},
    spa::{self, Bench},
    timing::{Times, rest, timed},
};

const N_SALES: usize = 200;
const N_LINES: usize = 3;

pub(crate) fn rows(bench: &Bench) -> Vec<Finding> {
    let store = bench.store();
    let (shop, _clock) = bench.open(store.path());
    let goods = goods(&shop);
    open_drawer(&shop);
    let plain_path = store.path().join("plain");
    let mut plain = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&plain_path)
        .unwrap();
    let (mut sales, mut appends) = (Times::default(), Times::default());
    for sale in 0..N_SALES {
        for line in 0..N_LINES {
            let item = goods[(sale * N_LINES + line) % goods.len()];
            let request = Request::AddLine(NewLine {
                what: Wanted::Item(item),
                quantity: 1,
                staff: None,
                price: None,
            });
            spa::done(&shop, &format!("bench-{sale}-{line}"), &request);
        }
        rest();
        let before = spa::journal_bytes(store.path());
        let (seconds, ()) = timed(|| spa::done(&shop, &format!("bench-{sale}-pay"), &pay()));
        sales.push(seconds);
        rest();
        let n_bytes = spa::journal_bytes(store.path()).saturating_sub(before);
        let bytes = vec![0xa5; usize::try_from(n_bytes).unwrap()];
        let (seconds, ()) = timed(|| {
            plain.write_all(&bytes).unwrap();
            plain.sync_data().unwrap();
        });
        appends.push(seconds);
    }
    let row = |percent: usize, times: f64| {
        Row::times(
            format!("sale of three lines, p{percent}"),
            (Unit::Seconds, sales.percentile(percent)),
            ("append + fdatasync", appends.percentile(percent)),
            times,
        )
    };
    vec![row(50, 1.3), row(99, 2.0)]
}

fn goods(shop: &Shop) -> Vec<Item> {
    let products: Vec<Product> = shop.read().all().unwrap();
    let priced = products.iter().filter(|it| it.price.is_some());
    priced.map(|it| Item::Product(it.id)).collect()
}

pub(crate) fn open_drawer(shop: &Shop) {
    let float = Count {
        cash: vec![Pieces {
            value_minor: 100,
            n: 100,
        }],
        card: None,
    };
    let business_date = None;
    let request = Request::OpenDrawer {
        float,
        business_date,
    };
    spa::done(shop, "bench-open", &request);
}

pub(crate) fn pay() -> Request {
    let tender = Tender::of(TenderKind::Card, None);
    Request::Pay(Paying {
        tenders: vec![tender],
        told: None,
        confirmed: true,
    })
}
