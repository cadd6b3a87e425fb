//! Copies of receipts that are no paper: a text file in a folder, and e-mail by a
//! command of this computer. A thread of its own; the desk never waits for it.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use mail_builder::MessageBuilder;
use serde::Deserialize;

use crate::domain::ids::PrintJobId;

use super::{
    news::{CopyState, DeviceNews, Reporter},
    pace::StopSign,
};

/// How long the mail command may take.
const MAIL_LIMIT: Duration = Duration::from_secs(60);
const LOOK_PAUSE: Duration = Duration::from_millis(20);
/// How often the end of the program is looked for.
const STOP_PAUSE: Duration = Duration::from_millis(200);
/// Of what the mail command complains about.
const REASON_BYTES_MAX: u64 = 4_096;

/// `[copies]`: where copies go; each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopiesConfig {
    /// Text files are laid here.
    pub folder: Option<PathBuf>,
    /// A program that takes a message with its head on its input, such as
    /// `msmtp -t` or `sendmail -t`. Words are parted at spaces; no shell is asked.
    pub mail_command: Option<String>,
    /// Who it is from: `desk@lotus.example`.
    pub mail_from: Option<String>,
}

/// Where copies can go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CopyWays {
    pub mail: bool,
    pub file: bool,
}

impl CopiesConfig {
    pub fn ways(&self) -> CopyWays {
        CopyWays {
            mail: self.mail_command.is_some(),
            file: self.folder.is_some(),
        }
    }
}

/// A copy to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The record that is told what became of it.
    pub job: PrintJobId,
    /// What people call the paper; names the file too.
    pub name: String,
    /// The shop's, for the message's head.
    pub shop: String,
    /// What the message is about, in a line.
    pub subject: String,
    pub lines: Vec<String>,
    /// E-mail to this address; a file if there is none.
    pub to: Option<String>,
}

/// Makes copies until the program ends; what waits then is told as failed.
pub(super) fn run(config: &CopiesConfig, copies: &Receiver<Copy>, ends: &(Reporter, StopSign)) {
    let (reporter, stop) = ends;
    while !stop.is_raised() {
        let copy = match copies.recv_timeout(STOP_PAUSE) {
            Ok(copy) => copy,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let state = made(config, &copy, stop);
        let Copy { job, name, .. } = copy;
        reporter.tell(DeviceNews::Copy { job, name, state });
    }
    for copy in copies.try_iter() {
        let state = CopyState::Failed("the program ends".to_owned());
        let Copy { job, name, .. } = copy;
        reporter.tell(DeviceNews::Copy { job, name, state });
    }
}

fn made(config: &CopiesConfig, copy: &Copy, stop: &StopSign) -> CopyState {
    let failed = |err: &dyn std::fmt::Display| CopyState::Failed(err.to_string());
    match (&copy.to, &config.folder, &config.mail_command) {
        (None, Some(folder), _) => match save(folder, copy) {
            Ok(file) => CopyState::Saved(file),
            Err(err) => failed(&err),
        },
        (Some(to), _, Some(command)) => {
            let message = message(copy, to, config.mail_from.as_deref());
            let mailed = message.and_then(|message| mail(command, &message, stop));
            match mailed {
                Ok(()) => CopyState::Mailed(to.clone()),
                Err(err) => failed(&err),
            }
        }
        _ => CopyState::Failed("[copies] in balm.toml does not say where to".to_owned()),
    }
}

/// Written beside its name and then renamed: no half copy ever has that name.
fn save(folder: &Path, copy: &Copy) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let file = folder.join(format!("{}.txt", file_name(&copy.name)));
    let beside = file.with_extension("txt.part");
    let mut text = copy.lines.join("\n");
    text.push('\n');
    fs::write(&beside, text)?;
    fs::rename(&beside, &file)?;
    Ok(file)
}

/// Nothing that could lead out of the folder.
fn file_name(name: &str) -> String {
    let plain = |letter: char| {
        if letter.is_alphanumeric() || letter == '-' {
            letter
        } else {
            '_'
        }
    };
    name.chars().map(plain).collect()
}

fn message(copy: &Copy, to: &str, from: Option<&str>) -> io::Result<Vec<u8>> {
    // A line break in an address would begin another line of the head.
    let is_plain = |text: &str| !text.chars().any(char::is_control);
    if !is_plain(to) || !to.contains('@') || !from.is_none_or(is_plain) {
        return Err(io::Error::other("that is no e-mail address"));
    }
    let mut text = copy.lines.join("\r\n");
    text.push_str("\r\n");
    let mut message = MessageBuilder::new()
        .to(to)
        .subject(copy.subject.replace(char::is_control, " "))
        .text_body(text);
    if let Some(from) = from {
        message = message.from((copy.shop.replace(char::is_control, " "), from.to_owned()));
    }
    message.write_to_vec()
}

fn mail(command: &str, message: &[u8], stop: &StopSign) -> io::Result<()> {
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    // A command that reads nothing must not hold this thread.
    let input = child.stdin.take();
    let message = message.to_vec();
    let writer = thread::spawn(move || input.map_or(Ok(()), |mut it| it.write_all(&message)));
    let ended = wait(&mut child, stop);
    let complaint = complaint(&mut child);
    match ended? {
        true => writer.join().unwrap_or(Ok(())),
        false if complaint.is_empty() => Err(io::Error::other(format!("{program} failed"))),
        false => Err(io::Error::other(complaint)),
    }
}

/// Whether it ended well. One that takes too long is ended.
fn wait(child: &mut Child, stop: &StopSign) -> io::Result<bool> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if start.elapsed() >= MAIL_LIMIT || stop.is_raised() {
            child.kill()?;
            child.wait()?;
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::sleep(LOOK_PAUSE);
    }
}

/// The first line, clean.
fn complaint(child: &mut Child) -> String {
    let mut said = Vec::new();
    if let Some(errors) = &mut child.stderr {
        // What cannot be read is not said.
        let _ = errors.take(REASON_BYTES_MAX).read_to_end(&mut said);
    }
    let said = String::from_utf8_lossy(&said);
    let line = said.lines().find(|line| !line.trim().is_empty());
    line.unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(name: &str, to: Option<&str>) -> Copy {
        Copy {
            job: PrintJobId::default(),
            name: name.to_owned(),
            shop: "Lotus".to_owned(),
            subject: "Kvīts 1-000123".to_owned(),
            lines: vec!["Tea  2.50".to_owned(), "Līga".to_owned()],
            to: to.map(str::to_owned),
        }
    }

    #[test]
    fn a_file_stays_in_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = save(folder.path(), &copy("../../etc/1-000123", None)).unwrap();
        assert_eq!(file, folder.path().join("______etc_1-000123.txt"));
        assert_eq!(fs::read_to_string(file).unwrap(), "Tea  2.50\nLīga\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    /// The head as RFC 5322 and RFC 2047 have it.
    #[test]
    fn a_message_has_its_head_and_its_text() {
        let message = message(
            &copy("1", Some("liga@x.example")),
            "liga@x.example",
            Some("desk@lotus.example"),
        );
        let text = String::from_utf8(message.unwrap()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("To: <liga@x.example>\r\n"), "{head}");
        assert!(head.contains("<desk@lotus.example>"), "{head}");
        assert!(head.contains("Subject: =?utf-8?"), "{head}");
        assert!(body.contains("Tea  2.50"), "{body}");
        for bad in ["x@y\r\nBcc: all@z", "nobody", ""] {
            assert!(
                super::message(&copy("1", None), bad, None).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_command_gets_the_message_and_its_complaint_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mail");
        let stop = StopSign::default();
        let text = vec![b'x'; 200_000];
        mail(&format!("tee {}", file.display()), &text, &stop).unwrap();
        assert_eq!(fs::read(&file).unwrap(), text);
        let missing = mail("tee /no/such/folder/mail", b"x", &stop).unwrap_err();
        assert!(
            missing.to_string().contains("/no/such/folder/mail"),
            "{missing}"
        );
        assert!(mail("no-such-mail-program", b"x", &stop).is_err());
        assert!(
            mail("false", b"x", &stop)
                .unwrap_err()
                .to_string()
                .contains("false")
        );
    }

    #[test]
    fn a_command_that_hangs_ends_with_the_program() {
        let stop = StopSign::default();
        stop.raise();
        let err = mail("sleep 3600", b"x", &stop).unwrap_err();
        assert_eq!(err.kind(), io::ErrorKind::TimedOut);
    }
}
