//! Says how Cargo's own `semver` library orders versions. The protocol is that of pep440.py, without a normal form.

use std::io::BufRead;

fn version(word: &str) -> Option<semver::Version> {
    let bytes: Option<Vec<u8>> =
        (0..word.len()).step_by(2).map(|at| u8::from_str_radix(word.get(at..at + 2)?, 16).ok()).collect();
    String::from_utf8(bytes?).ok()?.parse().ok()
}

fn main() {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Some((one, two)) = line.split_once(' ') else { continue };
        let (one, two) = (version(one), version(two));
        let kind = one.as_ref().map_or("x".into(), |one| u8::from(!one.pre.is_empty()).to_string());
        match (one, two) {
            (Some(one), Some(two)) => println!("{} x {kind}", one.cmp(&two) as i8),
            _ => println!("x x {kind}"),
        }
    }
}
