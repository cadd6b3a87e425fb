//! The list of what wants attention: what stands on it, and what its keys open.

use balm::{
    devices::{DeviceNews, DeviceTrouble, Lamp},
    domain::{
        booking::{BookRules, Fee, Status},
        money::Rate,
    },
    ops::{
        query::Attention,
        request::{TenderRulesDraft, WaitingDraft},
    },
};

use super::*;
use crate::screens_day::{books, minute};

/// The last row of the status line that counts what wants attention.
fn n_counted(desk: &Desk) -> Option<String> {
    let screen = desk.screen();
    let status = screen.lines().next().unwrap().to_owned();
    let count = status.split_whitespace().find(|it| it.starts_with('!'));
    count.map(str::to_owned)
}

#[test]
fn a_display_that_is_down_is_listed_counted_and_tried_where_devices_are() {
    let (mut desk, _) = desk();
    let before = desk.app.view().n_concerns();
    desk.restart_with("[display]\nuri = \"serial:///dev/nobody-has-this\"\nkind = \"escpos\"\n");
    desk.waits_for(|desk| matches!(desk.app.devices().lamps().display, Lamp::Down(_)))
        .passes(0);
    assert_eq!(desk.app.view().n_concerns(), before + 1);
    assert_eq!(n_counted(&desk), Some(format!("!{}", before + 1)));
    desk.keys("!").shows("1. Customer display: ");
    desk.keys("1").shows("Display: show something");
    assert_eq!(desk.app.help(), "help-devices");
    desk.keys("esc").shows("Wants attention");
}

#[test]
fn a_drawer_that_did_not_open_is_listed_until_it_does() {
    let (mut desk, _) = desk();
    let before = desk.app.view().n_concerns();
    desk.hears([DeviceNews::DrawerFailed(DeviceTrouble::Silent)]);
    assert_eq!(desk.app.view().n_concerns(), before + 1);
    desk.keys("!").shows("The drawer did not open: ");
    desk.keys("enter").shows("Drawer: open it");
    assert_eq!(desk.app.help(), "help-devices");
    desk.keys("esc esc");
    desk.hears([DeviceNews::DrawerKicked]);
    assert_eq!(desk.app.view().n_concerns(), before);
    desk.keys("!").hides("The drawer did not open").keys("esc");
    // Opened with its key, as its sensor says.
    desk.hears([DeviceNews::DrawerFailed(DeviceTrouble::Silent)]);
    desk.hears([DeviceNews::DrawerMoved { is_open: true }]);
    assert_eq!(desk.app.view().n_concerns(), before);
}

/// Each kind with what its key comes to.
#[test]
fn each_row_goes_where_it_can_be_dealt_with() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    adds(&mut desk, Item::Product(spa.argan), 1);
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    desk.asks(&Request::Park);
    let start = desk.wall(780);
    desk.asks(&Request::Book(Booking {
        client: Some(spa.berzins),
        service: spa.swedish,
        staff: spa.anna,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start,
        note: String::new(),
        override_reason: None,
        how: How::default(),
    }));
    desk.passes(90);
    #[rustfmt::skip]
    let cases = [
        // typed, what the row says, what is there then
        ("parked", "Cart of Līga Ozola",     "Argan oil"),
        ("due",    "Pēteris Bērziņš was due", "Swedish 60"),
        ("left",   "Soy candle: 1 left",     "On the shelf: Soy candle"),
    ];
    for (typed, row, then) in cases {
        desk.keys("F2 !").types(typed).shows(row);
        desk.keys("enter").shows(then).hides("┌ Wants attention");
        desk.keys("esc esc esc");
    }
    assert!(desk.app.view().ticket.is_some(), "the cart is back");
    // A day later the drawer is still open, the visit unfinished, the cart too.
    desk.passes(24 * 60);
    let kinds = |it: &Attention| match it {
        Attention::OldDrawer { .. } => "drawer",
        Attention::Unfinished { .. } => "visit",
        Attention::OldCart { .. } => "cart",
        _ => "",
    };
    let list: Vec<&str> = desk.app.view().attention.iter().map(kinds).collect();
    for kind in ["drawer", "visit", "cart"] {
        assert!(list.contains(&kind), "{kind}: {list:?}");
    }
    #[rustfmt::skip]
    let cases = [
        ("drawer",  "is still open. Count",  "help-drawer"),
        ("was~the", "Was the client here?",  "help-day"),
        ("pay~it",  "Pay it, park it",       "help-cart"),
    ];
    for (typed, row, help) in cases {
        desk.keys("F5 !").types(&typed.replace('~', " ")).shows(row);
        desk.keys("enter");
        assert_eq!(desk.app.help(), help, "{typed}:\n{}", desk.screen());
        desk.keys("esc esc esc");
    }
}

/// Pēteris has not come, which costs half; Līga buys argan oil on account.
fn misses_and_owes(desk: &mut Desk, spa: &SmallSpa) {
    desk.asks(&Request::SaveBookRules {
        rules: BookRules {
            no_show_fee: Fee::Share(Rate::from_milli_percent(50_000)),
            ..BookRules::default()
        },
    });
    desk.asks(&Request::SaveTenderRules(TenderRulesDraft {
        tab_limit: Money::from_minor(20_000),
        ..TenderRulesDraft::default()
    }));
    let start = minute(13, 40);
    let missed = books(desk, Some(spa.berzins), spa.swedish, spa.anna, start);
    desk.asks(&Request::SetStatus {
        appointment: missed,
        status: Status::NoShow,
        reason: "ill".into(),
    });
    adds(desk, Item::Product(spa.argan), 1);
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    desk.asks(&Request::Pay(Paying {
        tenders: vec![Tender::of(TenderKind::Account, None)],
        told: None,
        confirmed: false,
    }));
}

/// A visit missed that costs, a promise that is past, a time that has come free, and a
/// debt: each is said, and its key goes there.
#[test]
fn what_clients_have_missed_wait_for_and_owe_is_listed() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    misses_and_owes(&mut desk, &spa);
    let today = desk.app.view().today();
    desk.asks(&Request::SaveWaiting(WaitingDraft {
        id: None,
        client: spa.ozola,
        service: spa.facial,
        staff: None,
        first: today,
        last: today,
        days: 127,
        from_minute: 0,
        until_minute: 24 * 60,
        urgent: false,
        note: String::new(),
    }));
    desk.keys("F2 q a").types("red scarf").keys("enter");
    desk.types("swed").keys("enter").shows("In the queue.");
    desk.keys("esc esc").passes(90);
    #[rustfmt::skip]
    let cases = [
        // typed, what the row says, what is there then
        ("not charged", "Pēteris Bērziņš, Sat 21 Nov 13:40: no-show.", "Excuse: nothing is charged"),
        ("promised",    "red scarf, Swedish 60: waits in the queue, and was promised", "Walk-ins"),
        ("could come",  "Līga Ozola, Facial 45: waits, and could come", "Waitlist"),
        ("owes",        "Līga Ozola owes 37.80 since Sat 21 Nov 2026.", "+371 20 000 101"),
    ];
    for (typed, row, then) in cases {
        desk.keys("F2 !").types(typed).shows(row);
        desk.keys("enter").shows(then);
        desk.keys("esc esc esc");
    }
}

#[test]
fn a_filter_that_finds_nothing_does_not_say_that_all_is_done() {
    let (mut desk, _) = desk();
    desk.keys("!").types("xyz").shows("Nothing found.");
    desk.hides("Nothing wants attention.");
}
