//! Sources made to hurt: none takes the process down, none takes long.

use sandtable_pipeline::python;

use super::refusal;

#[test]
fn deep_nesting_is_refused_with_its_line() {
    let deep = |open: &str, close: &str, times: usize| format!("x = 1\ny = {}1{}", open.repeat(times), close.repeat(times));
    let sources = [
        deep("(", ")", 100_000),
        deep("[", "]", 100_000),
        deep("{1: ", "}", 100_000),
        deep("-", "", 300_000),
        deep("~ ", "", 300_000),
        deep("not ", "", 200_000),
        deep("lambda: ", "", 100_000),
        deep("1 + ", "", 200_000),
        deep("1 ** ", "", 200_000),
        deep("1 if 1 else ", "", 50_000),
        deep("await ", "", 100_000),
        deep("f'{", "}'", 50_000),
        deep("x(", "", 100_000),
        deep("*", "", 100_000),
        format!("x = 1\ny = pl{}", ".a".repeat(300_000)),
        format!("x = 1\ny = pl{}", ".a()".repeat(200_000)),
        format!("x = 1\ny = pl{}", "[0]".repeat(200_000)),
        format!("x = 1\ny = pl{}", "()".repeat(300_000)),
        format!("x = 1\ny{}", " < 1 == y".repeat(100_000)),
    ];
    for source in sources {
        let error = refusal(&source);
        assert_eq!(error.details["line"], 2, "{}", error.message);
    }
    // Blocks in blocks, and lines of which the last is too much.
    let blocks: String = (0..500).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect();
    refusal(&blocks);
    refusal(&"async ".repeat(150_000));
    refusal(&"elif ".repeat(150_000));
    refusal(&"(".repeat(1 << 20));
}

#[test]
fn what_nests_too_deep_for_a_document_is_refused() {
    let error = refusal(&format!("df = pl.scan_csv('x')\ndf = df.select(pl.col('a'){})", ".abs()".repeat(100)));
    assert!(error.message.contains("nests deeper than 64"), "{}", error.message);
    refusal(&format!("x = {}{}", "[".repeat(70), "]".repeat(70)));
}

#[test]
fn names_that_stand_for_each_other_do_not_grow_without_end() {
    let mut doubling = "x0 = ['aaaaaaaaaaaaaaaa']\n".to_owned();
    let mut texts = "x0 = 'aaaaaaaaaaaaaaaa'\n".to_owned();
    let mut deeper = "x = pl.col('a')\n".to_owned();
    let mut lists = "x = []\n".to_owned();
    for number in 1..200 {
        doubling.push_str(&format!("x{number} = [x{0}, x{0}]\n", number - 1));
        texts.push_str(&format!("x{number} = x{0} + x{0}\n", number - 1));
        deeper.push_str("x = x + 1\n");
        lists.push_str("x = [x]\n");
    }
    for source in [doubling, texts] {
        assert!(refusal(&source).message.contains("more than 1048576 bytes"));
    }
    for source in [deeper, lists] {
        assert!(refusal(&source).message.contains("nests deeper than 64"));
    }
}

#[test]
fn a_source_has_the_bounds_of_a_document() {
    assert!(refusal(&"#".repeat((1 << 20) + 1)).message.contains("bytes of the source"));
    assert!(refusal(&"df = pl.scan_csv('x')\n".repeat(1_001)).message.contains("more than 1000 steps"));
    let chain = format!("df = pl.scan_csv('x'){}", ".head()".repeat(1_000));
    assert!(refusal(&chain).message.contains("more than 1000 steps"));
    let longest = format!("df = pl.scan_csv('x'){}", ".head()".repeat(999));
    assert!(python::parse(&longest).is_ok());
}

/// A source that is fine, cut and stirred: an answer or an error with its place, never the end of the process.
#[test]
fn stirred_sources_give_an_answer_or_an_error() {
    let source = include_str!("sample.py");
    let parts = [
        "(", ")", "[", "]", "{", "}", "'", "\"", "\"\"\"", "f'", ":", ",", ".", "\n", "    ", "\\", "**", "*", "=", ":=", "lambda", "for", "in", "not", "$",
        "\u{0}", "ä", "💥", "1e9999", "0x", "#",
    ];
    let mut random = super::Random::new(7);
    let characters: Vec<char> = source.chars().collect();
    for _ in 0..20_000 {
        let from = random.below(characters.len());
        let length = random.below(400);
        let mut piece: Vec<char> = characters[from..(from + length).min(characters.len())].to_vec();
        for _ in 0..random.below(4) {
            let at = random.below(piece.len() + 1);
            piece.splice(at..at, parts[random.below(parts.len())].chars());
        }
        for _ in 0..random.below(4) {
            if !piece.is_empty() {
                piece.remove(random.below(piece.len()));
            }
        }
        let piece: String = piece.into_iter().collect();
        if let Ok(document) = python::parse(&piece) {
            python::print(&document).unwrap_or_else(|error| panic!("{}\n{piece}", error.message));
        }
    }
}
