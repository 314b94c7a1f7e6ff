//! What cannot be taken is said with its place.

use super::refusal;

/// Puts a value into a source where everything else is fine.
fn refused_value(value: &str) -> String {
    refusal(&format!("import polars.selectors as cs\ndf = pl.scan_csv('x.csv')\ndf = df.select({value})")).message
}

#[test]
fn an_error_names_line_column_and_source() {
    let error = refusal("import polars as pl\n\ndf = pl.scan_csv('x.csv').select(\n    pl.col('ä'), f'{x}',\n)\n");
    assert_eq!(
        error.message,
        "line 4, column 18: an f-string cannot be taken: nothing is evaluated; write the text, or use pl.format (in `pl.col('ä'), f'{x}',`)"
    );
    assert_eq!((&error.details["line"], &error.details["column"], &error.details["source"]), (&4.into(), &18.into(), &"    pl.col('ä'), f'{x}',".into()));
}

#[test]
fn what_is_no_python_is_said_so() {
    let error = refusal("df = pl.scan_csv('x.csv'\ndf = df.head(");
    assert!(error.message.starts_with("line "), "{}", error.message);
    assert!(error.message.contains("this is not Python"), "{}", error.message);
    for source in ["df = ", "df = = 1", "\u{0}", "df = 'a", "  df = 1\n df = 2", "💥"] {
        assert!(refusal(source).details.contains_key("line"), "{source}");
    }
}

#[test]
fn values_that_need_an_interpreter_are_refused() {
    let cases = [
        ("lambda x: x", "lambda"),
        ("[pl.col(c) for c in 'ab']", "comprehension"),
        ("df['a']", "index"),
        ("1 if True else 2", "conditional"),
        ("pl.col('a') and pl.col('b')", "use & and |"),
        ("not pl.col('a')", "use ~"),
        ("1 < pl.col('a') < 3", "chain of comparisons"),
        ("pl.col('a') is None", "is_null"),
        ("'a' in pl.col('a')", "is_in"),
        ("pl.col('a') << 1", "<<"),
        ("pl.col('a') @ 1", "@"),
        ("'abc'.upper()", "nothing is evaluated"),
        ("[1, 2].count(1)", "nothing is evaluated"),
        ("open('/etc/passwd')", "nothing is evaluated"),
        ("float('nan')", "NaN"),
        ("range(3)", "pl.int_range"),
        ("b'x'", "bytes"),
        ("1j", "complex"),
        ("1e999", "not finite"),
        ("18446744073709551616", "too large"),
        ("-9223372036854775809", "too large"),
        ("2 ** 64", "too large"),
        ("10 ** 10 ** 10", "too large"),
        ("1 // 0", "cannot be taken"),
        ("'a' * 1000000000", "only numbers"),
        ("{1: 2}", "only strings for keys"),
        ("pl.col('a').alias(x='b', **{'x': 'c'})", "given twice"),
        ("*pl.all()", "spreads a list"),
        ("nobody", "nothing is called nobody"),
        ("nobody.sum()", "nothing is called nobody"),
        ("df.columns", "known only when the pipeline runs"),
        ("df + 1", "a frame"),
        ("pl.col('a') + df", "a frame"),
        ("df.plot.bar()", "no namespaces"),
        ("pl.Config.set_tbl_rows(3)", "no function of polars"),
        ("pl.col('a').str", "must be called"),
        ("pl.col(pl.Int64, 'a')", "not both"),
        ("(x := 1)", ":="),
        ("cs", "no value"),
        ("pl.col('a').x(__import__('os'))", "nothing is called __import__"),
    ];
    for (value, expected) in cases {
        let message = refused_value(value);
        assert!(message.starts_with("line 3, column ") && message.contains(expected), "{value}: {message}");
    }
}

#[test]
fn statements_that_are_no_assignments_are_refused() {
    let cases = [
        ("for i in [1]:\n    pass", "a loop"),
        ("df = pl.scan_csv('x')\ndef f():\n    pass", "a function"),
        ("def f(*x):\n    pass", "a function"),
        ("def f(x):\n    return 1\n    y = 2", "return"),
        ("class A:\n    pass", "a class"),
        ("if True:\n    pass", "pl.when"),
        ("with open('x') as f:\n    pass", "with"),
        ("x = 1\nx += 1", "an assignment with an operator"),
        ("a = b = 1", "several names"),
        ("a, b = 1, 2", "several names"),
        ("df = pl.scan_csv('x')\ndf['a'] = 1", "with_columns"),
        ("df = pl.scan_csv('x')\ndf.head(f'{x}')", "f-string"),
        ("df = pl.scan_csv('x')\nx = pl.col('a').is_in(df)", "kept under a name"),
        ("del df", "del"),
        ("import os", "os cannot be imported"),
        ("from polars import *", "name what is imported"),
        ("from . import x", "relative"),
        ("from os import path", "cannot be imported from os"),
        ("df = nobody.head(1)", "nothing is called nobody"),
        ("df = open('x')", "nothing is evaluated"),
        ("a: int = 1\na: int = 2", "declared twice"),
        ("@x\ndef f():\n    pass", "a function"),
    ];
    for (source, expected) in cases {
        let error = refusal(source);
        assert!(error.message.starts_with("line ") && error.message.contains(expected), "{source}: {}", error.message);
    }
}

#[test]
fn a_misspelt_name_gets_a_near_one() {
    assert_eq!(refusal("flights = pl.scan_csv('x')\ndf = fligths.head(1)").details["did_you_mean"][0], "flights");
}
