//! A passphrase typed on the terminal, unseen.

use std::io::{self, BufRead, Write};

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

/// Longer ones are no passphrases.
const BYTES_MAX: u64 = 4 * 1024;

/// Says `prompt` on standard error and reads one line, without showing it.
///
/// # Errors
///
/// Standard input is no terminal, or its end has come.
pub fn ask(prompt: &str) -> io::Result<String> {
    let input = io::stdin();
    let before = tcgetattr(&input)?;
    let mut unseen = before.clone();
    unseen.local_modes.remove(LocalModes::ECHO);
    unseen.local_modes.insert(LocalModes::ECHONL);
    write!(io::stderr(), "{prompt} ")?;
    io::stderr().flush()?;
    tcsetattr(&input, OptionalActions::Flush, &unseen)?;
    let mut line = String::new();
    let read = io::Read::take(input.lock(), BYTES_MAX).read_line(&mut line);
    tcsetattr(&input, OptionalActions::Now, &before)?;
    if read? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(line)
}
