//! What is decided about money and what is paid ahead, typed in and read back from the
//! records.

use balm::domain::ledger::chart::{AccountKind, Chart};
use balm::{
    domain::{
        deposit::Deposit,
        drawer::{Count, Pieces},
        holding::{Holding, HoldingChanged},
        money::Money,
        plan::{Life, Plan, PlanKind},
        price::PriceRules,
        purse::{GiftCard, LoyaltyRules},
        tab::TipShare,
    },
    store::record::Record,
};
use chrono::NaiveDate;

use super::*;

fn all<R: Record>(desk: &Desk) -> Vec<R> {
    desk.shop.read().all().unwrap()
}

fn open_desk() -> (Desk, SmallSpa) {
    let (mut desk, spa) = desk();
    desk.asks(&Request::OpenDrawer {
        float: Count {
            cash: vec![Pieces {
                value_minor: 10_000,
                n: 1,
            }],
            card: None,
        },
        business_date: None,
    });
    desk.passes(0);
    (desk, spa)
}

/// What is paid ahead is somebody's.
fn attaches(desk: &mut Desk, spa: &SmallSpa) {
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    desk.passes(0);
}

/// What the cart's lines come to.
fn lines(desk: &Desk) -> Vec<i64> {
    let sheet = desk.app.view().ticket.as_ref();
    let lines = sheet.into_iter().flat_map(|it| &it.lines);
    lines.map(|it| it.total.minor()).collect()
}

#[test]
fn another_price_is_typed_with_its_reason() {
    let (mut desk, _) = open_desk();
    desk.keys("F4").scans(ARGAN_EAN).keys("ctrl-a");
    desk.shows("37.80").types("30,50").keys("enter");
    desk.types("Dented box").keys("enter").shows("Dented box");
    assert_eq!(lines(&desk), [3_050]);
}

#[test]
fn price_levels_and_rules_are_saved_as_typed() {
    let (mut desk, _) = desk();
    desk.keys("F11").types("price levels").keys("enter enter");
    desk.types("Members").keys("pgdn enter").shows("Members");
    let rules: PriceRules = desk.shop.read().get(&()).unwrap().unwrap();
    let names: Vec<&str> = rules.levels.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Members"]);
    desk.keys("esc esc F11").types("prepaid").keys("enter");
    desk.types("24").keys("down down ctrl-u").types("14");
    desk.keys("pgdn enter");
    let rules: LoyaltyRules = desk.shop.read().get(&()).unwrap().unwrap();
    assert_eq!((rules.card_life_months, rules.soon_days), (Some(24), 14));
}

/// What the accountant calls it: typed, kept, and taken back by emptying it.
#[test]
fn an_account_is_named_and_gets_its_usual_name_back() {
    let (mut desk, _) = desk();
    let usual = AccountKind::CardClearing.usual();
    desk.keys("F11").types("accounts").keys("enter");
    desk.types("card").shows(usual).keys("enter");
    desk.keys("ctrl-u").types("Assets:Terminal").keys("enter");
    desk.hides("┌ Card").shows("Assets:Terminal");
    let name = |desk: &Desk| -> String {
        let chart: Chart = desk.shop.read().get(&()).unwrap().unwrap();
        chart.name(AccountKind::CardClearing).to_owned()
    };
    assert_eq!(name(&desk), "Assets:Terminal");
    // What the programs that read the books would not take is refused under the field.
    desk.keys("enter ctrl-u").types("terminal").keys("enter");
    desk.shows("terminal");
    assert_eq!(name(&desk), "Assets:Terminal");
    desk.keys("ctrl-u enter").shows(usual);
    assert_eq!(name(&desk), usual);
}

#[test]
fn a_package_is_typed_in_sold_extended_rested_and_given_away() {
    let (mut desk, spa) = open_desk();
    desk.keys("F11").types("packages").keys("enter enter");
    desk.types("Five massages").keys("down down").types("5");
    desk.keys("down").types("swedish").keys("down").types("200");
    desk.keys("down ctrl-u").types("6 months").keys("down down");
    desk.types("10")
        .keys("down down")
        .types("yes")
        .keys("pgdn enter");
    let plans: Vec<Plan> = all(&desk);
    let kind = PlanKind::Visits {
        n: 5,
        services: vec![spa.swedish],
    };
    assert_eq!(plans.len(), 1, "{}", desk.screen());
    assert_eq!(
        (&plans[0].name, &plans[0].kind),
        (&"Five massages".to_owned(), &kind)
    );
    assert_eq!(
        (plans[0].price, plans[0].life),
        (Money::from_minor(20_000), Life::Months(6))
    );
    assert_eq!((plans[0].rest_days, plans[0].can_move), (10, true));

    desk.keys("esc esc F3").types("ozola").keys("enter F4 $");
    desk.types("five").keys("enter");
    assert_eq!(lines(&desk), [20_000]);
    attaches(&mut desk, &spa);
    desk.keys("F8").shows("Paid");
    let held = |desk: &Desk| all::<Holding>(desk).pop().unwrap();
    assert_eq!((held(&desk).client, held(&desk).units_left), (spa.ozola, 5));
    let opens = "F2 F3 o z o l a enter F4 $ enter";
    desk.keys(opens).keys("enter");
    assert_eq!(desk.app.help(), "help-holding-extend");
    desk.types("31.12.2027")
        .keys("enter")
        .types("Illness")
        .keys("enter");
    assert_eq!(held(&desk).until, NaiveDate::from_ymd_opt(2027, 12, 31));
    desk.keys("esc esc esc")
        .keys(opens)
        .types("rest")
        .keys("enter");
    desk.types("5").keys("pgdn enter");
    assert_eq!(held(&desk).rests.len(), 1, "{}", desk.screen());
    desk.keys("esc esc esc")
        .keys(opens)
        .types("another client")
        .keys("enter");
    desk.types("berz").keys("enter enter");
    assert_eq!(held(&desk).client, spa.berzins, "{}", desk.screen());
    let changes = held(&desk).changes.len();
    assert_eq!(changes, 3);
    let given = |it: &HoldingChanged| matches!(it, HoldingChanged::GivenBy(by) if *by == spa.ozola);
    assert!(held(&desk).changes.iter().any(|it| given(&it.what)));
}

#[test]
fn a_gift_card_and_a_deposit_are_taken_and_tips_paid_out() {
    let (mut desk, spa) = open_desk();
    desk.keys("F4 $").types("gift").keys("enter").types("50");
    desk.keys("down").types("GIFT-9").keys("enter");
    assert_eq!(lines(&desk), [5_000]);
    desk.keys("F8").shows("Paid");
    let cards: Vec<GiftCard> = all(&desk);
    assert_eq!(
        (cards[0].number.as_str(), cards[0].balance.minor()),
        ("GIFT-9", 5_000)
    );

    // Nobody's card is shown: whose deposit it is must be said, and how.
    desk.keys("F4 $").types("take").keys("enter").types("20");
    desk.keys("enter F8");
    desk.shows("Deposit is a client's own. Choose the client first. In the cart F3 finds");
    desk.keys("F7 d")
        .shows("The cart has no client.")
        .keys("esc");
    desk.keys("del").hides("Deposit");
    // The shown client's deposit is theirs.
    desk.keys("F2 F3").types("ozola").keys("enter F4 $");
    desk.shows("Prepaid  Līga Ozola");
    desk.types("take").keys("enter").types("20").keys("enter");
    desk.shows("Cart  Līga Ozola");
    assert_eq!(lines(&desk), [2_000]);
    desk.keys("F8").shows("Paid");
    let kept: Vec<Deposit> = all(&desk);
    assert_eq!((kept[0].client, kept[0].left.minor()), (spa.ozola, 2_000));

    // One key takes it and gives it back.
    desk.keys("F4").scans(ARGAN_EAN);
    attaches(&mut desk, &spa);
    desk.keys("space").shows("Still due: ");
    desk.keys("space").hides("Still due: ");
    assert!(
        desk.app
            .view()
            .ticket
            .as_ref()
            .unwrap()
            .ticket
            .taken
            .is_empty()
    );
    desk.keys("F9").shows("Paid");
    // What was paid is not what the next client has paid.
    attaches(&mut desk, &spa);
    desk.passes(0).hides("Paid");

    desk.keys("F4").scans(ARGAN_EAN).types("7").keys("_");
    desk.types("anna").keys("enter F8").shows("Paid");
    let owed = |desk: &Desk| {
        let share: Option<TipShare> = desk.shop.read().get(&spa.anna).unwrap();
        share.map_or(0, |it| it.owed.minor())
    };
    assert_eq!(owed(&desk), 700, "{}", desk.screen());
    desk.keys("F10 t")
        .types("anna")
        .keys("enter")
        .types("3")
        .keys("enter");
    assert_eq!(owed(&desk), 400, "{}", desk.screen());
    // What is left, where nothing else is typed.
    desk.keys("esc esc F10 t").types("anna").keys("enter enter");
    desk.shows("Recorded: 4.00 out of the drawer.");
    assert_eq!(owed(&desk), 0);
}

#[test]
fn a_second_currency_is_typed_in() {
    let (mut desk, _) = desk();
    desk.keys("F11").types("ways of").keys("enter");
    desk.types("second").keys("enter");
    desk.types("usd")
        .keys("down")
        .types("0.92")
        .keys("pgdn enter");
    let foreign = desk.app.view().tenders.foreign.clone();
    let foreign = foreign.unwrap_or_else(|| panic!("{}", desk.screen()));
    assert_eq!(foreign.currency.code.as_str(), "USD");
    assert_eq!(foreign.rate_millionths, 920_000);
}

#[test]
fn a_tip_that_is_nobodys_yet_is_not_lost() {
    let (mut desk, spa) = open_desk();
    desk.scans("4006381333931").keys("F4 5 _").shows("> ");
    assert_eq!(desk.app.help(), "help-tip", "{}", desk.screen());
    desk.keys("esc").shows("> 5");
    // What is done then clears no typed amount by mistake.
    desk.keys("backspace 6 _").types("anna").keys("enter");
    desk.hides("> 6").shows("6.00");
    desk.keys("F8").shows("Paid");
    let share: Option<TipShare> = desk.shop.read().get(&spa.anna).unwrap();
    assert_eq!(share.map(|it| it.owed.minor()), Some(600));
}
