//! The lessons of other tills, case by case: text files of one step a line, each with
//! what comes of it behind `=>`. The words are in [`till`]; `lessons.txt` says where each
//! lesson is kept, and is held against the scripts and the tests that it names.

mod till;

use std::{
    collections::BTreeSet,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use till::Till;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts")
}

/// Name and text of each script.
fn scripts() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fs::read_dir(root())
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|ending| ending == "txt"))
        .filter(|it| it.file_stem().is_some_and(|it| it != "lessons"))
        .map(|it| {
            let name = it.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&it).unwrap())
        })
        .collect();
    all.sort();
    all
}

/// Every step that came out otherwise than it says.
fn run(name: &str, text: &str) -> Vec<String> {
    let mut till = Till::new();
    let mut wrong = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        let line = line.split(" #").next().unwrap().trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (step, wanted) = line.split_once("=>").unwrap_or((line, ""));
        // What a script gets wrong is told with its line, like all else.
        let came = catch_unwind(AssertUnwindSafe(|| till.step(step.trim())));
        let came = came.unwrap_or_else(|_| vec!["not understood".to_owned()]);
        let wanted: Vec<&str> = wanted.split(',').map(str::trim).collect();
        let is_refusal = |it: &str| it.starts_with("refused");
        let came_refused = came.iter().any(|it| is_refusal(it));
        let is_as_wanted = wanted
            .iter()
            .filter(|it| !it.is_empty())
            .all(|want| came.iter().any(|it| it == want))
            && came_refused == wanted.iter().any(|it| is_refusal(it))
            && came != ["not understood"];
        if !is_as_wanted {
            wrong.push(format!(
                "{name}.txt:{}: {line}\n    {}",
                idx + 1,
                came.join(", ")
            ));
        }
    }
    wrong
}

#[test]
fn each_step_comes_out_as_its_script_says() {
    let all = scripts();
    assert!(all.len() > 10);
    let wrong: Vec<String> = all
        .iter()
        .flat_map(|(name, text)| run(name, text))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A step that comes out otherwise, or that nobody understands, does not pass.
#[test]
fn a_script_that_is_wrong_is_found_out() {
    let set = "product OIL 18.90\nopen 100\n";
    for wrong in [
        "add OIL => total 18.91",
        "add OIL => refused nothing_to_sell",
        "pay cash",
        "pay cash => refused not_set_up",
    ] {
        assert_eq!(run("x", &format!("{set}{wrong}")).len(), 1, "{wrong}");
    }
    assert_eq!(
        run("x", &format!("{set}add OIL => total 18.90")),
        Vec::<String>::new()
    );
}

/// Each lesson is kept by a script that is there or by a test that is there, and each
/// script keeps a lesson.
#[test]
fn every_lesson_is_kept_somewhere() {
    let table = fs::read_to_string(root().join("lessons.txt")).unwrap();
    let scripts: BTreeSet<String> = scripts().into_iter().map(|(name, _)| name).collect();
    let sources = all_sources();
    let mut kept = BTreeSet::new();
    let mut n_lessons = 0;
    for line in table
        .lines()
        .filter(|it| !it.starts_with('#') && !it.is_empty())
    {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [section, threads, lesson, by] = columns[..] else {
            panic!("{line}");
        };
        assert!(
            section.starts_with("3.") && !threads.is_empty() && !lesson.is_empty(),
            "{line}"
        );
        n_lessons += 1;
        for it in by.split(',').map(str::trim) {
            if let Some(script) = it.strip_suffix(".txt") {
                assert!(scripts.contains(script), "no script {script}: {line}");
                kept.insert(script.to_owned());
            } else {
                let wanted = format!("fn {it}(");
                assert!(sources.contains(&wanted), "no test {it}: {line}");
            }
        }
    }
    assert!(n_lessons > 60, "{n_lessons}");
    assert_eq!(kept, scripts, "scripts that keep no lesson");
}

fn all_sources() -> String {
    let mut text = String::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                text.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }
    text
}
