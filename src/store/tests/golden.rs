//! The bytes of every kind of record, as stores out there have them.
//!
//! `fixtures/records.txt` has a line per sample: kind, version, number, key and
//! value. A line is never changed once a program with it was released: a record
//! of a new shape gets a new version, and its lines are added with
//! `BALM_BLESS=1 cargo test golden`, which writes missing lines only.

use std::{collections::BTreeMap, fmt::Debug, fmt::Write, fs};

use super::{samples, samples_people, samples_till};
use crate::{
    domain::tax::TaxRounding,
    store::{
        codec::{decode, encode, record_key},
        error::hex,
        record::{Kind, Record},
        records::{has_lookups, kind_of, lookup_keys},
    },
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/records.txt");

/// Key and value by kind, version and number.
type Lines = BTreeMap<(u8, u8, usize), (Vec<u8>, Vec<u8>)>;

fn add<R: Record + Debug + PartialEq>(lines: &mut Lines, records: &[R]) {
    for (number, record) in records.iter().enumerate() {
        let key = record_key::<R>(&record.key());
        let value = encode(&key, record).unwrap();
        assert_eq!(&decode::<R>(&key, &value).unwrap(), record);
        lines.insert((R::KIND as u8, R::VERSION, number), (key, value));
    }
}

fn present() -> Lines {
    let mut lines = Lines::new();
    let roundings = [TaxRounding::PerLine, TaxRounding::PerDocument];
    add(&mut lines, &roundings.map(samples::settings));
    add(&mut lines, &samples::counters());
    add(&mut lines, &[samples::outcome()]);
    add(&mut lines, &[samples::clock_answer()]);
    add(&mut lines, &[samples::price_rules()]);
    add(&mut lines, &[samples::chart()]);
    add(&mut lines, &[samples_people::rights_rules()]);
    add(&mut lines, &[samples::tax_class()]);
    add(&mut lines, &[samples::service()]);
    add(&mut lines, &[samples::product()]);
    add(&mut lines, &samples_people::staff());
    add(&mut lines, &[samples_people::shift_pattern()]);
    add(&mut lines, &[samples_people::day_hours()]);
    add(&mut lines, &samples_people::absences());
    add(&mut lines, &[samples_people::house_hours()]);
    add(&mut lines, &[samples::room()]);
    add(&mut lines, &[samples::equipment()]);
    add(&mut lines, &[samples::kept_apart()]);
    add(&mut lines, &samples::clients());
    add(&mut lines, &samples::promotions());
    add(&mut lines, &[samples::coupon()]);
    add(&mut lines, &samples::appointments());
    add(&mut lines, &samples::visits());
    add(&mut lines, &samples::series());
    add(&mut lines, &samples::tickets());
    add(&mut lines, &samples::sales());
    add(&mut lines, &samples_till::sessions());
    add(&mut lines, &samples_till::cash_movements());
    add(&mut lines, &samples::ledger_entries());
    add(&mut lines, &samples::movements());
    add(&mut lines, &[samples::level()]);
    add(&mut lines, &samples::print_jobs());
    add(&mut lines, &samples::prepaid::loyalty_rules());
    add(&mut lines, &samples::prepaid::gift_cards());
    add(&mut lines, &samples::prepaid::plans());
    add(&mut lines, &samples::prepaid::holdings());
    add(&mut lines, &samples::prepaid::purse_movements());
    add(&mut lines, &samples::prepaid::deposits());
    add(&mut lines, &samples::prepaid::points_lots());
    add(&mut lines, &samples::prepaid::points_rules());
    add(&mut lines, &samples::prepaid::referrals());
    add(&mut lines, &[samples::tender_rules()]);
    add(&mut lines, &[samples::tab()]);
    add(&mut lines, &[samples::tip_share()]);
    add(&mut lines, &samples_people::audit_entries());
    add(&mut lines, &samples_till::cash_categories());
    add(&mut lines, &[samples_till::handover()]);
    add(&mut lines, &[samples_till::payout()]);
    add(&mut lines, &samples_till::pay_movements());
    add(&mut lines, &[samples_till::pay_account()]);
    add(&mut lines, &[samples_till::delivery()]);
    add(&mut lines, &[samples_till::drawer_rules()]);
    add(&mut lines, &[samples_till::tab_limit()]);
    add(&mut lines, &[samples_till::foreign_held()]);
    add(&mut lines, &[samples_till::addressee()]);
    add(&mut lines, &samples_till::book_rules());
    add(&mut lines, &samples_till::visit_changes());
    add(&mut lines, &samples_till::waiting());
    add(&mut lines, &samples_till::walk_ins());
    add(&mut lines, &[samples_till::turn_list()]);
    add(&mut lines, &[samples_till::floor_rules()]);
    add(&mut lines, &samples_till::room_states());
    lines
}

fn kept() -> Lines {
    let text = fs::read_to_string(FILE).unwrap_or_default();
    let parse = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let number = |at: usize| words[at].parse::<u8>().unwrap();
        let place = (number(1), number(2), usize::from(number(3)));
        (place, (bytes(words[4]), bytes(words[5])))
    };
    text.lines().map(parse).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}

fn keep(lines: &Lines) {
    let mut text = String::new();
    for ((kind, version, number), (key, value)) in lines {
        let name = format!("{:?}", Kind::from_byte(*kind).unwrap());
        let (key, value) = (hex(key), hex(value));
        writeln!(text, "{name} {kind} {version} {number} {key} {value}").unwrap();
    }
    fs::write(FILE, text).unwrap();
}

#[test]
fn no_golden_record_has_changed() {
    let present = present();
    let mut kept = kept();
    if std::env::var_os("BALM_BLESS").is_some() {
        for (place, line) in &present {
            kept.entry(*place).or_insert_with(|| line.clone());
        }
        keep(&kept);
    }
    for ((kind, version, number), (key, value)) in &present {
        let kind = Kind::from_byte(*kind).unwrap();
        let (kept_key, kept_value) = kept
            .get(&(kind as u8, *version, *number))
            .unwrap_or_else(|| panic!("no golden line: {kind:?} {version} {number}"));
        let what = format!("{kind:?} {version} {number} changed its shape without a new version");
        assert_eq!(hex(key), hex(kept_key), "{what}");
        assert_eq!(hex(value), hex(kept_value), "{what}");
    }
}

#[test]
fn every_golden_record_ever_kept_can_be_read() {
    for (key, value) in kept().values() {
        lookup_keys(key, value).unwrap();
    }
}

#[test]
fn only_kinds_that_are_never_looked_up_are_passed_over() {
    let mut found = BTreeMap::new();
    for (key, value) in kept().into_values().chain(present().into_values()) {
        let is_found = !lookup_keys(&key, &value).unwrap().is_empty();
        *found.entry(key[0]).or_insert(false) |= is_found;
        assert!(!is_found || has_lookups(&key).unwrap(), "{key:?}");
    }
    for (kind, is_found) in found {
        assert_eq!(has_lookups(&[kind]), Ok(is_found), "{kind}");
    }
}

/// Worked out by hand from the description in `codec`, with another SHA-256.
#[test]
fn a_room_has_these_bytes() {
    let expected = [
        "0e",                   // kind
        "02",                   // version
        "c93eb620",             // SHA-256 of length and bytes of key, kind, version, content
        "fd0300000000010000",   // id: a varint of 8 bytes, little-endian
        "09426c756520726f6f6d", // name
        "025233",               // short
        "01",                   // active
        "02",                   // places
    ];
    let (key, value) = &present()[&(Kind::Room as u8, 2, 0)];
    assert_eq!(hex(key), "0e0000010000000003");
    assert_eq!(hex(value), expected.concat());
}

/// A shop of an earlier program opens as it was: receipts are printed, rows are of
/// 15 minutes.
#[test]
fn settings_of_the_first_shape_keep_what_they_said() {
    use crate::domain::settings::{ReceiptPrinting, Settings};
    let (key, value) = &kept()[&(Kind::Settings as u8, 1, 1)];
    let old: Settings = decode(key, value).unwrap();
    let want = Settings {
        receipt_printing: ReceiptPrinting::Always,
        grid_minutes: 15,
        guide: None,
        label_patterns: Vec::new(),
        cutoff_hour: 0,
        ..samples::settings(TaxRounding::PerDocument)
    };
    assert_eq!(old, want);
}

/// A day of trade began at midnight.
#[test]
fn settings_of_the_second_shape_keep_what_they_said() {
    use crate::domain::settings::Settings;
    let (key, value) = &kept()[&(Kind::Settings as u8, 2, 1)];
    let old: Settings = decode(key, value).unwrap();
    let want = Settings {
        cutoff_hour: 0,
        ..samples::settings(TaxRounding::PerDocument)
    };
    assert_eq!(old, want);
}

/// A package of an earlier program is one still, and no membership.
#[test]
fn holdings_of_the_first_shape_keep_what_they_said() {
    use crate::domain::holding::Holding;
    for number in 0..3 {
        let (key, value) = &kept()[&(Kind::Holding as u8, 1, number)];
        let old: Holding = decode(key, value).unwrap();
        let present = samples::prepaid::holdings().swap_remove(number);
        let want = Holding {
            changes: present.changes[..3].to_vec(),
            ..present
        };
        assert_eq!(old, want);
    }
}

/// A client of an earlier program is as it was, at the usual prices; of the first one
/// without a card.
#[test]
fn clients_of_earlier_shapes_keep_what_they_said() {
    use crate::domain::client::Client;
    for (number, present) in samples::clients().into_iter().enumerate() {
        for version in [1, 2] {
            let (key, value) = &kept()[&(Kind::Client as u8, version, number)];
            let old: Client = decode(key, value).unwrap();
            let card = match version {
                1 => String::new(),
                _ => present.card.clone(),
            };
            let want = Client {
                card,
                price_level: None,
                card_rate: None,
                ..present.clone()
            };
            assert_eq!(old, want);
        }
    }
}

/// Levels stay; nothing comes off by itself.
#[test]
fn price_rules_of_the_first_shape_keep_what_they_said() {
    use crate::domain::price::{OfferRules, PriceRules};
    let (key, value) = &kept()[&(Kind::PriceRules as u8, 1, 0)];
    let want = PriceRules {
        offers: OfferRules::default(),
        ..samples::price_rules()
    };
    assert_eq!(decode::<PriceRules>(key, value), Ok(want));
}

/// What was sold at one price to all still is.
#[test]
fn services_and_products_of_the_first_shape_keep_what_they_said() {
    use crate::domain::catalog::{Manner, Product, Service};
    let present = samples::service();
    for version in [1, 2] {
        let (key, value) = &kept()[&(Kind::Service as u8, version, 0)];
        let mut want = Service {
            segments: present.segments[..2].to_vec(),
            manner: Manner::default(),
            ..present.clone()
        };
        if version == 1 {
            want.prices.clear();
            want.by_staff.clear();
            want.timed = None;
        }
        assert_eq!(decode::<Service>(key, value), Ok(want), "{version}");
    }
    let (key, value) = &kept()[&(Kind::Product as u8, 1, 0)];
    let want = Product {
        prices: Vec::new(),
        ..samples::product()
    };
    assert_eq!(decode::<Product>(key, value), Ok(want));
}

/// Who worked by the hours on the card still does, and treats everybody.
#[test]
fn staff_of_earlier_shapes_keep_what_they_said() {
    use crate::domain::staff::Staff;
    for (number, present) in samples_people::staff().into_iter().enumerate() {
        let of = |version| {
            let (key, value) = &kept()[&(Kind::Staff as u8, version, number)];
            decode::<Staff>(key, value)
        };
        let second = Staff {
            sex: None,
            treats: None,
            ..present
        };
        let first = Staff {
            group: String::new(),
            pattern: None,
            ..second.clone()
        };
        assert_eq!(of(2), Ok(second));
        assert_eq!(of(1), Ok(first));
    }
}

/// One appointment at a time was in a room.
#[test]
fn rooms_of_the_first_shape_keep_what_they_said() {
    use crate::domain::room::Room;
    let (key, value) = &kept()[&(Kind::Room as u8, 1, 0)];
    let want = Room {
        places: 1,
        ..samples::room()
    };
    assert_eq!(decode::<Room>(key, value), Ok(want));
}

/// Before both hours of a clock that is set back could be booked, visits began in the
/// first; then there were neither visits of several nor series.
#[test]
fn appointments_of_earlier_shapes_keep_what_they_said() {
    use crate::domain::booking::{Appointment, Origin};
    // The seven statuses that there were.
    for (number, present) in samples::appointments().into_iter().take(7).enumerate() {
        let mut want = Appointment {
            visit: None,
            series: None,
            held_until: None,
            origin: Origin::Desk,
            asked_for: false,
            revision: 0,
            ..present
        };
        want.segments[0].equipment.clear();
        for version in [1, 2] {
            let (key, value) = &kept()[&(Kind::Appointment as u8, version, number)];
            let old: Appointment = decode(key, value).unwrap();
            assert_eq!(old, want, "version {version}");
        }
    }
}

#[test]
fn every_kind_has_a_sample() {
    let mut kinds: Vec<_> = present().values().map(|(key, _)| kind_of(key)).collect();
    kinds.dedup();
    assert_eq!(kinds, Kind::ALL.map(Ok));
}

#[test]
fn a_record_of_a_newer_or_unknown_version_is_refused_by_name() {
    use crate::{domain::room::Room, store::StoreError};
    let room = samples::room();
    let key = record_key::<Room>(&room.key());
    let good = encode(&key, &room).unwrap();

    let newer = crate::store::codec::seal(&key, Kind::Room, 3, &good[6..]);
    let refused = StoreError::NewerRecord {
        kind: Kind::Room,
        found: 3,
        known: 2,
    };
    assert_eq!(decode::<Room>(&key, &newer), Err(refused));

    let unknown = crate::store::codec::seal(&key, Kind::Room, 0, &good[6..]);
    let refused = decode::<Room>(&key, &unknown).unwrap_err().to_string();
    let expected = "record 14 with key 0e0000010000000003 cannot be read: \
        Room records never had a version 0";
    assert_eq!(refused, expected);
}

#[test]
fn no_flipped_bit_and_no_other_key_goes_unnoticed() {
    use crate::domain::client::Client;
    let client = &samples::clients()[0];
    let key = record_key::<Client>(&client.key());
    let good = encode(&key, client).unwrap();
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(decode::<Client>(&key, &bad).is_err(), "bit {bit}");
    }
    for len in 0..good.len() {
        assert!(decode::<Client>(&key, &good[..len]).is_err(), "{len} bytes");
    }
    let other = record_key::<Client>(&crate::domain::ids::ClientId(super::shop::id(1)));
    assert!(decode::<Client>(&other, &good).is_err());
}
