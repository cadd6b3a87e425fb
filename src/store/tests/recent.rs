//! What is held in memory of the index is what the index has.

use fastrand::Rng;

use super::shop::{Shop, client, id, write};
use crate::{
    domain::{client::Client, ids::ClientId},
    store::{Reads, record::Lookup},
};

#[test]
fn a_lookup_that_comes_to_lead_to_many_leads_to_all_of_them() {
    let shop = Shop::new();
    let store = shop.open_relaxed();
    let lookup = Lookup::ClientByPhone("7".into());
    let found = |n: u64| {
        let reads = store.read();
        assert_eq!(u64::try_from(reads.count(&lookup).unwrap()).unwrap(), n);
        let all: Vec<Client> = reads.find(&lookup).unwrap();
        assert_eq!(u64::try_from(all.len()).unwrap(), n);
        let last: Vec<Client> = reads.latest(&lookup, 1).unwrap();
        let last = last.first().map(|it| it.id);
        assert_eq!(last, (n > 0).then(|| ClientId(id(n))));
    };
    found(0);
    for n in 1..=40 {
        write(&store, |tx| tx.put(&client(n, "A", "7")));
        found(n);
    }
    for n in (1..=40).rev() {
        write(&store, |tx| tx.remove::<Client>(&ClientId(id(n))));
        found(n - 1);
    }
}

/// More than is held: what was let go of is read again, and never as it was before.
#[test]
fn what_is_read_is_what_was_written_last_however_much_was_read_between() {
    let shop = Shop::new();
    let store = shop.open_relaxed();
    let mut rng = Rng::with_seed(1);
    let mut written: Vec<Option<Client>> = vec![None; 200];
    for _ in 0..600 {
        let n = rng.usize(0..written.len());
        let key = id(n as u64 + 1);
        if rng.u8(..) < 60 {
            write(&store, |tx| tx.remove::<Client>(&ClientId(key)));
            written[n] = None;
        } else {
            // Some are longer than what is held of any.
            let n_letters = rng.usize(0..20_000);
            let name = format!("{}", rng.u32(..));
            let client = Client {
                notes: "x".repeat(n_letters),
                ..client(n as u64 + 1, &name, "1")
            };
            write(&store, |tx| tx.put(&client));
            written[n] = Some(client);
        }
        for _ in 0..3 {
            let n = rng.usize(0..written.len());
            let read = store.read().get(&ClientId(id(n as u64 + 1))).unwrap();
            assert_eq!(read, written[n], "{n}");
        }
    }
}
