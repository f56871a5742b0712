//! The layout of `src/` is the one that CONTRIBUTING and the architecture page describe.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");
const ARCHITECTURE: &str = include_str!("../../docs/architecture.md");

/// Returns the folders of `src/` in the order in which CONTRIBUTING lists them.
fn listed_folders() -> Vec<&'static str> {
    CONTRIBUTING
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("/` |"))
        .map(|(name, _)| name)
        .collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let (folders, mut files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| files_below(folder)));
    files
}

fn source() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

#[test]
fn the_listed_folders_are_those_of_the_source_tree() {
    let entries = fs::read_dir(source()).unwrap().map(|entry| entry.unwrap());
    let folders: BTreeSet<_> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let listed = listed_folders().into_iter().map(str::to_owned).collect();
    assert_eq!(folders, listed);
}

#[test]
fn a_folder_imports_only_folders_listed_above_it() {
    let folders = listed_folders();
    for (index, folder) in folders.iter().enumerate() {
        for file in files_below(&source().join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            for later in &folders[index + 1..] {
                let is_imported = text.contains(&format!("crate::{later}::"));
                assert!(!is_imported, "{} imports {later}", file.display());
            }
        }
    }
}

/// Returns for each module of a folder the modules beside it that it imports, outside of its tests.
fn imports_within(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let entries = fs::read_dir(folder).unwrap();
    let paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let modules: BTreeSet<_> = paths.iter().map(|path| name(path)).collect();
    let mut imports = BTreeMap::new();
    for path in paths.iter().filter(|path| path.is_file()) {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let imported = code
            .match_indices("super::")
            .filter(|(start, _)| !code[..*start].ends_with("super::"))
            .map(|(start, prefix)| &code[start + prefix.len()..])
            .filter_map(|rest| {
                rest.split(|ch: char| !ch.is_alphanumeric() && ch != '_')
                    .next()
            })
            .filter(|module| modules.contains(*module) && *module != name(path))
            .map(str::to_owned);
        imports.insert(name(path), imported.collect());
    }
    imports.remove("mod");
    imports
}

#[test]
fn no_modules_of_a_folder_import_each_other_in_a_circle() {
    let folders: BTreeSet<_> = files_below(source())
        .iter()
        .map(|file| file.parent().unwrap().to_owned())
        .collect();
    for folder in folders.iter().filter(|folder| *folder != source()) {
        let mut imports = imports_within(folder);
        // Modules that import nothing that is left cannot be part of a circle.
        while let Some(leaf) = imports
            .iter()
            .find(|(_, imported)| !imported.iter().any(|name| imports.contains_key(name)))
            .map(|(name, _)| name.clone())
        {
            imports.remove(&leaf);
        }
        assert!(imports.is_empty(), "{}: {imports:?}", folder.display());
    }
}

#[test]
fn files_named_in_the_documentation_exist() {
    let names = [CONTRIBUTING, ARCHITECTURE]
        .into_iter()
        .flat_map(|text| text.split('`').skip(1).step_by(2))
        .filter(|name| {
            Path::new(name)
                .extension()
                .is_some_and(|extension| extension == "rs")
        });
    for name in names {
        let path = source().join(name);
        let is_there = path.exists() || source().parent().unwrap().join(name).exists();
        assert!(is_there, "{name}");
    }
}

#[test]
fn only_error_and_limits_are_files_beside_the_folders() {
    let entries = fs::read_dir(source()).unwrap();
    let names: BTreeSet<_> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let expected = ["error.rs", "lib.rs", "limits.rs", "main.rs"];
    assert_eq!(names, expected.map(str::to_owned).into());
}

#[test]
fn every_source_file_is_a_module_of_the_crate() {
    let files = files_below(source());
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
