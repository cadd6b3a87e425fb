//! One line of the table: a figure, its limit from the same run, and what is to hold.

/// A line of the table.
pub(crate) type Cells = [String; 6];

/// Between the cells of a row that one process tells another.
const BETWEEN: char = '\t';

/// What a group has to say.
pub(crate) enum Finding {
    Row(Row),
    /// Not measured here, and why.
    Skipped {
        what: String,
        why: String,
    },
}

pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) unit: Unit,
    pub(crate) figure: f64,
    /// What the figure is set beside: a name, and its own figure in the same unit.
    pub(crate) limit: Option<(String, f64)>,
    pub(crate) hold: Hold,
}

/// Of a figure and its limit.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Seconds,
    Bytes,
    Count,
}

/// What the figure may be at most.
#[derive(Clone, Copy)]
pub(crate) enum Hold {
    /// Nothing: the limit is there for comparison.
    Nothing,
    /// So many times the limit.
    Times(f64),
    /// The limit and so much more.
    Plus(f64),
    /// This, whatever the limit.
    AtMost(f64),
}

impl Finding {
    pub(crate) fn skipped(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Skipped {
            what: what.into(),
            why: why.into(),
        }
    }

    pub(crate) fn cells(&self) -> Cells {
        match self {
            Self::Row(row) => row.cells(),
            Self::Skipped { what, why } => {
                let blank = String::new;
                let (what, why) = (what.clone(), why.clone());
                [what, "skipped".into(), why, blank(), blank(), blank()]
            }
        }
    }

    /// For [`cells_in`].
    pub(crate) fn line(&self) -> String {
        self.cells().join(&BETWEEN.to_string())
    }
}

pub(crate) fn cells_in(line: &str) -> Option<Cells> {
    let cells: Vec<String> = line.split(BETWEEN).map(str::to_owned).collect();
    cells.try_into().ok()
}

impl Row {
    /// A figure beside another, with nothing to hold.
    pub(crate) fn beside(
        what: impl Into<String>,
        (unit, figure): (Unit, f64),
        (name, limit): (impl Into<String>, f64),
    ) -> Finding {
        Finding::Row(Self {
            what: what.into(),
            unit,
            figure,
            limit: Some((name.into(), limit)),
            hold: Hold::Nothing,
        })
    }

    /// A figure that may be so much more than the limit.
    pub(crate) fn plus(
        what: impl Into<String>,
        (unit, figure): (Unit, f64),
        (name, limit): (impl Into<String>, f64),
        more: f64,
    ) -> Finding {
        Finding::Row(Self {
            what: what.into(),
            unit,
            figure,
            limit: Some((name.into(), limit)),
            hold: Hold::Plus(more),
        })
    }

    /// A figure that may be so many times the limit.
    pub(crate) fn times(
        what: impl Into<String>,
        (unit, figure): (Unit, f64),
        (name, limit): (impl Into<String>, f64),
        times: f64,
    ) -> Finding {
        Finding::Row(Self {
            what: what.into(),
            unit,
            figure,
            limit: Some((name.into(), limit)),
            hold: Hold::Times(times),
        })
    }

    /// A figure that may be so much at most.
    pub(crate) fn at_most(
        what: impl Into<String>,
        (unit, figure): (Unit, f64),
        most: f64,
    ) -> Finding {
        Finding::Row(Self {
            what: what.into(),
            unit,
            figure,
            limit: None,
            hold: Hold::AtMost(most),
        })
    }

    fn ratio(&self) -> Option<f64> {
        self.limit.as_ref().map(|(_, limit)| self.figure / limit)
    }

    fn is_held(&self) -> bool {
        let limit = self.limit.as_ref().map_or(0.0, |(_, limit)| *limit);
        let most = match self.hold {
            Hold::Nothing => f64::INFINITY,
            Hold::Times(times) => limit * times,
            Hold::Plus(more) => limit + more,
            Hold::AtMost(most) => most,
        };
        self.figure <= most
    }

    fn cells(&self) -> Cells {
        let limit = self.limit.as_ref();
        [
            self.what.clone(),
            self.unit.text(self.figure),
            limit.map_or_else(String::new, |(name, limit)| {
                format!("{name}: {}", self.unit.text(*limit))
            }),
            self.ratio().map_or_else(String::new, |it| match it {
                ..0.1 => format!("{it:.4}x"),
                _ => format!("{it:.2}x"),
            }),
            match self.hold {
                Hold::Nothing => String::new(),
                Hold::Times(times) => format!("{times}x"),
                Hold::Plus(more) => format!("limit + {}", self.unit.text(more)),
                Hold::AtMost(most) => self.unit.text(most),
            },
            match self.hold {
                Hold::Nothing => "",
                _ if self.is_held() => "yes",
                _ => "NO",
            }
            .to_owned(),
        ]
    }
}

impl Unit {
    fn text(self, figure: f64) -> String {
        match self {
            Self::Count => format!("{figure:.0}"),
            Self::Bytes if figure >= 1e6 => format!("{:.1} MB", figure / 1e6),
            Self::Bytes => format!("{figure:.0} B"),
            Self::Seconds if figure >= 1.0 => format!("{figure:.2} s"),
            Self::Seconds if figure >= 1e-3 => format!("{:.2} ms", figure * 1e3),
            Self::Seconds => format!("{:.1} µs", figure * 1e6),
        }
    }
}

const HEAD: [&str; 6] = ["what", "figure", "limit", "ratio", "to hold", "held"];

/// All rows as one Markdown table, in columns for the eye as well.
pub(crate) fn table(found: &[Cells]) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(found.iter().cloned());
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..HEAD.len()).map(|it| width(it).unwrap_or(0)).collect();
    let line = |row: &Cells| {
        let cells = row.iter().zip(&widths);
        let padded: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("| {} |\n", padded.join(" | "))
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let rule = format!("| {} |\n", rule.join(" | "));
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1, rule);
    lines.concat()
}
