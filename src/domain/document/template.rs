//! A template: text with named fields in braces, and marks at the beginning of lines.
//!
//! ```text
//! # Never printed.
//! .large {shop.name}
//! .bold Invoice {number} | {date}
//! .each lines
//! {line.name} | {line.total}
//! .end
//! .if note
//! {note}
//! .end
//! ```
//!
//! What stands after ` | ` goes to the right edge. A line whose fields are all empty is
//! left out. `{{` and `}}` are braces, `..` at the beginning is a dot.

use super::{DocumentKind, Facts, Row, RowsOf};
use crate::domain::paper::PaperWriter;

/// A file with more lines is none of ours.
pub const LINES_MAX: usize = 500;

/// What is wrong with a template, and in which line, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    pub line: usize,
    pub what: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such field in this document, or not here.
    UnknownField {
        name: String,
        known: Vec<&'static str>,
    },
    /// It is a field of rows that are not being repeated here.
    OutsideRows {
        name: String,
        rows: &'static str,
    },
    UnknownRows {
        name: String,
        known: Vec<&'static str>,
    },
    UnknownMark {
        name: String,
    },
    /// The mark says of what, or stands alone.
    NothingNamed {
        mark: &'static str,
    },
    /// A brace without its other.
    Brace,
    /// `.each` or `.if` has no `.end`.
    NotEnded,
    /// `.end` has nothing to end.
    NothingToEnd,
    /// Rows within rows.
    Nested,
    TooLong,
}

/// Every mark there is.
pub const MARKS: [&str; 10] = [
    "centre", "bold", "large", "rule", "logo", "barcode", "qr", "each", "if", "end",
];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Plain,
    Bold,
    Large,
    Centre,
    Barcode,
    Qr,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Blank,
    Rule,
    Logo,
    Line {
        style: Style,
        left: Vec<Part>,
        right: Vec<Part>,
    },
    /// Once for each of these rows.
    Each(&'static str, Vec<Node>),
    /// Only where the field or the rows are not empty.
    If(&'static str, Vec<Node>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    nodes: Vec<Node>,
}

impl Template {
    /// # Errors
    ///
    /// All that is wrong, by lines.
    pub fn parse(kind: DocumentKind, text: &str) -> Result<Self, Vec<TemplateFault>> {
        let mut parser = Parser {
            kind,
            open: Vec::new(),
            nodes: Vec::new(),
            faults: Vec::new(),
            line: 0,
        };
        for (idx, line) in text.lines().enumerate() {
            parser.line = idx + 1;
            if idx >= LINES_MAX {
                parser.fault(Fault::TooLong);
                break;
            }
            parser.take(line.trim_end());
        }
        while let Some(block) = parser.open.pop() {
            parser.line = block.line;
            parser.fault(Fault::NotEnded);
        }
        if parser.faults.is_empty() {
            let nodes = parser.nodes;
            return Ok(Self { nodes });
        }
        parser.faults.sort_by_key(|it| it.line);
        Err(parser.faults)
    }

    /// Filled in, on paper.
    pub fn write(&self, facts: &Facts, paper: &mut PaperWriter) {
        write(&self.nodes, facts, None, paper);
    }
}

/// An `.each` or `.if` that was not ended yet.
struct Block {
    line: usize,
    name: &'static str,
    is_each: bool,
    /// What stood before it.
    before: Vec<Node>,
}

struct Parser {
    kind: DocumentKind,
    open: Vec<Block>,
    nodes: Vec<Node>,
    faults: Vec<TemplateFault>,
    line: usize,
}

impl Parser {
    fn fault(&mut self, what: Fault) {
        let line = self.line;
        self.faults.push(TemplateFault { line, what });
    }

    fn take(&mut self, line: &str) {
        if line.starts_with('#') {
            return;
        }
        let Some(marked) = line.strip_prefix('.') else {
            if line.is_empty() {
                self.nodes.push(Node::Blank);
            } else {
                self.text(Style::Plain, line);
            }
            return;
        };
        if marked.starts_with('.') {
            return self.text(Style::Plain, marked);
        }
        let (mark, rest) = marked.split_once(' ').unwrap_or((marked, ""));
        match mark {
            "centre" => self.text(Style::Centre, rest),
            "bold" => self.text(Style::Bold, rest),
            "large" => self.text(Style::Large, rest),
            "barcode" => self.text(Style::Barcode, rest),
            "qr" => self.text(Style::Qr, rest),
            "rule" => self.alone("rule", rest, Node::Rule),
            "logo" => self.alone("logo", rest, Node::Logo),
            "each" => self.each(rest.trim()),
            "if" => self.when(rest.trim()),
            "end" => self.end(rest),
            _ => self.fault(Fault::UnknownMark {
                name: mark.to_owned(),
            }),
        }
    }

    fn alone(&mut self, mark: &'static str, rest: &str, node: Node) {
        if rest.is_empty() {
            self.nodes.push(node);
        } else {
            self.fault(Fault::NothingNamed { mark });
        }
    }

    fn text(&mut self, style: Style, text: &str) {
        let has_right = matches!(style, Style::Plain | Style::Bold | Style::Large);
        let (left, right) = match text.split_once(" | ").filter(|_| has_right) {
            Some((left, right)) => (left, right.trim_start()),
            None => (text, ""),
        };
        let left = self.parts(left);
        let right = self.parts(right);
        self.nodes.push(Node::Line { style, left, right });
    }

    fn parts(&mut self, text: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let is_doubled = letters.peek() == Some(&letter);
            match letter {
                '{' | '}' if is_doubled => {
                    letters.next();
                    plain.push(letter);
                }
                '{' => {
                    let mut name = String::new();
                    let mut is_closed = false;
                    for letter in letters.by_ref() {
                        is_closed = letter == '}';
                        if is_closed {
                            break;
                        }
                        name.push(letter);
                    }
                    if !is_closed {
                        self.fault(Fault::Brace);
                    } else if let Some(field) = self.field(name.trim()) {
                        parts.push(Part::Text(std::mem::take(&mut plain)));
                        parts.push(Part::Field(field));
                    }
                }
                '}' => self.fault(Fault::Brace),
                _ => plain.push(letter),
            }
        }
        parts.push(Part::Text(plain));
        parts.retain(|it| *it != Part::Text(String::new()));
        parts
    }

    /// The rows that are being repeated.
    fn repeated(&self) -> Option<&'static RowsOf> {
        let each = self.open.iter().find(|it| it.is_each)?;
        self.kind.rows().iter().find(|it| it.name == each.name)
    }

    fn field(&mut self, name: &str) -> Option<&'static str> {
        let mut known = self.kind.fields();
        if let Some(rows) = self.repeated() {
            known.extend(rows.fields);
        }
        let found = known.iter().find(|it| **it == name).copied();
        if found.is_none() {
            let mut rows = self.kind.rows().iter();
            let name = name.to_owned();
            let of = rows.find(|it| it.fields.contains(&name.as_str()));
            let fault = if let Some(rows) = of {
                let rows = rows.name;
                Fault::OutsideRows { name, rows }
            } else {
                // What is a slip of a field of rows is better said so.
                let all = self.kind.rows().iter().flat_map(|it| it.fields);
                known.extend(all);
                Fault::UnknownField { name, known }
            };
            self.fault(fault);
        }
        found
    }

    fn each(&mut self, name: &str) {
        let known: Vec<&str> = self.kind.rows().iter().map(|it| it.name).collect();
        let found = self.kind.rows().iter().find(|it| it.name == name);
        if name.is_empty() {
            self.fault(Fault::NothingNamed { mark: "each" });
        } else if found.is_none() {
            let name = name.to_owned();
            self.fault(Fault::UnknownRows { name, known });
        } else if self.repeated().is_some() {
            self.fault(Fault::Nested);
        }
        // So that its end is not a fault of its own.
        self.begin(found.map_or("", |it| it.name), true);
    }

    fn when(&mut self, name: &str) {
        let rows = self.kind.rows().iter().find(|it| it.name == name);
        let found = match rows {
            Some(rows) => Some(rows.name),
            None if name.is_empty() => {
                self.fault(Fault::NothingNamed { mark: "if" });
                None
            }
            None => self.field(name),
        };
        self.begin(found.unwrap_or_default(), false);
    }

    fn begin(&mut self, name: &'static str, is_each: bool) {
        let before = std::mem::take(&mut self.nodes);
        self.open.push(Block {
            line: self.line,
            name,
            is_each,
            before,
        });
    }

    fn end(&mut self, rest: &str) {
        if !rest.is_empty() {
            self.fault(Fault::NothingNamed { mark: "end" });
        }
        let Some(block) = self.open.pop() else {
            return self.fault(Fault::NothingToEnd);
        };
        let inner = std::mem::replace(&mut self.nodes, block.before);
        self.nodes.push(if block.is_each {
            Node::Each(block.name, inner)
        } else {
            Node::If(block.name, inner)
        });
    }
}

fn write(nodes: &[Node], facts: &Facts, row: Option<&Row>, paper: &mut PaperWriter) {
    for node in nodes {
        match node {
            Node::Blank => paper.blank(),
            Node::Rule => paper.rule(),
            Node::Logo => paper.logo(),
            Node::Each(name, inner) => {
                for row in facts.rows(name) {
                    write(inner, facts, Some(row), paper);
                }
            }
            Node::If(name, inner) => {
                let is_there = !facts.rows(name).is_empty() || !value(name, facts, row).is_empty();
                if is_there {
                    write(inner, facts, row, paper);
                }
            }
            Node::Line { style, left, right } => line(*style, (left, right), facts, row, paper),
        }
    }
}

fn line(
    style: Style,
    (left, right): (&[Part], &[Part]),
    facts: &Facts,
    row: Option<&Row>,
    paper: &mut PaperWriter,
) {
    let fields = left.iter().chain(right).filter_map(|it| match it {
        Part::Field(name) => Some(value(name, facts, row)),
        Part::Text(_) => None,
    });
    let mut n_fields = 0;
    let is_empty = fields.inspect(|_| n_fields += 1).all(str::is_empty);
    if is_empty && n_fields > 0 {
        return;
    }
    let (left, right) = (filled(left, facts, row), filled(right, facts, row));
    let is_split = !right.is_empty();
    match style {
        Style::Plain if is_split => paper.columns(&left, &right),
        Style::Plain => paper.wrapped(&left),
        Style::Bold if is_split => paper.columns_bold(&left, &right),
        Style::Bold => paper.wrapped_bold(&left),
        Style::Large if is_split => paper.double(&left, &right),
        Style::Large => paper.centred_double(&left),
        Style::Centre => left.split('\n').for_each(|line| paper.centred(line)),
        Style::Barcode => paper.barcode(left.trim()),
        Style::Qr => paper.qr(left.trim()),
    }
}

fn filled(parts: &[Part], facts: &Facts, row: Option<&Row>) -> String {
    let part = |it: &Part| match it {
        Part::Text(text) => text.clone(),
        Part::Field(name) => value(name, facts, row).to_owned(),
    };
    parts.iter().map(part).collect()
}

fn value<'a>(name: &str, facts: &'a Facts, row: Option<&'a Row>) -> &'a str {
    let of_row = row.and_then(|it| it.get(name));
    of_row.map_or_else(|| facts.field(name), String::as_str)
}
