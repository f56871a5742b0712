//! What CONTRIBUTING says of the house is true.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

/// The rooms, in the order in which CONTRIBUTING lists them.
fn rooms() -> Vec<&'static str> {
    let names = CONTRIBUTING
        .lines()
        .filter_map(|line| line.strip_prefix("| `"));
    names
        .filter_map(|line| line.split_once("/` |"))
        .map(|(name, _)| name)
        .collect()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.append(&mut self::files(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn source() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

#[test]
fn the_listed_folders_are_those_of_the_source_tree() {
    let folders = fs::read_dir(source()).unwrap().map(|entry| entry.unwrap());
    let folders = folders.filter(|entry| entry.path().is_dir());
    let folders: BTreeSet<_> = folders
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        rooms()
            .into_iter()
            .map(str::to_owned)
            .collect::<BTreeSet<_>>(),
        folders
    );
}

#[test]
fn a_folder_imports_only_folders_listed_above_it() {
    let rooms = rooms();
    for (place, room) in rooms.iter().enumerate() {
        for file in files(&source().join(room)) {
            let text = fs::read_to_string(&file).unwrap();
            for later in &rooms[place + 1..] {
                let is_imported = text.contains(&format!("crate::{later}::"));
                assert!(!is_imported, "{} imports {later}", file.display());
            }
        }
    }
}

#[test]
fn files_named_in_contributing_exist() {
    for name in CONTRIBUTING
        .split('`')
        .filter(|name| name.starts_with("src/"))
    {
        let path = source().parent().unwrap().join(name);
        assert!(path.exists(), "{name}");
    }
}

#[test]
fn only_error_and_limits_are_files_beside_the_folders() {
    let files = fs::read_dir(source())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    assert_eq!(files.filter(|path| path.is_file()).count(), 2 + 2);
}

#[test]
fn every_source_file_is_a_module_of_the_crate() {
    let files = files(source());
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
    {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let folder = file.parent().unwrap();
        let (name, parent) = match stem {
            "main" | "lib" => continue,
            "mod" => (
                folder.file_name().unwrap().to_str().unwrap(),
                folder.parent().unwrap(),
            ),
            _ => (stem, folder),
        };
        let mut roots = ["mod.rs", "lib.rs", "main.rs"]
            .map(|root| parent.join(root))
            .to_vec();
        roots.push(parent.with_extension("rs"));
        let declaration = format!("mod {name};");
        let declares = |root: &std::path::PathBuf| {
            let text = fs::read_to_string(root).unwrap_or_default();
            text.lines()
                .any(|line| line.trim_start_matches("pub ").trim() == declaration)
        };
        assert!(
            roots.iter().any(declares),
            "{} is never compiled",
            file.display()
        );
    }
}
