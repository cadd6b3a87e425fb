//! `balm.toml` changed by the program: what a person wrote in it stays, comments and
//! order included.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::{CliError, Config, config::text_of};

/// The file before the last change.
const BEFORE: &str = "toml.before";

/// The settings of a desk, about to be changed.
pub(super) struct SettingsFile {
    file: PathBuf,
    before: String,
    document: DocumentMut,
}

impl SettingsFile {
    /// A file that is not there yet is empty.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is wrong already: that is for a person to mend.
    pub(super) fn open(file: &Path) -> Result<Self, CliError> {
        Config::read_if_there(file)?;
        let before = match text_of(file) {
            Err(CliError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                String::new()
            }
            read => read?,
        };
        let document = before.parse().map_err(|err: toml_edit::TomlError| {
            let (file, problem) = (file.to_path_buf(), err.to_string());
            CliError::Config { file, problem }
        })?;
        Ok(Self {
            file: file.to_path_buf(),
            before,
            document,
        })
    }

    /// Sets `key` in `[section]`; the comment behind an old value stays.
    pub(super) fn set(&mut self, section: &str, key: &str, value: impl Into<Value>) {
        let mut value = value.into();
        let Some(table) = self.section(section) else {
            return;
        };
        if let Some(old) = table.get(key).and_then(Item::as_value) {
            *value.decor_mut() = old.decor().clone();
        }
        table.insert(key, Item::Value(value));
    }

    /// Sets `key` in `[section]` to a table of one entry.
    pub(super) fn set_entry(&mut self, section: &str, key: &str, name: &str, value: &str) {
        let mut entry = InlineTable::new();
        entry.insert(name, value.into());
        self.set(section, key, entry);
    }

    pub(super) fn remove(&mut self, section: &str, key: &str) {
        if let Some(table) = self.section(section) {
            table.remove(key);
        }
    }

    /// Takes a section off that says nothing. `[drawer]` says that there is one.
    pub(super) fn tidy(&mut self, section: &str) {
        let is_empty = |it: &Item| it.as_table_like().is_some_and(TableLike::is_empty);
        if section != "drawer" && self.document.get(section).is_some_and(is_empty) {
            self.document.remove(section);
        }
    }

    /// # Errors
    ///
    /// What would be wrong with the file as it now is.
    pub(super) fn check(&self) -> Result<(), CliError> {
        Config::parse(&self.file, &self.text()).map(drop)
    }

    /// `[section]`, which is there from now on; an empty name is the file's beginning. What [`Config`] has read has only
    /// tables where sections are.
    pub(super) fn section(&mut self, section: &str) -> Option<&mut dyn TableLike> {
        if section.is_empty() {
            return Some(self.document.as_table_mut());
        }
        let new = || Item::Table(Table::new());
        self.document
            .entry(section)
            .or_insert_with(new)
            .as_table_like_mut()
    }

    pub(super) fn text(&self) -> String {
        self.document.to_string()
    }

    pub(super) fn is_changed(&self) -> bool {
        self.text() != self.before
    }

    /// Writes the file, and keeps the one before beside it. What is there at any moment
    /// is a whole file, the old or the new.
    ///
    /// # Errors
    ///
    /// The text would be wrong, or cannot be written; the old file is as it was.
    pub(super) fn write(&self) -> Result<(), CliError> {
        self.check()?;
        let text = self.text();
        let failed = |err| CliError::file(&self.file, err);
        let new = self.file.with_extension("toml.new");
        let mut out = fs::File::create(&new).map_err(failed)?;
        out.write_all(text.as_bytes()).map_err(failed)?;
        out.sync_all().map_err(failed)?;
        if !self.before.is_empty() {
            let kept = self.file.with_extension(BEFORE);
            fs::write(kept, &self.before).map_err(failed)?;
        }
        fs::rename(&new, &self.file).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "# The desk by the window\nregister = 2\n\n[printer] # in the drawer\n\
        uri = \"tcp://192.168.1.50\" # ask Dace\ncolumns = 48\n";

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("balm.toml");
        fs::write(&file, text).unwrap();
        (folder, file)
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let (_folder, file) = file(WRITTEN);
        let mut settings = SettingsFile::open(&file).unwrap();
        assert!(!settings.is_changed());
        settings.set("printer", "uri", "serial:///dev/ttyUSB0?baud=19200");
        settings.remove("printer", "columns");
        settings.set("drawer", "pin", 5);
        assert!(settings.is_changed());
        settings.write().unwrap();
        let want = "# The desk by the window\nregister = 2\n\n[printer] # in the drawer\n\
            uri = \"serial:///dev/ttyUSB0?baud=19200\" # ask Dace\n\n[drawer]\npin = 5\n";
        assert_eq!(fs::read_to_string(&file).unwrap(), want);
        let kept = fs::read_to_string(file.with_extension(BEFORE)).unwrap();
        assert_eq!(kept, WRITTEN);
        assert!(Config::read(&file).is_ok());
    }

    #[test]
    fn a_new_file_is_begun() {
        let (_folder, file) = file("");
        fs::remove_file(&file).unwrap();
        let mut settings = SettingsFile::open(&file).unwrap();
        settings.set("printer", "uri", "pretend:");
        settings.section("drawer");
        settings.write().unwrap();
        let want = "[printer]\nuri = \"pretend:\"\n\n[drawer]\n";
        assert_eq!(fs::read_to_string(&file).unwrap(), want);
    }

    #[test]
    fn a_wrong_file_is_left_to_a_person_and_a_wrong_change_is_not_written() {
        let (_folder, wrong) = file("register = \"two\"");
        assert!(SettingsFile::open(&wrong).is_err());
        let (_folder, file) = file(WRITTEN);
        let mut settings = SettingsFile::open(&file).unwrap();
        settings.set("printer", "columns", 7);
        assert!(settings.write().is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), WRITTEN);
        assert!(!file.with_extension("toml.new").exists());
    }
}
