//! A full disk: what is under way is finished, and nothing new is begun.

use super::bench::{Bench, cash, coins, line, oil};
use crate::{
    domain::ticket::Item,
    ops::{outcome::Outcome, query, refusal::Refusal, request::Request},
};

#[test]
fn on_a_full_disk_what_is_under_way_is_finished_and_nothing_is_begun() {
    let bench = Bench::open();
    let oil_id = bench.oil();
    let item = Item::Product(oil_id);
    bench.add(item, 1);
    let bench = bench.reopen_on_full_disk();
    let begins_nothing = || {
        for request in [
            Request::SaveProduct(oil()),
            Request::SetStock {
                product: oil_id,
                on_hand: 5,
            },
        ] {
            let refused = bench.refused(request);
            assert!(matches!(refused, Refusal::DiskFull { .. }), "{refused:?}");
        }
    };
    begins_nothing();
    // The client wants one thing more.
    bench.add(item, 1);
    assert_eq!(bench.pay(&[cash(None)]).total.minor(), 2 * 1_890);
    let refused = bench.refused(Request::AddLine(line(item, 1)));
    assert!(matches!(refused, Refusal::DiskFull { .. }), "{refused:?}");
    bench.done(Request::CountDrawer {
        count: coins(10_000 + 2 * 1_890),
        others: Vec::new(),
    });
    let closed = bench.done(Request::CloseDrawer { carry_over: false });
    assert!(matches!(closed, Outcome::DrawerClosed { .. }), "{closed:?}");
    begins_nothing();
    let wants = query::damage(bench.shop.store());
    assert!(
        matches!(wants[..], [query::Attention::DiskFull { .. }]),
        "{wants:?}"
    );

    let bench = bench.reopen();
    bench.open_drawer(100);
    bench.add(item, 1);
}
