//! A spa run at random beside a naive model of it: after every request the two
//! agree, and what must always hold does.

mod book;
mod naive;
mod spa;
mod wish;

use balm::ops::Stop;

use self::{naive::Naive, spa::Spa, wish::Wishes};

const N_REQUESTS: u32 = 500;
/// Every record is looked at again after so many requests.
const N_BETWEEN_AUDITS: u32 = 100;

#[test]
fn the_shop_agrees_with_a_naive_model() {
    std::thread::scope(|scope| {
        for seeds in [[1, 2, 3], [4, 5, 6]] {
            scope.spawn(move || seeds.into_iter().for_each(run));
        }
    });
}

fn run(seed: u64) {
    let spa = Spa::new(seed);
    let mut naive = Naive::new(&spa);
    let mut wishes = Wishes::new(seed);
    let mut n_done = 0;
    for n in 0..N_REQUESTS {
        let (session, request) = wishes.next(&spa, &naive);
        let label = format!("seed {seed}, request {n}: {request:?}");
        let id = format!("{seed}-{n}");
        let entry_before = spa.shop.store().last_entry();
        match spa.shop.run(&session, &id, &request) {
            Ok(outcome) => {
                n_done += 1;
                naive.follow(&spa, &session, &request, &outcome, &label);
                let entry = spa.shop.store().last_entry();
                assert_eq!(
                    spa.shop.run(&session, &id, &request),
                    Ok(outcome),
                    "{label}"
                );
                assert_eq!(spa.shop.store().last_entry(), entry, "{label}: done twice");
            }
            Err(Stop::Refused(refusal)) => {
                naive.check_refusal(&session, &request, &refusal, &label);
                let entry = spa.shop.store().last_entry();
                assert_eq!(entry, entry_before, "{label}: {refusal:?} left a trace");
            }
            Err(Stop::Failed(failure)) => panic!("{label}: {failure:?}"),
        }
        naive.check(&spa, &label);
        if n % N_BETWEEN_AUDITS == 0 || n + 1 == N_REQUESTS {
            naive.audit(&spa, &label);
        }
    }
    // A run in which nearly all is refused would prove little.
    assert!(n_done > N_REQUESTS / 3, "seed {seed}: only {n_done} done");
    naive.check_variety(seed);
}
