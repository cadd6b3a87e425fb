//! Made-up people whose names repeat as real ones do: some three thousand family
//! names and four hundred given names of seven languages, a few of which many bear,
//! and now and then a name that nobody else has.

use balm::domain::{
    client::Client,
    ids::{ClientId, RawId},
};
use fastrand::Rng;

/// How the names of a language are put together: beginnings and endings of family
/// names and of given names, as `|`-separated parts.
struct Language {
    /// Of a hundred people.
    share: usize,
    family: [&'static str; 3],
    given: [&'static str; 2],
    /// Family name first, with nothing between.
    is_han: bool,
}

#[rustfmt::skip]
const LANGUAGES: [Language; 7] = [
    Language { share: 30, is_han: false,
        family: ["Oz|Bērz|Kaln|Liep|Krūm|Zar|Āb|Jans|Siliņ|Vīt|Egl|Zvirbul|Balod|Put|Dzen|Ķirs|Skuj|Gail|Lāc|Apin", "|ol|iņ|el|ān|en|ul|ēn|it|ēt", "a|s|iņš|e|is"],
        given: ["Il|Lī|Jā|Mār|Kris|Ag|San|Ed|Da|Ro|Vi|Ze|An|Pē|Gu", "ze|ga|nis|tiņš|nese|dra|ce|berts|teris"] },
    Language { share: 25, is_han: false,
        family: ["Иван|Петр|Кузнец|Смирн|Попо|Волк|Мороз|Щук|Жук|Зайц|Орл|Соколо|Лебед|Козл|Нови|Федо|Михайл|Алексе|Юр|Ёлк", "|ов|ев|ин|енк|ск|овск|чик|ян", "а|о|ий|ова|ын"],
        given: ["Юр|Ан|Оль|Миха|Дмит|Викт|Ксе|Фёд|Ната|Ек|Алекс", "ий|на|га|ил|рий|ор|ния|лья"] },
    Language { share: 25, is_han: false,
        family: ["Smith|Brown|Taylor|Clark|White|Harris|Wood|Green|Hill|Baker|Carter|Cooper|Ward|Turner|Parker|Mill|Ash|North|Lang|Stan", "|s|er|ing|field|wood|bur|win|den", "|ton|son|ley|man|ford"],
        given: ["Mar|John|Anna|Wil|Kath|Matt|El|Rob|Chris|Ste|Dan", "y|bel|liam|erine|hew|len|ert|tine"] },
    Language { share: 6, is_han: false,
        family: ["Հովհաննիս|Սարգս|Պետրոս|Գրիգոր|Խաչատր|Մկրտչ|Աբգար|Ղազար|Ջանո|Զոր", "|ա|ի|ու", "յան|յանց|ունի"],
        given: ["Ան|Հայ|Նար|Արա|Գոհ|Ծով|Լիլ", "ի|կ|ե|մ|ար|ինար"] },
    Language { share: 6, is_han: true,
        family: ["王|李|张|汪|刘|陈|杨|黄|欧阳|周|吴|徐|孙|马|朱|胡|郭|何|高|林|罗|郑|梁|谢|宋|唐|许|邓|韩|冯", "", ""],
        given: ["|小|秀|国|美|志|文|建|晓", "芳|伟|娜|英|敏|静|丽|强|华|军"] },
    Language { share: 4, is_han: false,
        family: ["Pop|Ion|Țăr|Dumitr|Stăn|Gheorgh|Munt|Șerb|Vlăd|Rad", "|an|esc|ul|il", "u|escu|anu|eanu"],
        given: ["Ște|Io|An|Mădă|Răz|El|Bog", "fan|ana|drei|lina|van|ena"] },
    Language { share: 4, is_han: false,
        family: ["Kam|Oti|Mwa|Njo|Wan|Kim|Mut|Odh|Nyer|Ach", "|a|en|ri|gi", "u|o|ngi|jiku|ni"],
        given: ["Wan|Am|Bar|Zaw|Ju|Ne|Fat", "gari|ani|aka|adi|ma|uma"] },
];

/// One of so many has a name that nobody else has.
const RARE: usize = 30;
/// So many were here within the last three years.
const DAYS: u16 = 1_000;

/// Somebody, and the day of the last visit.
pub(crate) fn somebody(number: u64, rng: &mut Rng) -> (Client, u16) {
    let mut among = rng.usize(..100);
    let language = LANGUAGES.iter().find(|it| {
        let is_this = among < it.share;
        among = among.saturating_sub(it.share);
        is_this
    });
    let language = language.unwrap_or(&LANGUAGES[0]);
    let given = one(&language.given, rng);
    let mut family = one(&language.family, rng);
    if rng.usize(..RARE) == 0 {
        for _ in 0..3 {
            family.push(rng.lowercase());
            family.push(rng.choice(['a', 'e', 'i', 'o', 'u']).unwrap_or('a'));
        }
    }
    let name = match rng.u8(..12) {
        _ if language.is_han => format!("{family}{given}"),
        0 => format!("{family}, {given}"),
        1 => format!("{given} {} {family}", one(&language.given, rng)),
        2 => format!("{given} {family}-{}", one(&language.family, rng)),
        _ => format!("{given} {family}"),
    };
    let client = Client {
        id: ClientId(RawId::from_u64(number)),
        name,
        phone: format!("+371 {}", rng.u32(20_000_000..30_000_000)),
        email: String::new(),
        birth_date: None,
        sex: None,
        alert: String::new(),
        notes: String::new(),
        usual_staff: None,
        created_at: chrono::DateTime::UNIX_EPOCH,
        active: rng.u8(..20) > 0,
        card: String::new(),
        price_level: None,
        card_rate: None,
    };
    (client, rng.u16(..DAYS))
}

/// A part of each, the first ones more often than the last.
fn one(parts: &[&str], rng: &mut Rng) -> String {
    let of_each = parts.iter().map(|all| {
        let all: Vec<&str> = all.split('|').collect();
        // The lower of two throws.
        let nth = rng.usize(..all.len()).min(rng.usize(..all.len()));
        all[nth]
    });
    of_each.collect()
}
