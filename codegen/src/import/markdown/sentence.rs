//! Values in a sentence: `A、B`, `on | off`, `0：no，1：yes`, `off false`.

use super::bullet::{is_value, is_value_char, meaning, value};
use super::inline::BOLD;
use super::values::has_range;

/// Values in the rest of the sentence after a lead-in.
pub(super) fn sentence(text: &str) -> Option<Vec<(String, String)>> {
    let text = text.trim_start_matches([' ', '：', ':', '是', '为', '有', '\u{a0}', '\n']);
    let end = text.find(['。', '\n']).unwrap_or(text.len());
    let mut text = &text[..end];
    if let Some(at) = text.find(". ").filter(|at| *at > 0) {
        text = &text[..at];
    }
    for stop in ["，默认", ",默认", "，不传", "。默认", "; default", "默认值"] {
        if let Some(at) = text.find(stop) {
            text = &text[..at];
        }
    }
    let text = text.trim_end_matches(['.', ' ', '；', ';', '，']);
    if has_range(text) {
        return None;
    }
    let strong = ['；', ';', '|', '｜'];
    let pieces: Vec<&str> = if text.contains(strong) {
        text.split(strong).collect()
    } else {
        text.split(['、', ',', '，', '/'])
            .flat_map(|piece| piece.split(" or "))
            .flat_map(|piece| piece.split(" and "))
            .flat_map(|piece| piece.split('或'))
            .flat_map(|piece| piece.split('和'))
            .collect()
    };
    let pieces: Vec<&str> = pieces
        .into_iter()
        .map(|piece| {
            piece
                .trim()
                .trim_start_matches("and ")
                .trim_start_matches("or ")
                .trim_start_matches("以及")
                .trim_start_matches(['-', ' '])
                .trim()
        })
        .filter(|piece| !piece.is_empty() && *piece != "等")
        .collect();
    if pieces.len() < 2 {
        return None;
    }
    let values: Option<Vec<_>> = pieces.iter().map(|piece| value(piece)).collect();
    values.or_else(|| pieces.iter().map(|piece| labelled(piece)).collect())
}

/// `1-需要续费 2-需要赎回`, without any lead-in: not read. `0：否，1：是` is.
pub(super) fn terse(text: &str) -> Option<Vec<(String, String)>> {
    let text = text.replace(BOLD, "");
    let pieces: Vec<&str> = text
        .split(['；', ';', '，', ',', '、', '。', '\n'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let with_colon = |piece: &&str| {
        piece
            .split_once(['：', ':'])
            .filter(|(head, tail)| {
                is_value(head) && !head.contains(' ') && !tail.is_empty() && !tail.is_ascii()
            })
            .map(|(head, tail)| (head.to_owned(), meaning(tail)))
    };
    let values: Vec<(String, String)> = pieces.iter().filter_map(with_colon).collect();
    (values.len() >= 2 && values.len() + 1 >= pieces.len()).then_some(values)
}

/// `开启 true`, `关闭：false`: the label comes first.
fn labelled(piece: &str) -> Option<(String, String)> {
    let piece = piece.replace(BOLD, "");
    let piece = piece.trim();
    let at = piece
        .rfind(|c: char| !is_value_char(c))
        .map(|at| at + piece[at..].chars().next().map_or(1, char::len_utf8))?;
    let (label, value) = piece.split_at(at);
    let label = label.trim().trim_end_matches(['：', ':', ' ']);
    let chinese = label.chars().next().is_some_and(|c| !c.is_ascii());
    (chinese && label.chars().count() <= 12 && is_value(value))
        .then(|| (value.to_owned(), label.to_owned()))
}
