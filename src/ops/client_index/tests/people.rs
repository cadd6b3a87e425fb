//! People of seven languages, and how they are asked for.

use fastrand::Rng;

use super::{Client, Seen};
use crate::domain::{
    ids::{ClientId, RawId},
    text::fold,
};

#[rustfmt::skip]
const FIRST: [&[&str]; 7] = [
    &["Līga", "Anna", "Jānis", "Pēteris", "Ilze", "Mārtiņš", "Agnese", "Kristīne", "Žanete", "Edgars"],
    &["Юрий", "Анна", "Ольга", "Михаил", "Щедра", "Наталья", "Дмитрий", "Виктор", "Ксения", "Фёдор"],
    &["Անի", "Հայկ", "Նարե", "Արամ", "Գոհար", "Ծովինար", "Լիլիթ", "Տիգրան", "Շուշան", "Վահան"],
    &["芳", "伟", "小芳", "娜", "秀英", "敏", "静", "丽", "强", "国华"],
    &["Ștefan", "Ioana", "Andrei", "Mădălina", "Țicu", "Elena", "Răzvan", "Anca", "Bogdan", "Înga"],
    &["Wangari", "Amani", "Baraka", "Zawadi", "Juma", "Neema", "Fatuma", "Jabari", "Imani", "Ng'ang'a"],
    &["Mary", "John", "Annabel", "Siobhán", "Zoë", "William", "Kate", "Matthew", "Joan", "O'Neil"],
];
#[rustfmt::skip]
const LAST: [&[&str]; 7] = [
    &["Ozola", "Bērziņš", "Kalniņa", "Liepiņš", "Krūmiņa", "Ozoliņa-Kalna", "Zariņš", "Ābele", "Čakste", "Ķirsis"],
    &["Иванова", "Щукарь", "Кузнецов", "Попова", "Смирнов", "Чайковская", "Жуков", "Ёлкина", "Михайлов", "Цой"],
    &["Հովհաննիսյան", "Սարգսյան", "Պետրոսյան", "Գրիգորյան", "Խաչատրյան", "Մկրտչյան", "Աբգարյան", "Ղազարյան", "Ջանոյան", "Զորյան"],
    &["王", "李", "张", "汪", "刘", "陈", "杨", "黄", "欧阳", "周"],
    &["Popescu", "Ionescu", "Țăranu", "Dumitru", "Stănescu", "Gheorghe", "Munteanu", "Șerban", "Vlădescu", "Radu"],
    &["Kamau", "Otieno", "Mwangi", "Njoroge", "Wanjiku", "Kimani", "Mutua", "Odhiambo", "Nyerere", "Achieng"],
    &["Smith", "Brown-Jones", "Fangworth", "Wangler", "Taylor", "Thompson", "White", "Ozolson", "Clark", "McDonald"],
];

pub(super) fn client(number: u64, name: &str, phone: &str) -> Client {
    Client {
        id: ClientId(RawId::new(1, number).unwrap()),
        name: name.to_owned(),
        phone: phone.to_owned(),
        email: String::new(),
        birth_date: None,
        sex: None,
        alert: String::new(),
        notes: String::new(),
        usual_staff: None,
        created_at: chrono::DateTime::UNIX_EPOCH,
        active: true,
        card: String::new(),
        price_level: None,
        card_rate: None,
    }
}

pub(super) struct People {
    pub(super) rng: Rng,
}

impl People {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
        }
    }

    fn one(&mut self, of: &[&'static str]) -> &'static str {
        of[self.rng.usize(..of.len())]
    }

    /// Somebody new, with the day of the last visit.
    pub(super) fn next(&mut self, number: u64) -> (Client, Seen) {
        let language = self.rng.usize(..FIRST.len());
        let (first, last) = (self.one(FIRST[language]), self.one(LAST[language]));
        let name = match (language, self.rng.u8(..10)) {
            (3, _) => format!("{last}{first}"),
            (_, 0) => format!("{last}, {first}"),
            (_, 1) => format!("{first} {} {last}", self.one(FIRST[language])),
            // Real lists have many names that nobody else has.
            (_, 2..8) => {
                let tail = self.tail();
                format!("{first} {last}{tail}")
            }
            _ => format!("{first} {last}"),
        };
        let digits = self.rng.u32(1_000_000..99_999_999);
        let phone = match self.rng.u8(..6) {
            0 => String::new(),
            1 => format!("+371 {digits}"),
            2 => format!("00371-{digits}"),
            3 => format!("8 ({}) {}", digits / 10_000, digits % 10_000),
            _ => digits.to_string(),
        };
        let mut client = client(number, &name, &phone);
        client.active = self.rng.u8(..20) > 0;
        (client, self.rng.u16(..100))
    }

    fn tail(&mut self) -> String {
        (0..self.rng.usize(2..5))
            .map(|_| self.one(&["ka", "lo", "mi", "ne", "ru", "sta", "ve", "zi"]))
            .collect()
    }

    /// Something that one would type to find one of them.
    pub(super) fn query(&mut self, clients: &[(Client, Seen)]) -> String {
        let (client, _) = &clients[self.rng.usize(..clients.len())];
        let name = match self.rng.u8(..3) {
            0 => client.name.clone(),
            _ => fold(&client.name),
        };
        let mut words: Vec<String> = name.split([' ', ',', '-']).map(str::to_owned).collect();
        words.retain(|it| !it.is_empty());
        self.rng.shuffle(&mut words);
        match self.rng.u8(..10) {
            0 => words[0].clone(),
            1 => words.concat(),
            2 => self.begun(&words[0]),
            3 => words
                .iter()
                .map(|it| self.begun(it))
                .collect::<Vec<_>>()
                .join(" "),
            4 | 5 => typo(&words.join(" "), &mut self.rng).unwrap_or_default(),
            6 => typo(&words[0], &mut self.rng).unwrap_or_default(),
            7 => self.digits(&client.phone),
            8 => format!("{} {}", self.begun(&words[0]), self.digits(&client.phone)),
            _ => words.join(" "),
        }
    }

    /// Addresses of a few houses; cards of one kind, numbered with gaps. One in ten has
    /// neither.
    pub(super) fn gives_address_and_card(&mut self, client: &mut Client) {
        if self.rng.u8(..10) == 0 {
            return;
        }
        let number = client.id.0.counter();
        let user = ["Anna", "liga.ozola", "j", "p.berzins", "Info"][self.rng.usize(..5)];
        let house = ["inbox.lv", "Gmail.com", "spa.example"][self.rng.usize(..3)];
        client.email = format!("{user}{}@{house}", number / 3);
        client.card = format!("KX-{}", 50_000 + number * 7);
    }

    /// With its at, in any case; of nobody where there is none.
    pub(super) fn part_of_address(&mut self, address: &str) -> String {
        let Some((user, house)) = address.split_once('@') else {
            return "nobody@".into();
        };
        let from = self.rng.usize(..=user.len());
        let to = self.rng.usize(..=house.len());
        let part = format!("{}@{}", &user[from..], &house[..to]);
        if self.rng.bool() {
            part.to_uppercase()
        } else {
            part
        }
    }

    /// Its letters with some digits, spelled in any way.
    pub(super) fn beginning_of_card(&mut self, card: &str) -> String {
        let Some(digits) = card.strip_prefix("KX-") else {
            return "KX-99999".into();
        };
        let digits = &digits[..self.rng.usize(2..=digits.len())];
        let letters = ["KX-", "kx", "Kx-"][self.rng.usize(..3)];
        format!("{letters}{digits}")
    }

    fn begun(&mut self, word: &str) -> String {
        let n_letters = self.rng.usize(1..=word.chars().count());
        word.chars().take(n_letters).collect()
    }

    /// Some digits of a number, in some spelling.
    fn digits(&mut self, phone: &str) -> String {
        let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < 3 {
            return "2612".into();
        }
        let from = self.rng.usize(..digits.len() - 2);
        let to = self.rng.usize(from + 2..=digits.len());
        let run: String = digits[from..to].iter().collect();
        let start = ["", "", "", "0", "00", "8", "+371"][self.rng.usize(..7)];
        let (head, tail) = run.split_at(run.len() / 2);
        format!("{start}{head} {tail}")
    }
}

/// One word of four letters or more gets one error.
pub(super) fn typo(typed: &str, rng: &mut Rng) -> Option<String> {
    let mut words: Vec<Vec<char>> = typed.split(' ').map(|it| it.chars().collect()).collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|it| words[*it].len() >= 4)
        .collect();
    let word = &mut words[*rng.choice(&long)?];
    let at = rng.usize(..word.len());
    let letter = rng.lowercase();
    match rng.u8(..4) {
        0 => drop(word.remove(at)),
        1 => word.insert(at, letter),
        2 => word[at] = letter,
        _ => word.swap(at, at.saturating_sub(1)),
    }
    let words: Vec<String> = words
        .into_iter()
        .map(|it| it.into_iter().collect())
        .collect();
    Some(words.join(" "))
}
