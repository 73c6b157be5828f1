//! Marks of the help site: links by number, and blocks for one of its two sites.

use super::is_chinese;

/// Longest mark or address, in bytes.
const MAX_MARK: usize = 2000;

/// Keeps the blocks `<props="china">` of Chinese texts and the blocks `<props="intl">` of
/// others.
pub(super) fn resolve(text: &str) -> String {
    if !text.contains("<props") {
        return text.to_owned();
    }
    let site = if is_chinese(text) { "china" } else { "intl" };
    let kept = blocks(text, Some(site));
    if kept.trim().is_empty() {
        // Better the words of the other site than none.
        blocks(text, None)
    } else {
        kept
    }
}

/// Without the blocks of other sites than this one.
fn blocks(text: &str, site: Option<&str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<props") {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let Some(open) = tail.bytes().take(MAX_MARK).position(|byte| byte == b'>') else {
            rest = &tail["<props".len()..];
            continue;
        };
        let name = tail[..open].trim_start_matches("<props");
        let name = name.trim_matches(['=', '"', '\'', ' ', '\u{201c}', '\u{201d}']);
        let inside = &tail[open + 1..];
        let end = inside.find("</props>").unwrap_or(inside.len());
        if site.is_none_or(|site| name == site) {
            out.push_str(&inside[..end]);
        }
        rest = inside[end..].strip_prefix("</props>").unwrap_or_default();
    }
    out.push_str(rest);
    out.replace("</props>", "")
}

/// `[label](~~67710~~)` leads to the help site. A link to nowhere is its label.
pub(super) fn links(text: &str) -> String {
    let text = text.replace('\u{ff5e}', "~");
    let chinese = is_chinese(&text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(middle) = rest.find("](") {
        let target = &rest[middle + 2..];
        let end = target.bytes().take(MAX_MARK).position(|byte| byte == b')');
        let (Some(open), Some(end)) = (opening(&rest[..middle]), end) else {
            out.push_str(&rest[..middle + 2]);
            rest = target;
            continue;
        };
        let label = &rest[open + 1..middle];
        let image = rest[..open].ends_with('!');
        out.push_str(&rest[..open - usize::from(image)]);
        let address = target[..end].trim();
        match page(address, chinese) {
            Some(url) => out.push_str(&format!("[{label}]({url})")),
            None if address.starts_with("http") => {
                out.push_str(&format!("[{label}]({})", &target[..end]));
            }
            None if image => {}
            None => out.push_str(label),
        }
        rest = &target[end + 1..];
    }
    out.push_str(rest);
    bare(&out, chinese)
}

/// The bracket that opens the label at the end of a text.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().rev().take(500) {
        match letter {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            '\n' if text[at + 1..].trim_start().is_empty() => return None,
            _ => {}
        }
    }
    None
}

/// `~~67710~~` without a label.
fn bare(text: &str, chinese: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("~~") {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 2..];
        let end = inside.find("~~");
        let url = end.and_then(|end| page(&rest[at..at + end + 4], chinese));
        if let (Some(url), Some(end)) = (url, end) {
            // The address may be a part of a longer one.
            out.push_str(&url);
            rest = &inside[end + 2..];
        } else {
            out.push_str("~~");
            rest = inside;
        }
    }
    out.push_str(rest);
    out
}

/// The address of a page of the help site by its number, as in `~~67710#part~~`.
fn page(address: &str, chinese: bool) -> Option<String> {
    let start = address.find("~~")?;
    let inside = address[start + 2..].split("~~").next()?.trim();
    let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
    let (number, part) = inside.split_at(digits);
    let known = (3..=10).contains(&digits) && (part.is_empty() || part.starts_with('#'));
    let ours = address[..start].is_empty() || address[..start].contains("aliyun");
    (known && ours).then(|| {
        if chinese {
            format!("https://help.aliyun.com/document_detail/{number}.html{part}")
        } else {
            format!("https://www.alibabacloud.com/help/doc-detail/{number}.htm{part}")
        }
    })
}
