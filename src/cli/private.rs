//! What is known to this program stays with it and its user: files are made for
//! their owner only, and a crash leaves no picture of the memory. What a panic says is
//! in [`crate::domain::panics`].

/// For the whole process, before it does anything else. A system that refuses has
/// its reasons, and selling goes on.
pub(super) fn keep_to_owner() {
    #[cfg(unix)]
    {
        use rustix::{
            fs::Mode,
            process::{Resource, Rlimit, setrlimit, umask},
        };
        umask(Mode::RWXG | Mode::RWXO);
        let nothing = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, nothing);
    }
    // A limit does not hold where the system pipes dumps to a program; this does.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
