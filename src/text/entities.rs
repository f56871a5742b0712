//! Names of characters in HTML: those of ASCII, of Latin-1 and of common punctuation.

/// The character that a name stands for.
pub fn character_of_entity(name: &str) -> Option<char> {
    let latin = || {
        let index = LATIN_1.split_whitespace().position(|known| known == name)?;
        char::from_u32(0xa0 + u32::try_from(index).ok()?)
    };
    let other = OTHER.iter().find(|(_, names)| names.contains(&name));
    other.map(|(character, _)| *character).or_else(latin)
}

/// The names of U+00A0 to U+00FF, in their order.
const LATIN_1: &str = "\
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr \
    deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
    Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
    ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig \
    agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
    eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// Other names.
#[rustfmt::skip]
const OTHER: [(char, &[&str]); 53] = [
    ('\t', &["Tab"]), ('\n', &["NewLine"]), ('!', &["excl"]), ('"', &["quot", "QUOT"]), ('#', &["num"]),
    ('$', &["dollar"]), ('%', &["percnt"]), ('&', &["amp", "AMP"]), ('\'', &["apos"]), ('(', &["lpar"]),
    (')', &["rpar"]), ('*', &["ast", "midast"]), ('+', &["plus"]), (',', &["comma"]), ('.', &["period"]),
    ('/', &["sol"]), (':', &["colon"]), (';', &["semi"]), ('<', &["lt", "LT"]), ('=', &["equals"]),
    ('>', &["gt", "GT"]), ('?', &["quest"]), ('@', &["commat"]), ('[', &["lsqb", "lbrack"]), ('\\', &["bsol"]),
    (']', &["rsqb", "rbrack"]), ('^', &["Hat"]), ('_', &["lowbar", "UnderBar"]), ('`', &["grave"]),
    ('{', &["lcub", "lbrace"]), ('|', &["verbar", "vert"]), ('}', &["rcub", "rbrace"]),
    ('\u{152}', &["OElig"]), ('\u{153}', &["oelig"]), ('\u{160}', &["Scaron"]), ('\u{161}', &["scaron"]),
    ('\u{178}', &["Yuml"]), ('\u{192}', &["fnof"]), ('\u{2013}', &["ndash"]), ('\u{2014}', &["mdash"]),
    ('\u{2018}', &["lsquo"]), ('\u{2019}', &["rsquo"]), ('\u{201a}', &["sbquo"]), ('\u{201c}', &["ldquo"]),
    ('\u{201d}', &["rdquo"]), ('\u{201e}', &["bdquo"]), ('\u{2020}', &["dagger"]), ('\u{2021}', &["Dagger"]),
    ('\u{2022}', &["bull"]), ('\u{2026}', &["hellip"]), ('\u{2030}', &["permil"]), ('\u{20ac}', &["euro"]),
    ('\u{2122}', &["trade"]),
];
