//! The screen over a slow line: what a key costs, and when.

use balm::ui::{event::Event, key::Key};

use crate::desk::Desk;

#[test]
fn quiet_is_awaited_after_keys_only() {
    let mut desk = Desk::demo(80, 24, 1);
    assert!(!desk.app.awaits_quiet());
    for event in [Event::Key(Key::char('n')), Event::Paste("Anna".to_owned())] {
        desk.app.handle(event);
        assert!(desk.app.awaits_quiet());
        desk.app.handle(Event::Quiet);
        assert!(!desk.app.awaits_quiet());
    }
    for event in [Event::Minute, Event::Resize] {
        desk.app.handle(event);
        assert!(!desk.app.awaits_quiet(), "idle wakes nothing up");
    }
}
