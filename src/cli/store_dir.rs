//! Where a shop is kept when the command line does not say.

use std::path::PathBuf;

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
