//! Documents made at random: written as Python and read again they are equal, down to the order of keys.

use serde_json::{Map, Value, json};

use super::{read, written};

/// A small generator of numbers, so that a failure can be made again from its seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).expect("it is below a usize")
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one_of<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }

    fn some(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> Value) -> Vec<Value> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }
}

const TEXTS: [&str; 22] = [
    "a",
    "b c",
    "",
    "it's",
    "\"quoted\"",
    "back\\slash",
    "new\nline",
    "tab\t",
    "ä",
    "💥",
    "\u{0}",
    "\u{2028}",
    "Int64",
    "Date",
    "flights",
    "$$",
    "$$5",
    "$$x",
    "$$$y",
    "$$a b",
    "{x}",
    "%Y-%m-%d",
];
const FRAMES: [&str; 4] = ["flights", "weather", "df", "airlines_2"];
const FUNCTIONS: [&str; 5] = ["col", "lit", "all", "concat_str", "struct"];
const SELECTORS: [&str; 3] = ["selectors.all", "selectors.numeric", "selectors.by_name"];
const METHODS: [&str; 24] = [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "and_",
    "or_",
    "xor",
    "neg",
    "not_",
    "alias",
    "str.to_lowercase",
    "dt.year",
    "cast",
    "is_in",
    "over",
];
const OPERATIONS: [&str; 9] = ["select", "with_columns", "filter", "join", "group_by", "agg", "sort", "cast", "head"];

fn text(random: &mut Random) -> Value {
    if random.chance(8) { json!("$least") } else { json!(random.one_of(&TEXTS)) }
}

fn scalar(random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => json!(random.chance(50)),
        2 => json!(random.below(100)),
        3 => json!(-1_i64 - i64::try_from(random.below(100)).expect("it is small")),
        4 => json!([i64::MIN, i64::MAX, 0][random.below(3)]),
        5 => json!([0.5, -0.0, 1e300, -1e-7, 1e16, 3.0][random.below(6)]),
        6 => json!(u64::MAX),
        _ => text(random),
    }
}

fn data(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 4 } else { 6 }) {
        4 => random.some(3, |random| data(random, depth - 1)).into(),
        5 => Value::Object((0..random.below(3)).map(|number| (format!("{} {number}", random.one_of(&TEXTS)), data(random, depth - 1))).collect()),
        _ => scalar(random),
    }
}

fn argument(random: &mut Random, depth: usize) -> Value {
    match random.below(10) {
        0..=3 if depth > 0 => expression(random, depth - 1),
        4 if depth > 0 => random.some(3, |random| argument(random, depth - 1)).into(),
        5 => json!({"custom_function": random.one_of(&["clean", "tidy_up", "clean-names@1.0.0", "flights"])}),
        6 => data_type(random),
        7 => data(random, depth.min(2)),
        _ => scalar(random),
    }
}

fn data_type(random: &mut Random) -> Value {
    match random.below(4) {
        0 => json!({"expr": "List", "args": ["Int64"], "kwargs": {}}),
        1 => json!({"expr": "Datetime", "args": [], "kwargs": {"time_unit": "us"}}),
        _ => json!(random.one_of(&["Int64", "String", "Float32"])),
    }
}

fn expression(random: &mut Random, depth: usize) -> Value {
    let make = |random: &mut Random| argument(random, depth.saturating_sub(1));
    if depth == 0 || random.chance(30) {
        let selects = random.chance(25);
        let name = if selects { random.one_of(&SELECTORS) } else { random.one_of(&FUNCTIONS) };
        // A column is not named by a data type's object.
        let args = if name == "col" { vec![text(random)] } else { random.some(2, make) };
        let kwargs = if random.chance(20) { keywords(random, depth.saturating_sub(1), false) } else { Map::new() };
        return json!({"expr": name, "args": args, "kwargs": kwargs});
    }
    let on = expression(random, depth - 1);
    let args = random.some(2, make);
    let kwargs = if random.chance(15) { keywords(random, depth - 1, false) } else { Map::new() };
    json!({"expr": random.one_of(&METHODS), "on": on, "args": args, "kwargs": kwargs})
}

fn keywords(random: &mut Random, depth: usize, any_name: bool) -> Map<String, Value> {
    let names: &[&str] =
        if any_name { &["late", "a b", "class", "dtype", "ä", "", "other", "function", "$x"] } else { &["dtype", "ignore_nulls", "other", "schema"] };
    (0..random.below(4)).map(|_| (random.one_of(names).to_owned(), argument(random, depth))).collect()
}

fn document(random: &mut Random) -> Value {
    let mut document = Map::new();
    if random.chance(50) {
        document.insert("name".to_owned(), json!(random.one_of(&["Late flights", "a \"name\"", "back\\slash", "two\nlines", "ä"])));
        document.insert("description".to_owned(), json!(random.one_of(&["", "What it does.", "Two.\n\nParagraphs.\n", "tab\t\"\"\""])));
    }
    let mut variables = vec![json!({"key": "least", "name": "least", "value": data(random, 2)})];
    if random.chance(50) {
        variables.push(json!({"key": "path", "name": "The path", "description": "where it\nis"}));
        variables.push(json!({"key": "limit", "name": "Limit", "value": null}));
    }
    document.insert("variables".to_owned(), variables.into());
    let mut there: Vec<&str> = Vec::new();
    let mut steps = Vec::new();
    for number in 0..=random.below(8) {
        let output = random.one_of(&FRAMES);
        let is_source = number == 0 || random.chance(25);
        let operation = if is_source { random.one_of(&["scan_csv", "concat", "read_parquet"]) } else { random.one_of(&OPERATIONS) };
        let mut args = random.some(3, |random| argument(random, 5));
        if operation == "join" || operation == "concat" {
            args.insert(0, json!(random.one_of(&FRAMES)));
        }
        let kwargs = keywords(random, 4, matches!(operation, "select" | "with_columns" | "agg"));
        let mut step = json!({"operation": operation, "args": args, "kwargs": kwargs});
        if !is_source {
            step["dataframe_in"] = json!(there[random.below(there.len())]);
        }
        step["dataframe_out"] = json!(output);
        there.push(output);
        steps.push(step);
    }
    document.insert("steps".to_owned(), steps.into());
    if random.chance(30) {
        let output =
            json!({"name": "out $5", "dataframe_id": there[0], "destination_variable_key": "least", "format_options": {"null_value": "$x", "delimiter": ";"}});
        document.insert("outputs".to_owned(), json!([output]));
    }
    Value::Object(document)
}

#[test]
fn a_document_written_and_read_is_the_same() {
    for seed in 0..3_000 {
        let document = document(&mut Random::new(seed));
        let source = written(&document);
        let again = read(&source);
        assert_eq!(again.to_string(), document.to_string(), "seed {seed}\n{source}");
        assert_eq!(written(&again), source, "seed {seed}");
    }
}
