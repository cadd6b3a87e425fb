//! Stands between the program and the C library (`LD_PRELOAD`): writes down every call
//! that changes files below a folder, and lets chosen ones fail. Compiled by the tests
//! with `rustc` alone, for Linux.
//!
//! Nothing is really synced: what a sync makes safe is for whoever reads the tape.
//!
//! ```text
//! BALM_TAPE_ROOT   the folder
//! BALM_TAPE        the file to which records are appended
//! BALM_TAPE_FAIL   "k errno once|ever": the k-th changing call fails, or all from it on
//! BALM_TAPE_BROKEN a file: while it is there, all changing calls fail that are on
//!                  files with its content in their path; "f /part" lets only syncs fail
//! BALM_TAPE_KILL   "k": the process is gone before the k-th changing call
//! BALM_TAPE_ROOM   a file with the bytes that may be below the folder
//! BALM_TAPE_QUIET  there: nobody is told how much room is left before a call fails
//! ```
//!
//! A record is a letter, the lengths of two parts as u32, a number as u64, another
//! one, and the parts. All numbers are little-endian.

use std::{
    env,
    ffi::{CStr, CString, OsStr, c_char, c_int, c_long, c_uint, c_void},
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, OnceLock},
};

type Ssize = isize;
type Offset = i64;

const O_CREAT: c_int = 0o100;
const O_TRUNC: c_int = 0o1000;
const O_APPEND: c_int = 0o2000;
const F_GETFL: c_int = 3;
const AT_FDCWD: c_int = -100;
const AT_REMOVEDIR: c_int = 0x200;
const SEEK_CUR: c_int = 1;
const EIO: c_int = 5;
const ENOSPC: c_int = 28;
const ENOSYS: c_int = 38;
const RTLD_NEXT: *mut c_void = -1_isize as *mut c_void;

unsafe extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
    fn __errno_location() -> *mut c_int;
    fn fcntl(fd: c_int, cmd: c_int, ...) -> c_int;
    fn lseek64(fd: c_int, offset: Offset, whence: c_int) -> Offset;
    fn access(path: *const c_char, mode: c_int) -> c_int;
    fn _exit(code: c_int) -> !;
}

/// The C library's own function of that name.
macro_rules! real {
    ($name:ident($($type:ty),*) -> $ret:ty) => {{
        static REAL: OnceLock<usize> = OnceLock::new();
        let at = *REAL.get_or_init(|| {
            let name = concat!(stringify!($name), "\0");
            unsafe { dlsym(RTLD_NEXT, name.as_ptr().cast()) as usize }
        });
        assert!(at != 0, concat!("no ", stringify!($name)));
        unsafe { std::mem::transmute::<usize, unsafe extern "C" fn($($type),*) -> $ret>(at) }
    }};
}

struct Tape {
    root: PathBuf,
    out: c_int,
    n_calls: u64,
    n_syncs: u64,
    fail: Option<(u64, c_int, bool)>,
    broken: Option<CString>,
    kill: Option<u64>,
    room: Option<CString>,
    quiet: bool,
}

/// `None` where the program is not watched.
fn tape() -> Option<MutexGuard<'static, Tape>> {
    static TAPE: OnceLock<Option<Mutex<Tape>>> = OnceLock::new();
    let tape = TAPE
        .get_or_init(|| Tape::from_env().map(Mutex::new))
        .as_ref()?;
    Some(tape.lock().unwrap())
}

impl Tape {
    fn from_env() -> Option<Self> {
        let root = PathBuf::from(env::var_os("BALM_TAPE_ROOT")?);
        let path = CString::new(env::var_os("BALM_TAPE")?.as_bytes()).ok()?;
        let open = real!(open64(*const c_char, c_int, c_uint) -> c_int);
        let out = unsafe { open(path.as_ptr(), 1 | O_CREAT | O_APPEND, 0o600) };
        assert!(out >= 0, "no tape");
        let number = |name: &str| env::var(name).ok()?.parse().ok();
        let fail = env::var("BALM_TAPE_FAIL").ok().map(|wish| {
            let mut words = wish.split(' ');
            let k = words.next().unwrap().parse().unwrap();
            let errno = words.next().unwrap().parse().unwrap();
            (k, errno, words.next() == Some("ever"))
        });
        let path = |name: &str| Some(CString::new(env::var_os(name)?.as_bytes()).unwrap());
        let tape = Self {
            root,
            out,
            n_calls: 0,
            n_syncs: 0,
            fail,
            kill: number("BALM_TAPE_KILL"),
            broken: path("BALM_TAPE_BROKEN"),
            room: path("BALM_TAPE_ROOM"),
            quiet: env::var_os("BALM_TAPE_QUIET").is_some(),
        };
        tape.record(b'0', b"", b"", 0, 0);
        Some(tape)
    }

    fn record(&self, what: u8, a: &[u8], b: &[u8], n: u64, m: u64) {
        let mut bytes = vec![what];
        bytes.extend(u32::try_from(a.len()).unwrap().to_le_bytes());
        bytes.extend(u32::try_from(b.len()).unwrap().to_le_bytes());
        bytes.extend(n.to_le_bytes());
        bytes.extend(m.to_le_bytes());
        bytes.extend(a);
        bytes.extend(b);
        let write = real!(write(c_int, *const c_void, usize) -> Ssize);
        let n = unsafe { write(self.out, bytes.as_ptr().cast(), bytes.len()) };
        assert!(n == bytes.len() as Ssize, "the tape is full");
    }

    /// Before a call that changes something; `Err` if it is to fail.
    fn step(&mut self, what: u8, path: &Path) -> Result<(), c_int> {
        self.n_calls += 1;
        if self.kill == Some(self.n_calls) {
            unsafe { _exit(137) }
        }
        let part = self.broken.as_deref().and_then(content);
        let is_meant = |part: String| match part.strip_prefix("f ") {
            Some(part) => what == b'f' && path.to_string_lossy().contains(part),
            None => path.to_string_lossy().contains(&part),
        };
        if part.is_some_and(is_meant) {
            self.record(
                b'!',
                below(&self.root, path),
                &[what],
                self.n_calls,
                EIO as u64,
            );
            return Err(EIO);
        }
        match self.fail {
            Some((k, errno, ever)) if k == self.n_calls || (ever && k < self.n_calls) => {
                self.record(
                    b'!',
                    below(&self.root, path),
                    &[what],
                    self.n_calls,
                    errno as u64,
                );
                Err(errno)
            }
            _ => Ok(()),
        }
    }

    fn is_below(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
    }

    /// The path of an open file below the folder.
    fn file(&self, fd: c_int) -> Option<PathBuf> {
        let path = std::fs::read_link(format!("/proc/self/fd/{fd}")).ok()?;
        self.is_below(&path).then_some(path)
    }

    /// How many bytes may still be added below the folder.
    fn left(&self) -> Option<u64> {
        let limit: u64 = content(self.room.as_deref()?)?.trim().parse().ok()?;
        Some(limit.saturating_sub(used(&self.root)))
    }

    /// How much of a write finds room.
    fn fits(&self, fd: c_int, at: u64, n: usize) -> Result<usize, c_int> {
        let Some(left) = self.left() else {
            return Ok(n);
        };
        let len = std::fs::metadata(format!("/proc/self/fd/{fd}")).map_or(0, |it| it.len());
        let room = (len + left).saturating_sub(at);
        let fits = n.min(usize::try_from(room).unwrap());
        if fits == 0 && n > 0 {
            Err(ENOSPC)
        } else {
            Ok(fits)
        }
    }
}

/// What stands in a small file, if it is there.
fn content(path: &CStr) -> Option<String> {
    let mut text = [0_u8; 64];
    let open = real!(open64(*const c_char, c_int, c_uint) -> c_int);
    let read = real!(read(c_int, *mut c_void, usize) -> Ssize);
    let close = real!(close(c_int) -> c_int);
    let n = unsafe {
        let fd = open(path.as_ptr(), 0, 0);
        let n = read(fd, text.as_mut_ptr().cast(), text.len());
        close(fd);
        n
    };
    let text = text.get(..usize::try_from(n).ok()?)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

fn used(dir: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return 0;
    };
    let each = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => used(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.flatten().map(each).sum()
}

fn below<'a>(root: &Path, path: &'a Path) -> &'a [u8] {
    path.strip_prefix(root)
        .unwrap_or(path)
        .as_os_str()
        .as_bytes()
}

fn fail(errno: c_int) -> c_int {
    unsafe { *__errno_location() = errno };
    -1
}

/// The path that a call means.
unsafe fn path_at(dir: c_int, path: *const c_char) -> PathBuf {
    let path = Path::new(OsStr::from_bytes(
        unsafe { CStr::from_ptr(path) }.to_bytes(),
    ));
    if path.is_absolute() {
        return path.to_path_buf();
    }
    let base = if dir == AT_FDCWD {
        env::current_dir()
    } else {
        std::fs::read_link(format!("/proc/self/fd/{dir}"))
    };
    base.unwrap_or_default().join(path)
}

/// When the file was changed last, in nanoseconds.
fn changed(fd: c_int) -> u64 {
    std::fs::metadata(format!("/proc/self/fd/{fd}")).map_or(0, |it| {
        (it.mtime() as u64).wrapping_mul(1_000_000_000) + it.mtime_nsec() as u64
    })
}

unsafe fn opened(
    dir: c_int,
    path: *const c_char,
    flags: c_int,
    real: impl FnOnce() -> c_int,
) -> c_int {
    if flags & (O_CREAT | O_TRUNC) == 0 {
        return real();
    }
    let Some(mut tape) = tape() else {
        return real();
    };
    let whole = unsafe { path_at(dir, path) };
    if !tape.is_below(&whole) {
        return real();
    }
    let c_path = CString::new(whole.as_os_str().as_bytes()).unwrap();
    let is_new = unsafe { access(c_path.as_ptr(), 0) } != 0;
    let truncates = flags & O_TRUNC != 0;
    let what = if is_new { b'c' } else { b't' };
    if is_new || truncates {
        if let Err(errno) = tape.step(what, &whole) {
            return fail(errno);
        }
        if is_new && tape.left() == Some(0) {
            return fail(ENOSPC);
        }
    }
    let fd = real();
    if fd >= 0 && (is_new || truncates) {
        tape.record(what, below(&tape.root, &whole), b"", 0, changed(fd));
    }
    fd
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    let real = real!(open(*const c_char, c_int, c_uint) -> c_int);
    unsafe { opened(AT_FDCWD, path, flags, || real(path, flags, mode)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    let real = real!(open64(*const c_char, c_int, c_uint) -> c_int);
    unsafe { opened(AT_FDCWD, path, flags, || real(path, flags, mode)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat(
    dir: c_int,
    path: *const c_char,
    flags: c_int,
    mode: c_uint,
) -> c_int {
    let real = real!(openat(c_int, *const c_char, c_int, c_uint) -> c_int);
    unsafe { opened(dir, path, flags, || real(dir, path, flags, mode)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat64(
    dir: c_int,
    path: *const c_char,
    flags: c_int,
    mode: c_uint,
) -> c_int {
    let real = real!(openat64(c_int, *const c_char, c_int, c_uint) -> c_int);
    unsafe { opened(dir, path, flags, || real(dir, path, flags, mode)) }
}

/// A write at `at`, or where the file stands.
unsafe fn written(
    fd: c_int,
    bytes: *const c_void,
    n: usize,
    at: Option<Offset>,
    real: impl FnOnce(usize) -> Ssize,
) -> Ssize {
    let Some(mut tape) = tape() else {
        return real(n);
    };
    let bytes = |n: Ssize| unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), n as usize) };
    if fd == 1 {
        let n = real(n);
        if n > 0 {
            tape.record(b's', b"", bytes(n), 0, 0);
        }
        return n;
    }
    let Some(path) = tape.file(fd) else {
        drop(tape);
        return real(n);
    };
    if let Err(errno) = tape.step(b'w', &path) {
        return fail(errno) as Ssize;
    }
    let at = at.unwrap_or_else(|| {
        if unsafe { fcntl(fd, F_GETFL) } & O_APPEND != 0 {
            std::fs::metadata(&path).map_or(0, |it| it.len() as Offset)
        } else {
            unsafe { lseek64(fd, 0, SEEK_CUR) }
        }
    });
    let fits = match tape.fits(fd, at as u64, n) {
        Ok(fits) => fits,
        Err(errno) => {
            tape.record(
                b'!',
                below(&tape.root, &path),
                b"w",
                tape.n_calls,
                errno as u64,
            );
            return fail(errno) as Ssize;
        }
    };
    let n = real(fits);
    if n > 0 {
        let mtime = changed(fd);
        tape.record(b'w', below(&tape.root, &path), bytes(n), at as u64, mtime);
    }
    n
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(fd: c_int, bytes: *const c_void, n: usize) -> Ssize {
    let real = real!(write(c_int, *const c_void, usize) -> Ssize);
    unsafe { written(fd, bytes, n, None, |n| real(fd, bytes, n)) }
}

#[repr(C)]
pub struct IoVec {
    base: *const c_void,
    len: usize,
}

/// As one write of all parts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn writev(fd: c_int, parts: *const IoVec, n_parts: c_int) -> Ssize {
    let parts = unsafe { std::slice::from_raw_parts(parts, n_parts as usize) };
    let mut all = Vec::new();
    for part in parts.iter().filter(|it| it.len > 0) {
        all.extend_from_slice(unsafe {
            std::slice::from_raw_parts(part.base.cast::<u8>(), part.len)
        });
    }
    unsafe { write(fd, all.as_ptr().cast(), all.len()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(fd: c_int, bytes: *const c_void, n: usize, at: Offset) -> Ssize {
    let real = real!(pwrite64(c_int, *const c_void, usize, Offset) -> Ssize);
    unsafe { written(fd, bytes, n, Some(at), |n| real(fd, bytes, n, at)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite(fd: c_int, bytes: *const c_void, n: usize, at: Offset) -> Ssize {
    unsafe { pwrite64(fd, bytes, n, at) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate64(fd: c_int, len: Offset) -> c_int {
    let real = real!(ftruncate64(c_int, Offset) -> c_int);
    let Some(mut tape) = tape() else {
        return unsafe { real(fd, len) };
    };
    let Some(path) = tape.file(fd) else {
        return unsafe { real(fd, len) };
    };
    if let Err(errno) = tape.step(b'l', &path) {
        return fail(errno);
    }
    let done = unsafe { real(fd, len) };
    if done == 0 {
        let mtime = changed(fd);
        tape.record(b'l', below(&tape.root, &path), b"", len as u64, mtime);
    }
    done
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate(fd: c_int, len: Offset) -> c_int {
    unsafe { ftruncate64(fd, len) }
}

/// What was written before the beginning is safe at the end.
unsafe fn synced(fd: c_int, real: impl FnOnce() -> c_int) -> c_int {
    let Some(mut held) = tape() else {
        return real();
    };
    let Some(path) = held.file(fd) else {
        drop(held);
        return real();
    };
    held.n_syncs += 1;
    let number = held.n_syncs;
    held.record(b'f', below(&held.root, &path), b"", number, 0);
    let verdict = held.step(b'f', &path);
    drop(held);
    // Others may write meanwhile, as they may to a real disk.
    std::thread::yield_now();
    let held = tape().unwrap();
    let is_done = u64::from(verdict.is_ok());
    held.record(b'F', below(&held.root, &path), b"", number, is_done);
    verdict.map_or_else(fail, |()| 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(fd: c_int) -> c_int {
    let real = real!(fsync(c_int) -> c_int);
    unsafe { synced(fd, || real(fd)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(fd: c_int) -> c_int {
    let real = real!(fdatasync(c_int) -> c_int);
    unsafe { synced(fd, || real(fd)) }
}

/// Makes nothing safe: it leaves out the file's length and the disk's own cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_file_range(fd: c_int, at: Offset, n: Offset, flags: c_uint) -> c_int {
    let real = real!(sync_file_range(c_int, Offset, Offset, c_uint) -> c_int);
    let Some(mut tape) = tape() else {
        return unsafe { real(fd, at, n, flags) };
    };
    let Some(path) = tape.file(fd) else {
        return unsafe { real(fd, at, n, flags) };
    };
    if let Err(errno) = tape.step(b'g', &path) {
        return fail(errno);
    }
    tape.record(b'g', below(&tape.root, &path), b"", at as u64, n as u64);
    0
}

/// A change of names.
unsafe fn renamed(
    what: u8,
    (from_dir, from): (c_int, *const c_char),
    (to_dir, to): (c_int, *const c_char),
    real: impl FnOnce() -> c_int,
) -> c_int {
    let Some(mut tape) = tape() else {
        return real();
    };
    let from = unsafe { path_at(from_dir, from) };
    let to = unsafe { path_at(to_dir, to) };
    if !tape.is_below(&from) && !tape.is_below(&to) {
        return real();
    }
    if let Err(errno) = tape.step(what, &to) {
        return fail(errno);
    }
    let done = real();
    if done == 0 {
        tape.record(what, below(&tape.root, &from), below(&tape.root, &to), 0, 0);
    }
    done
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    let real = real!(rename(*const c_char, *const c_char) -> c_int);
    unsafe { renamed(b'r', (AT_FDCWD, from), (AT_FDCWD, to), || real(from, to)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn renameat(
    a: c_int,
    from: *const c_char,
    b: c_int,
    to: *const c_char,
) -> c_int {
    let real = real!(renameat(c_int, *const c_char, c_int, *const c_char) -> c_int);
    unsafe { renamed(b'r', (a, from), (b, to), || real(a, from, b, to)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn renameat2(
    a: c_int,
    from: *const c_char,
    b: c_int,
    to: *const c_char,
    flags: c_uint,
) -> c_int {
    let real = real!(renameat2(c_int, *const c_char, c_int, *const c_char, c_uint) -> c_int);
    unsafe { renamed(b'r', (a, from), (b, to), || real(a, from, b, to, flags)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn link(from: *const c_char, to: *const c_char) -> c_int {
    let real = real!(link(*const c_char, *const c_char) -> c_int);
    unsafe { renamed(b'k', (AT_FDCWD, from), (AT_FDCWD, to), || real(from, to)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn linkat(
    a: c_int,
    from: *const c_char,
    b: c_int,
    to: *const c_char,
    flags: c_int,
) -> c_int {
    let real = real!(linkat(c_int, *const c_char, c_int, *const c_char, c_int) -> c_int);
    unsafe { renamed(b'k', (a, from), (b, to), || real(a, from, b, to, flags)) }
}

/// A name that goes away or, for a folder, begins.
unsafe fn named(what: u8, dir: c_int, path: *const c_char, real: impl FnOnce() -> c_int) -> c_int {
    let Some(mut tape) = tape() else {
        return real();
    };
    let path = unsafe { path_at(dir, path) };
    if !tape.is_below(&path) {
        return real();
    }
    if what == b'm' && path.exists() {
        return real();
    }
    if let Err(errno) = tape.step(what, &path) {
        return fail(errno);
    }
    if what == b'm' && tape.left() == Some(0) {
        return fail(ENOSPC);
    }
    let done = real();
    if done == 0 {
        tape.record(what, below(&tape.root, &path), b"", 0, 0);
    }
    done
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    let real = real!(unlink(*const c_char) -> c_int);
    unsafe { named(b'u', AT_FDCWD, path, || real(path)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlinkat(dir: c_int, path: *const c_char, flags: c_int) -> c_int {
    let real = real!(unlinkat(c_int, *const c_char, c_int) -> c_int);
    let what = if flags & AT_REMOVEDIR != 0 {
        b'd'
    } else {
        b'u'
    };
    unsafe { named(what, dir, path, || real(dir, path, flags)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn rmdir(path: *const c_char) -> c_int {
    let real = real!(rmdir(*const c_char) -> c_int);
    unsafe { named(b'd', AT_FDCWD, path, || real(path)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn mkdir(path: *const c_char, mode: c_uint) -> c_int {
    let real = real!(mkdir(*const c_char, c_uint) -> c_int);
    unsafe { named(b'm', AT_FDCWD, path, || real(path, mode)) }
}

/// Copies go by reads and writes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn copy_file_range(
    _: c_int,
    _: *mut Offset,
    _: c_int,
    _: *mut Offset,
    _: usize,
    _: c_uint,
) -> Ssize {
    fail(ENOSYS) as Ssize
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn sendfile64(_: c_int, _: c_int, _: *mut Offset, _: usize) -> Ssize {
    fail(ENOSYS) as Ssize
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn sendfile(_: c_int, _: c_int, _: *mut Offset, _: usize) -> Ssize {
    fail(ENOSYS) as Ssize
}

/// The beginning of the C library's answer on 64-bit Linux.
#[repr(C)]
pub struct StatVfs {
    block_size: c_long,
    fragment_size: c_long,
    blocks: u64,
    blocks_free: u64,
    blocks_available: u64,
}

unsafe fn room_told(about: *mut StatVfs) {
    let Some(tape) = tape() else { return };
    if let Some(left) = tape.left().filter(|_| !tape.quiet) {
        let about = unsafe { &mut *about };
        let blocks = left / about.fragment_size as u64;
        about.blocks_free = blocks;
        about.blocks_available = blocks;
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn statvfs(path: *const c_char, about: *mut StatVfs) -> c_int {
    let real = real!(statvfs(*const c_char, *mut StatVfs) -> c_int);
    let done = unsafe { real(path, about) };
    if done == 0 {
        unsafe { room_told(about) };
    }
    done
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn statvfs64(path: *const c_char, about: *mut StatVfs) -> c_int {
    let real = real!(statvfs64(*const c_char, *mut StatVfs) -> c_int);
    let done = unsafe { real(path, about) };
    if done == 0 {
        unsafe { room_told(about) };
    }
    done
}
