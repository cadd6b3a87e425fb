//! The demo's own files, made larger: more rooms of each sort, more therapists with
//! the hours of those there are, more sizes of each product.

use std::collections::HashSet;

use super::{
    house::{self, BadFixture, NameGroup},
    scale::Scale,
};
use crate::cli::import::Kind;

/// Another size of a product: what is added to its name and code, and its price in
/// percent of the first one's.
const SIZES: [(&str, &str, u64); 4] = [
    ("mini", "M", 45),
    ("refill", "R", 85),
    ("duo", "D", 185),
    ("gift box", "G", 240),
];
/// Behind the prefix of numbers that GS1 keeps for demonstrations; the demo's own
/// products begin with 95212.
const BARCODE_PREFIX: u64 = 952_990_000_000;

/// The price lists and people in the order in which they refer to each other.
pub(super) fn files(scale: &Scale, names: &[NameGroup]) -> Result<Vec<(Kind, String)>, BadFixture> {
    house::FILES
        .into_iter()
        .map(|(kind, text)| {
            let text = match kind {
                Kind::Rooms => rooms(text, scale.n_rooms)?,
                Kind::Services => services(text, scale.n_rooms)?,
                Kind::Staff => staff(text, scale.n_therapists, names)?,
                Kind::Products => products(text, scale.n_products)?,
                Kind::Clients => text.to_owned(),
            };
            Ok((kind, text))
        })
        .collect()
}

type Rows = Vec<Vec<String>>;

/// The cells, heading first.
fn rows(text: &str) -> Result<Rows, BadFixture> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.deserialize::<Vec<String>>();
    rows.map(|row| row.map_err(BadFixture::from)).collect()
}

fn text(rows: &Rows) -> Result<String, BadFixture> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|err| csv::Error::from(err.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What room number `nth` of a sort is called: the first has the sort's own name.
fn room_name(sort: &str, nth: usize) -> String {
    if nth == 1 {
        sort.to_owned()
    } else {
        format!("{sort} {nth}")
    }
}

fn rooms(file: &str, n_rooms: usize) -> Result<String, BadFixture> {
    let mut rows = rows(file)?;
    let sorts: Vec<String> = rows.iter().skip(1).map(|row| row[0].clone()).collect();
    let all = (1..).flat_map(|nth| sorts.iter().map(move |sort| room_name(sort, nth)));
    let more = all.take(n_rooms).enumerate().skip(sorts.len());
    rows.extend(more.map(|(idx, name)| vec![name, format!("R{}", idx + 1)]));
    text(&rows)
}

/// Where a service can be given, it can be given in all rooms of that sort.
fn services(file: &str, n_rooms: usize) -> Result<String, BadFixture> {
    let mut rows = rows(file)?;
    let n_sorts = rows_of(house::ROOMS)?;
    let n_each = n_rooms.div_euclid(n_sorts.max(1)).max(1);
    for row in rows.iter_mut().skip(1) {
        if let Some(cell) = row.last_mut() {
            let sorts = cell.split(';').filter(|it| !it.is_empty());
            let all = sorts.flat_map(|sort| (1..=n_each).map(move |nth| room_name(sort, nth)));
            *cell = all.collect::<Vec<_>>().join(";");
        }
    }
    text(&rows)
}

fn rows_of(file: &str) -> Result<usize, BadFixture> {
    Ok(rows(file)?.len().saturating_sub(1))
}

/// Name, short name, role, hours, what they do, sex.
fn staff(file: &str, n_therapists: usize, names: &[NameGroup]) -> Result<String, BadFixture> {
    let mut rows = rows(file)?;
    let models: Rows = rows
        .iter()
        .filter(|row| row.get(2).is_some_and(|it| it == "therapist"))
        .cloned()
        .collect();
    let mut taken: HashSet<String> = rows.iter().map(|row| row[1].clone()).collect();
    let mut people = names.iter().flat_map(|group| {
        let families = group.families.iter().cycle();
        group.women.iter().zip(families)
    });
    for nth in models.len()..n_therapists {
        let Some((given, family)) = people.find(|(given, _)| taken.insert((*given).clone())) else {
            break;
        };
        let family = family.rsplit('/').next().unwrap_or(family);
        // The first one is there on all days; one of those is enough.
        let model = &models[1 + nth % (models.len() - 1)];
        let mut row = vec![format!("{given} {family}"), given.clone()];
        row.extend(model.iter().skip(2).cloned());
        // They have women's names.
        if let Some(sex) = row.last_mut() {
            "f".clone_into(sex);
        }
        rows.push(row);
    }
    text(&rows)
}

/// Code, name, category, supplier, brand, price, cost, on hand, par, max, barcode.
fn products(file: &str, n_products: usize) -> Result<String, BadFixture> {
    let mut rows = rows(file)?;
    let first: Rows = rows.iter().skip(1).cloned().collect();
    let sizes = SIZES
        .iter()
        .flat_map(|size| first.iter().map(move |row| (row, size)));
    let more = sizes.take(n_products.saturating_sub(first.len()));
    for ((product, (name, code, percent)), number) in more.zip(1..) {
        let mut row = product.clone();
        row[0] = format!("{}{code}", product[0]);
        row[1] = format!("{} {name}", product[1]);
        row[5] = scaled(&product[5], *percent);
        row[6] = scaled(&product[6], *percent);
        row[10] = gtin13(BARCODE_PREFIX + number);
        rows.push(row);
    }
    text(&rows)
}

/// An amount with two decimals, in percent of it; a free price stays free.
fn scaled(amount: &str, percent: u64) -> String {
    let cents: Option<u64> = amount.replace('.', "").parse().ok();
    cents.map_or_else(String::new, |cents| {
        let cents = cents * percent / 100;
        format!("{}.{:02}", cents / 100, cents % 100)
    })
}

/// Twelve digits and their check digit.
fn gtin13(twelve: u64) -> String {
    let digits: Vec<u64> = format!("{twelve:012}")
        .bytes()
        .map(|it| u64::from(it - b'0'))
        .collect();
    let weighted = digits.iter().zip([1, 3].iter().cycle());
    let sum: u64 = weighted.map(|(digit, weight)| digit * weight).sum();
    format!("{twelve:012}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::house::House;

    fn file(scale: &Scale, kind: Kind) -> Rows {
        let names = House::read().unwrap().names;
        let files = files(scale, &names).unwrap();
        rows(&files.into_iter().find(|it| it.0 == kind).unwrap().1).unwrap()
    }

    #[test]
    fn the_usual_size_is_the_files_as_they_are() {
        let names = House::read().unwrap().names;
        for ((kind, text), (_, was)) in files(&Scale::USUAL, &names)
            .unwrap()
            .into_iter()
            .zip(house::FILES)
        {
            assert_eq!(rows(&text).unwrap(), rows(was).unwrap(), "{kind:?}");
        }
    }

    #[test]
    fn the_large_size_is_all_there_and_nothing_is_there_twice() {
        for (kind, column, n) in [
            (Kind::Rooms, 0, 20),
            (Kind::Rooms, 1, 20),
            (Kind::Staff, 1, 28 + 3),
            (Kind::Products, 0, 600),
            (Kind::Products, 10, 600),
        ] {
            let rows = file(&Scale::LARGE, kind);
            let cells: HashSet<&String> = rows.iter().skip(1).map(|row| &row[column]).collect();
            assert_eq!((cells.len(), rows.len() - 1), (n, n), "{kind:?} {column}");
        }
        let services = file(&Scale::LARGE, Kind::Services);
        let salt = services.iter().find(|row| row[0] == "BS50").unwrap();
        assert_eq!(salt.last().unwrap(), "Steam;Steam 2;Steam 3;Steam 4");
    }

    /// Numbers from GS1's own page on check digits.
    #[test]
    fn check_digits_are_those_published() {
        assert_eq!(gtin13(629_104_150_021), "6291041500213");
        assert_eq!(gtin13(400_638_133_393), "4006381333931");
    }
}
