//! What a transaction reads and writes, and what a refusal leaves.

use chrono::TimeDelta;

use super::shop::{Refusal, Shop, client, id, meta, meta_at, names, noon, put_client, write};
use crate::{
    domain::{client::Client, ids::ClientId, sale::Sale},
    store::{
        Change, CommitError, Reads, StoreError,
        record::{Kind, Lookup, Numbered},
    },
};

fn phone(digits: &str) -> Lookup {
    Lookup::ClientByPhone(digits.into())
}

#[test]
fn a_transaction_reads_its_own_writes() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    put_client(&store, 3, "Zane");
    write(&store, |tx| {
        tx.put(&client(2, "Liga", "2612"))?;
        assert_eq!(tx.get::<Client>(&ClientId(id(2)))?.unwrap().name, "Liga");
        assert_eq!(names(tx), ["Anna", "Liga", "Zane"]);
        assert_eq!(tx.find::<Client>(&phone("2612"))?.len(), 1);

        tx.put(&client(2, "Liga", "2700"))?;
        assert_eq!(tx.count(&phone("2612"))?, 0);
        assert_eq!(tx.count(&phone("2700"))?, 1);

        tx.remove::<Client>(&ClientId(id(1)))?;
        assert_eq!(names(tx), ["Liga", "Zane"]);
        assert_eq!(tx.count(&phone("21"))?, 0);
        let newest: Vec<Client> = tx.newest(1)?;
        assert_eq!(newest[0].name, "Zane");
        Ok(())
    });
    assert_eq!(names(&store.read()), ["Liga", "Zane"]);
    assert_eq!(store.read().count(&phone("2700")), Ok(1));
    assert_eq!(store.read().count(&phone("21")), Ok(0));
}

#[test]
fn a_refused_transaction_writes_nothing_and_draws_no_number() {
    let shop = Shop::new();
    let store = shop.open();
    let refused: Result<_, CommitError<&str>> = store.commit(meta(), |tx| {
        tx.put(&client(1, "Anna", "21")).unwrap();
        assert_eq!(tx.next_number(1, Numbered::Receipt), Ok(1));
        Err::<(), _>("closed today")
    });
    assert_eq!(refused, Err(CommitError::Refused("closed today")));
    assert_eq!(names(&store.read()), [""; 0]);
    assert_eq!(store.last_entry(), None);
    let drawn = write(&store, |tx| tx.next_number(1, Numbered::Receipt));
    assert_eq!((drawn.value, drawn.seq), (1, Some(1)));
}

#[test]
fn a_panic_in_a_transaction_writes_nothing_and_the_store_goes_on() {
    let shop = Shop::new();
    let store = shop.open();
    let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        write(&store, |tx| -> Result<(), StoreError> {
            tx.put(&client(1, "Anna", "21"))?;
            panic!("a sum overflowed");
        })
    }));
    assert!(broken.is_err());
    put_client(&store, 2, "Liga");
    assert_eq!(names(&store.read()), ["Liga"]);
}

#[test]
fn a_transaction_that_changes_nothing_makes_no_entry() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let same = write(&store, |tx| tx.put(&client(1, "Anna", "21")));
    assert_eq!((same.seq, same.changed), (None, vec![]));
    let there_and_back = write(&store, |tx| {
        tx.put(&client(2, "Liga", "22"))?;
        tx.remove::<Client>(&ClientId(id(2)))
    });
    assert_eq!(there_and_back.seq, None);
    assert_eq!(store.last_entry().unwrap().0, 1);
}

#[test]
fn a_commit_says_what_changed() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let done = write(&store, |tx| {
        tx.remove::<Client>(&ClientId(id(1)))?;
        tx.put(&client(2, "Liga", "22"))
    });
    let told = |change: &Change| {
        assert_eq!(change.record::<Sale>().unwrap(), None, "it is a client's");
        (change.key.clone(), change.record::<Client>().unwrap())
    };
    let key = |counter: u64| id(counter).to_u64().to_be_bytes().to_vec();
    assert_eq!(done.seq, Some(2));
    assert!(done.changed.iter().all(|it| it.kind == Kind::Client));
    let told: Vec<_> = done.changed.iter().map(told).collect();
    let kept = client(2, "Liga", "22");
    assert_eq!(told, [(key(1), None), (key(2), Some(kept))]);
}

#[test]
fn time_never_goes_back() {
    let shop = Shop::new();
    let store = shop.open();
    let mut last = None;
    for seconds in [0, 0, -3_600, 5, -1_000_000_000] {
        let counter = 10 + u64::from(last.is_some());
        let name = format!("{seconds} {last:?}");
        let done = store
            .commit(meta_at(seconds), |tx| {
                tx.put(&client(counter, &name, ""))?;
                Ok::<_, StoreError>(tx.now())
            })
            .unwrap();
        assert_eq!(done.at, done.value);
        assert!(last < Some(done.at), "{last:?} {done:?}");
        last = Some(done.at);
    }
    assert_eq!(last, Some(noon() + TimeDelta::milliseconds(5_001)));
}

#[test]
fn numbers_and_ids_count_per_register_and_kind() {
    let shop = Shop::new();
    let store = shop.open();
    let drawn = write(&store, |tx| {
        Ok((
            tx.next_number(1, Numbered::Receipt)?,
            tx.next_number(1, Numbered::Receipt)?,
            tx.next_number(2, Numbered::Receipt)?,
            tx.next_number(1, Numbered::Z)?,
            tx.next_id(1, Kind::Client)?.to_string(),
            tx.next_id(1, Kind::Client)?.to_string(),
            tx.next_id(2, Kind::Sale)?.to_string(),
        ))
    });
    let expected = (1, 2, 1, 1, "1-1".into(), "1-2".into(), "2-1".into());
    assert_eq!(drawn.value, expected);
}

#[test]
fn a_reader_sees_no_half_commit_and_a_thread_cannot_wait_for_itself() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let reader = store.read();
    let nested = store.read();
    let own: Result<_, Refusal> = store.commit(meta(), |tx| tx.put(&client(2, "Liga", "22")));
    assert_eq!(own, Err(CommitError::Failed(StoreError::ReaderHeld)));
    let other = Shop::new();
    let other_store = other.open();
    let kept = std::cell::RefCell::new(None);
    let inside: Result<_, Refusal> = other_store.commit(meta(), |tx| {
        kept.replace(Some(other_store.read()));
        tx.put(&client(2, "Liga", "22"))
    });
    assert_eq!(inside, Err(CommitError::Failed(StoreError::ReaderHeld)));
    drop(kept);
    put_client(&other_store, 3, "Zane");
    assert_eq!(names(&other_store.read()), ["Zane"]);
    std::thread::scope(|scope| {
        // It is safe in the journal and answered, whoever reads meanwhile.
        let other = scope.spawn(|| put_client(&store, 3, "Zane"));
        other.join().unwrap();
        assert_eq!(names(&nested), ["Anna"]);
        // Whoever asks after the answer sees it, and nobody sees half of it.
        let after = scope.spawn(|| names(&store.read()));
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!after.is_finished());
        assert_eq!(names(&nested), ["Anna"]);
        drop(nested);
        drop(reader);
        assert_eq!(after.join().unwrap(), ["Anna", "Zane"]);
    });
    assert_eq!(names(&store.read()), ["Anna", "Zane"]);
}

#[test]
fn several_desks_commit_at_once_and_no_number_is_drawn_twice() {
    const N_DESKS: u64 = 4;
    const N_EACH: u64 = 50;
    let shop = Shop::new();
    let store = shop.open_relaxed();
    let mut drawn: Vec<u64> = std::thread::scope(|scope| {
        let desk = |_| {
            scope.spawn(|| {
                let draw = |_| write(&store, |tx| tx.next_number(1, Numbered::Receipt)).value;
                (0..N_EACH).map(draw).collect::<Vec<_>>()
            })
        };
        let desks: Vec<_> = (0..N_DESKS).map(desk).collect();
        desks
            .into_iter()
            .flat_map(|it| it.join().unwrap())
            .collect()
    });
    drawn.sort_unstable();
    assert!(drawn.into_iter().eq(1..=N_DESKS * N_EACH));
    assert_eq!(store.last_entry().unwrap().0, N_DESKS * N_EACH);
}

#[test]
fn latest_gives_the_newest_first() {
    let shop = Shop::new();
    let store = shop.open();
    write(&store, |tx| {
        for counter in 1..=5 {
            tx.put(&client(counter, &counter.to_string(), "2612"))?;
        }
        Ok(())
    });
    let two: Vec<Client> = store.read().latest(&phone("2612"), 2).unwrap();
    assert_eq!([&two[0].name, &two[1].name], ["5", "4"]);
    write(&store, |tx| {
        tx.put(&client(6, "6", "2612"))?;
        tx.remove::<Client>(&ClientId(id(5)))?;
        let three: Vec<Client> = tx.latest(&phone("2612"), 3)?;
        let names: Vec<_> = three.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["6", "4", "3"]);
        assert_eq!(tx.latest::<Client>(&phone("2612"), 0)?, []);
        Ok(())
    });
}

#[test]
fn a_record_that_is_too_large_is_refused_by_name() {
    let shop = Shop::new();
    let store = shop.open();
    let notes = "x".repeat(300_000);
    let refused: Result<_, Refusal> = store.commit(meta(), |tx| {
        let mut client = client(1, "Anna", "21");
        client.notes.clone_from(&notes);
        tx.put(&client)
    });
    let Err(CommitError::Refused(StoreError::RecordTooLarge { kind, n_bytes, max })) = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!((kind, max), (Kind::Client, 256 * 1024));
    assert!(n_bytes > 300_000);
    put_client(&store, 1, "Anna");
}
