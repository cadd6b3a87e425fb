//! Ctrl-C and SIGTERM during long work: asked for, and obeyed at the next place
//! where nothing is half done.

use std::{
    io,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    SigId,
    consts::{SIGINT, SIGTERM},
    flag, low_level,
};

/// What a shell gives for a program that SIGINT has ended.
pub(super) const EXIT_CODE: i32 = 130;

/// Watches from its making until it is dropped. Asking a second time ends the
/// program at once, which loses nothing that was acknowledged.
pub(super) struct Interrupt {
    asked: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl Interrupt {
    /// # Errors
    ///
    /// The system lets nobody watch.
    pub(super) fn watch() -> io::Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        let mut ids = Vec::new();
        for signal in [SIGINT, SIGTERM] {
            let already = Arc::clone(&asked);
            ids.push(flag::register_conditional_shutdown(
                signal, EXIT_CODE, already,
            )?);
            ids.push(flag::register(signal, Arc::clone(&asked))?);
        }
        Ok(Self { asked, ids })
    }

    pub(super) fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// What those who report their progress are answered.
    pub(super) fn flow(&self) -> ControlFlow<()> {
        if self.is_asked() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// For a callback that outlives the borrow.
    pub(super) fn asked(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.asked)
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}
