//! Trees as text.

use super::file;
use crate::diagnostic::Report;
use crate::form::ACTION;
use crate::import::tree::{MapBuilder, Tree};
use crate::yaml::{self, scalar::plain};

#[test]
fn texts_are_quoted_where_needed() {
    for text in ["plain", "NO", "http(s)://x", "a, b", "-1"] {
        assert_eq!(plain(text), text);
    }
    for text in [
        "", "null", "true", "- x", "a: b", "a #b", "x:", "*bold*", " x", "tab\tx",
    ] {
        assert!(plain(text).starts_with('"'), "{text}");
    }
}

#[test]
fn what_is_written_reads_the_same() {
    let texts = [
        "a: b, {c}",
        "line\n  deeper\nlast",
        "\tindented\n  x",
        "*",
        "ends\n\n",
        "A long text of many words, to be folded into several lines because no line may have more than one hundred columns in it, and then some.",
        "“”’\u{a0}x",
    ];
    let mut list = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let mut example = MapBuilder::default();
        example.text("name", format!("x{index}"));
        example.text("request", *text);
        list.push(example.done());
    }
    let mut tree = MapBuilder::default();
    tree.text("action", "A");
    tree.text("doc", texts[5]);
    tree.put("parameters", Tree::List(Vec::new()));
    tree.put("examples", Tree::List(list));
    let tree = tree.done();
    let text = file("# header", &tree, &ACTION);
    let node = yaml::parse(0, &text, &mut Report::default());
    assert!(Tree::of(&node.unwrap()).same(&tree), "{text}");
}
