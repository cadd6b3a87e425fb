//! What a panic may say: it is printed, kept in failures and sent to whoever helps,
//! so it names no client.

use std::{any::Any, panic::PanicHookInfo};

/// Where the program stopped and why, without what it was working on.
pub fn told_of(panic: &PanicHookInfo<'_>) -> String {
    let place = panic
        .location()
        .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    let why = reason(panic.payload()).map_or_else(String::new, |why| format!(": {why}"));
    format!("the program stopped{place}{why}")
}

/// A text that stands so in the source. One that was put together at the moment may
/// carry a name or a telephone number.
pub fn reason(payload: &(dyn Any + Send)) -> Option<&'static str> {
    payload.downcast_ref::<&'static str>().copied()
}

#[cfg(test)]
mod tests {
    use std::{
        panic::{catch_unwind, set_hook, take_hook},
        sync::{Arc, Mutex},
    };

    use super::*;
    use crate::domain::client::Client;

    fn client() -> Client {
        Client {
            name: "Aurelija Testova".into(),
            phone: "+371 2700 1122".into(),
            id: crate::domain::ids::ClientId::default(),
            email: String::new(),
            birth_date: None,
            sex: None,
            alert: "nut allergy".into(),
            notes: String::new(),
            usual_staff: None,
            created_at: chrono::DateTime::UNIX_EPOCH,
            active: true,
            card: String::new(),
            price_level: None,
            card_rate: None,
        }
    }

    #[test]
    fn a_panic_says_where_and_names_no_client() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let (keep, before) = (Arc::clone(&told), take_hook());
        let here = std::thread::current().id();
        set_hook(Box::new(move |panic| {
            if std::thread::current().id() == here {
                keep.lock().unwrap().push(told_of(panic));
            } else {
                before(panic);
            }
        }));
        let missing = || -> Result<(), Box<Client>> { Err(Box::new(client())) };
        let unwrapped = catch_unwind(|| missing().unwrap()).unwrap_err();
        let put_together = catch_unwind(|| panic!("{:?}", client())).unwrap_err();
        let written = catch_unwind(|| panic!("an amount of money overflowed")).unwrap_err();
        drop(take_hook());
        assert_eq!(reason(unwrapped.as_ref()), None);
        assert_eq!(reason(put_together.as_ref()), None);
        let why = "an amount of money overflowed";
        assert_eq!(reason(written.as_ref()), Some(why));
        let told = told.lock().unwrap().clone();
        assert_eq!(told.len(), 3);
        for text in &told {
            assert!(text.starts_with("the program stopped at src"), "{text}");
            for private in ["Aurelija", "2700", "nut"] {
                assert!(!text.contains(private), "{text}");
            }
        }
        assert!(told[2].ends_with(why), "{}", told[2]);
    }
}
