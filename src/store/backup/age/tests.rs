//! The published test files of the format (the age test kit of C2SP's CCTV), those of
//! binary files that are not compressed; and what Balm writes, read again.

use std::{
    fs,
    io::{Read, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::{AgeError, Identity, Recipient, open, seal};
use crate::store::error::hex;

/// A test file: what is to come of it, and the file itself.
struct Case {
    name: String,
    expect: String,
    payload: Option<String>,
    identities: Vec<Identity>,
    file: Vec<u8>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/age");
    let mut cases: Vec<Case> = fs::read_dir(folder)
        .unwrap()
        .map(|file| case(&file.unwrap().path()))
        .collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

fn case(path: &Path) -> Case {
    let bytes = fs::read(path).unwrap();
    let end = bytes.windows(2).position(|it| it == b"\n\n").unwrap();
    let about = std::str::from_utf8(&bytes[..end]).unwrap();
    let value = |name: &str| {
        let line = about.lines().find_map(|line| line.strip_prefix(name));
        line.map(str::to_owned)
    };
    let keys = about.lines().filter_map(|it| it.strip_prefix("identity: "));
    let mut identities: Vec<Identity> = keys.map(|it| it.parse().unwrap()).collect();
    if let Some(text) = value("passphrase: ") {
        identities.push(Identity::Passphrase { text });
    }
    Case {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        expect: value("expect: ").unwrap(),
        payload: value("payload: "),
        identities,
        file: bytes[end + 2..].to_vec(),
    }
}

#[test]
fn the_published_files_come_out_as_they_should() {
    let cases = cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    for case in cases {
        let mut found = Vec::new();
        let opened = open(&case.identities, case.file.as_slice());
        let got = match opened {
            // A wrong key and a changed head are one and the same to a person.
            Err(AgeError::NoMatch) if case.expect == "HMAC failure" => "HMAC failure",
            Err(AgeError::NoMatch | AgeError::OtherLock { .. }) => "no match",
            Err(AgeError::NotAge | AgeError::Io(_)) => "header failure",
            Ok(mut opened) => match opened.read_to_end(&mut found) {
                Ok(_) => "success",
                Err(_) => "payload failure",
            },
        };
        assert_eq!(got, case.expect, "{}", case.name);
        if let Some(payload) = case.payload {
            assert_eq!(hex(&Sha256::digest(&found)), payload, "{}", case.name);
        }
    }
}

fn sealed(recipient: &Recipient, text: &[u8]) -> Vec<u8> {
    let mut sealing = seal(std::slice::from_ref(recipient), Vec::new()).unwrap();
    sealing.write_all(text).unwrap();
    sealing.finish().unwrap()
}

fn opened(identity: &Identity, file: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut opening = open(std::slice::from_ref(identity), file).ok()?;
    opening.read_to_end(&mut text).ok()?;
    Some(text)
}

#[test]
fn what_is_sealed_is_opened_whatever_its_length() {
    let key = Identity::generate().unwrap();
    let recipient = key.recipient().unwrap();
    for len in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
        let text: Vec<u8> = (0..len).map(|it: u32| it.to_be_bytes()[3]).collect();
        let file = sealed(&recipient, &text);
        assert_eq!(opened(&key, &file), Some(text), "{len}");
    }
}

#[test]
fn keys_are_read_as_they_are_written_and_a_slip_is_noticed() {
    let key = Identity::generate().unwrap();
    let (secret, recipient) = (key.to_text(), key.recipient().unwrap().to_string());
    assert!(secret.starts_with("AGE-SECRET-KEY-1") && recipient.starts_with("age1"));
    let again: Identity = secret.parse().unwrap();
    assert_eq!(again.to_text(), secret);
    assert_eq!(
        recipient.parse::<Recipient>().unwrap().to_string(),
        recipient
    );
    for text in [&secret, &recipient] {
        let at = text.len() - 7;
        let other = if &text[at..=at] == "q" || &text[at..=at] == "Q" {
            "p"
        } else {
            "q"
        };
        let other = if *text == secret {
            other.to_uppercase()
        } else {
            other.to_owned()
        };
        let slipped = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        assert!(slipped.parse::<Identity>().is_err() && slipped.parse::<Recipient>().is_err());
    }
    assert!(secret.parse::<Recipient>().is_err() && recipient.parse::<Identity>().is_err());
}

/// The pair of the format's published test vectors.
#[test]
fn the_published_key_gives_the_published_recipient() {
    let key: Identity =
        "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33"
            .parse()
            .unwrap();
    assert_eq!(
        key.recipient().unwrap().to_string(),
        "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"
    );
}

#[test]
fn a_passphrase_opens_what_it_has_sealed_and_no_other_does() {
    let recipient = Recipient::Passphrase {
        text: "correct horse".to_owned(),
        work: 2,
    };
    let file = sealed(&recipient, b"a shop");
    let tried = |text: &str| {
        let text = text.to_owned();
        opened(&Identity::Passphrase { text }, &file)
    };
    assert_eq!(
        tried("correct horse").as_deref(),
        Some(b"a shop".as_slice())
    );
    assert_eq!(tried("correct horsf"), None);
    assert_eq!(tried(""), None);
}

#[test]
fn no_flipped_bit_and_no_cut_goes_unnoticed() {
    let key = Identity::generate().unwrap();
    let file = sealed(&key.recipient().unwrap(), b"every sale of the year");
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut flipped = file.clone();
            flipped[at] ^= 1 << bit;
            assert_eq!(opened(&key, &flipped), None, "byte {at}, bit {bit}");
        }
        assert_eq!(opened(&key, &file[..at]), None, "cut off at {at}");
    }
    let longer = [file.as_slice(), b"\0"].concat();
    assert_eq!(opened(&key, &longer), None);
}
