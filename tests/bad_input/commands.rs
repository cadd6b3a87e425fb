//! Commands that are asked for what cannot be, or find less than there was: they say so,
//! and the exit code says it too.

use std::fs;

use super::{balm, everything_in, set_up};

/// The end of a finished entry is gone: the marker of the clean stop knows of it, the
/// index does as well.
#[test]
fn a_journal_that_lost_its_end_does_not_verify() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let journal = store.join("journal/000001.balmlog");
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 10]).unwrap();
    let before = everything_in(&store);
    let store_arg = store.to_str().unwrap();
    let wants = [
        "WRONG, entry 2: the journal ends before it",
        "Still good: entries 1 to 1.",
        "`balm repair --into NEWFOLDER`",
        "Something is wrong.",
    ];
    let said = balm(&["--store", store_arg, "verify"], b"").with(1, &wants);
    assert!(!said.said.contains("Nobody was told"), "{}", said.said);
    let deep = balm(&["--store", store_arg, "verify", "--deep"], b"").with(1, &wants);
    let index = "Index: has seen entry 2, which the journal no longer has.";
    deep.with(1, &[index]);
    let refused = ["the entry is incomplete although it had been finished"];
    balm(&["--store", store_arg, "report", "stock"], b"").with(1, &refused);
    assert_eq!(everything_in(&store).len(), before.len());
    // Nor does it open without the index, and say that nothing is lost.
    fs::remove_dir_all(store.join("index")).unwrap();
    balm(&["--store", store_arg, "verify"], b"").with(1, &wants);
    balm(&["--store", store_arg, "report", "stock"], b"").with(1, &refused);
}
