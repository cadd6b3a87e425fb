//! Where a shop is kept when the command line does not say.

use std::{io::ErrorKind, path::PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

use super::CliError;

/// `balm` in the user's data folder: `~/.local/share/balm` where there is nothing
/// special about the system.
///
/// # Errors
///
/// The system names no home folder for this user.
pub fn usual() -> Result<PathBuf, CliError> {
    let folders = choose_base_strategy().map_err(|_| CliError::NoHome)?;
    Ok(folders.data_dir().join("balm"))
}

/// Lets a folder through that is there or may be made.
///
/// # Errors
///
/// It is a file, or below one: named before anything else complains about what
/// should be in it.
pub fn may_be(dir: PathBuf) -> Result<PathBuf, CliError> {
    let file = match std::fs::metadata(&dir) {
        Ok(about) if !about.is_dir() => dir,
        Err(err) if err.kind() == ErrorKind::NotADirectory => {
            let mut above = dir.ancestors();
            let file = above.find(|it| it.is_file()).unwrap_or(&dir);
            file.to_owned()
        }
        _ => return Ok(dir),
    };
    Err(CliError::NotAFolder { file })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_way_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        for dir in [file.clone(), file.join("a"), file.join("a/b")] {
            let named = match may_be(dir) {
                Err(CliError::NotAFolder { file }) => file,
                other => panic!("{other:?}"),
            };
            assert_eq!(named, file);
        }
        let new = folder.path().join("new");
        assert_eq!(may_be(new.clone()).unwrap(), new);
    }
}
