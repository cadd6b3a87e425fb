//! What the shop owes, on the screen: goods that come and their suppliers, and people's
//! accounts.

use balm::{
    domain::{
        delivery::Delivery,
        drawer::CashMovement,
        ids::StaffId,
        money::Money,
        pay_account::{PayAccount, PayCause, PayMovement},
        stock::StockLevel,
    },
    store::Reads,
};

use crate::{desk::Desk, screens_counter::counter};

fn eur(minor: i64) -> Money {
    Money::from_minor(minor)
}

#[test]
fn goods_come_in_are_owed_for_and_are_paid() {
    let mut desk = counter();
    // Behind a name, too.
    desk.keys("F5").types("argan").keys("+").shows("Came in: ");
    desk.keys("esc ctrl-u +")
        .shows("Came in: ")
        .shows("Supplier");
    desk.types("50").keys("enter").types("6");
    desk.keys("enter")
        .types("Argan Co")
        .keys("enter")
        .types("2026-7");
    desk.keys("enter enter").shows("Recorded. ");
    // The next goods of the same note need only be counted and priced.
    desk.keys("down +").shows("Argan Co").shows("2026-7");
    // Those of another supplier are typed over it.
    desk.types("1").keys("enter").types("2").keys("enter");
    desk.types("Bode").shows("Bode").hides("Argan Co");
    desk.keys("esc esc").hides("Came in: ");
    desk.keys("F10 l").shows("Argan Co").shows("2026-7");
    let reads = desk.shop.read();
    let delivery = reads.all::<Delivery>().unwrap().remove(0);
    drop(reads);
    assert_eq!(delivery.lines[0].value(), eur(30_000));
    desk.keys("enter")
        .shows("Pay Argan Co")
        .keys("enter enter enter");
    desk.shows("All of it is paid.")
        .shows("Everything that came is paid.");
    let kept = desk.shop.read().get::<Delivery>(&delivery.id);
    assert_eq!(kept.unwrap().unwrap().open(), Money::ZERO);
    let product = delivery.lines[0].product;
    let before = desk
        .shop
        .read()
        .get::<StockLevel>(&product)
        .unwrap()
        .unwrap();
    desk.keys("esc F5 up -").shows("Take off the shelf");
    desk.types("2")
        .keys("enter")
        .types("Expired")
        .keys("enter")
        .shows("Saved.");
    let after = desk
        .shop
        .read()
        .get::<StockLevel>(&product)
        .unwrap()
        .unwrap();
    assert_eq!(after.on_hand, before.on_hand - 2);
}

#[test]
fn what_a_person_earned_is_written_down_and_paid_less_what_they_had() {
    let mut desk = counter();
    let anna = |desk: &Desk| -> StaffId {
        let people = desk
            .shop
            .read()
            .all::<balm::domain::staff::Staff>()
            .unwrap();
        people
            .iter()
            .find(|it| it.name.starts_with("Anna"))
            .unwrap()
            .id
    };
    let anna = anna(&desk);
    desk.keys("F10 p")
        .shows("Anna")
        .types("Anna")
        .keys("enter")
        .shows("New entry");
    for (cause, amount) in [
        ("Commission", "40"),
        ("Had ahead", "25"),
        ("Held back", "5"),
    ] {
        desk.keys("enter").types(cause).keys("enter").types(amount);
        desk.keys("enter").types("May").keys("enter enter");
    }
    desk.shows("Commission").shows("Held back");
    desk.keys("enter")
        .types("Paid out")
        .keys("enter")
        .types("35");
    desk.keys("enter enter enter").shows("Hand out 10.00.");
    desk.keys("esc").shows("0.00 owed");
    let account = desk.shop.read().get::<PayAccount>(&anna).unwrap().unwrap();
    assert!(account.is_empty());
    let moved = desk.shop.read().all::<PayMovement>().unwrap();
    let last = moved.last().unwrap();
    assert_eq!((last.cause, last.set_off), (PayCause::Payout, eur(2_500)));
}

#[test]
fn cash_goes_out_with_the_tax_in_it() {
    let mut desk = counter();
    desk.keys("F10 u").shows("none, or as the category has it");
    desk.types("5.40").keys("enter").types("Bulbs");
    desk.keys("down down").types("Stand").keys("enter");
    desk.hides("Cash out").shows("5.40 taken out: Bulbs");
    let moved = desk.shop.read().all::<CashMovement>().unwrap().remove(0);
    let taxes: Vec<_> = moved.tax.iter().map(|it| it.amount.minor()).collect();
    assert_eq!(taxes, [-94], "21 % in it");
}
