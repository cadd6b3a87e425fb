//! What is known to this program stays with it and its user: files are made for
//! their owner only, and a crash leaves no picture of the memory. What a panic says is
//! in [`crate::domain::panics`].

use std::path::{Path, PathBuf};

use crate::locale::Locale;

/// A shop's folder that others could read.
pub(super) struct WasOpen {
    folder: PathBuf,
    /// It is no longer.
    is_shut: bool,
}

impl WasOpen {
    pub(super) fn said(&self, locale: &Locale) -> String {
        let id = if self.is_shut {
            "private-shut"
        } else {
            "private-still-open"
        };
        let folder = self.folder.display().to_string();
        locale.fill(id, &[("folder", folder.into())])
    }
}

/// Takes from others what they may do with a shop's folder, and with the folders and
/// files in it: older programs and copying by hand leave it open. `None` is as it
/// should be, or no shop yet.
#[cfg(unix)]
pub(super) fn tighten(dir: &Path) -> Option<WasOpen> {
    if !dir.join("journal").is_dir() {
        return None;
    }
    let own = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let below: Vec<PathBuf> = own.map(|it| it.path()).collect();
    let all = std::iter::once(dir).chain(below.iter().map(PathBuf::as_path));
    let shut: Vec<bool> = all.filter_map(shut).collect();
    let folder = dir.to_path_buf();
    let is_shut = shut.iter().all(|it| *it);
    (!shut.is_empty()).then_some(WasOpen { folder, is_shut })
}

#[cfg(not(unix))]
pub(super) fn tighten(_: &Path) -> Option<WasOpen> {
    None
}

/// Whether it could be shut; `None` where it was. What a link leads to is left alone.
#[cfg(unix)]
fn shut(path: &Path) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt;
    const OTHERS: u32 = 0o077;
    let about = std::fs::symlink_metadata(path).ok()?;
    let mut rights = about.permissions();
    if about.is_symlink() || rights.mode() & OTHERS == 0 {
        return None;
    }
    rights.set_mode(rights.mode() & !OTHERS);
    Some(std::fs::set_permissions(path, rights).is_ok())
}

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
