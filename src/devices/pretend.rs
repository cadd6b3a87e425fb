//! A printer in memory: for the demo, which shows its papers on the screen and
//! can switch it off to show a dead one.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use crate::domain::paper::Paper;

use super::trouble::DeviceTrouble;

const PAPERS_MAX: usize = 50;

/// A handle: clones are the same printer.
#[derive(Clone, Debug)]
pub struct PretendPrinter {
    inside: Arc<Mutex<Inside>>,
}

#[derive(Debug)]
struct Inside {
    is_on: bool,
    papers: VecDeque<Paper>,
    n_kicks: u64,
}

impl Default for PretendPrinter {
    fn default() -> Self {
        let inside = Inside {
            is_on: true,
            papers: VecDeque::new(),
            n_kicks: 0,
        };
        Self {
            inside: Arc::new(Mutex::new(inside)),
        }
    }
}

impl PretendPrinter {
    /// The last 50 papers, oldest first.
    pub fn papers(&self) -> Vec<Paper> {
        self.with(|inside| inside.papers.iter().cloned().collect())
    }

    /// How often its drawer was opened.
    pub fn n_kicks(&self) -> u64 {
        self.with(|inside| inside.n_kicks)
    }

    pub fn is_on(&self) -> bool {
        self.with(|inside| inside.is_on)
    }

    /// Off is as if its plug were pulled.
    pub fn switch(&self, is_on: bool) {
        self.with(|inside| inside.is_on = is_on);
    }

    pub(super) fn check(&self) -> Result<(), DeviceTrouble> {
        if self.is_on() {
            Ok(())
        } else {
            Err(DeviceTrouble::Absent)
        }
    }

    pub(super) fn print(&self, paper: &Paper) -> Result<(), DeviceTrouble> {
        self.with(|inside| {
            if !inside.is_on {
                return Err(DeviceTrouble::Gone);
            }
            if inside.papers.len() == PAPERS_MAX {
                inside.papers.pop_front();
            }
            inside.papers.push_back(paper.clone());
            Ok(())
        })
    }

    pub(super) fn kick(&self) -> Result<(), DeviceTrouble> {
        self.with(|inside| {
            if !inside.is_on {
                return Err(DeviceTrouble::Gone);
            }
            inside.n_kicks += 1;
            Ok(())
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Inside) -> T) -> T {
        look(&mut self.inside.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
