//! Checks of image parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The raw bytes of a base64 text, or the reason why there are none.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, String> {
    STANDARD
        .decode(text)
        .map_err(|_| format!("is not base64 ({} characters)", text.len()))
}

/// Refuses formats (recognised by content; any if the spec names none) and raw
/// sizes outside the documented limits.
pub(crate) fn check(raw: &[u8], formats: &[String], least: u64, most: u64) -> Result<(), String> {
    let media = media(raw);
    let any = formats.is_empty();
    if !any && !formats.iter().any(|format| Some(format.as_str()) == media) {
        return Err(format!(
            "is {}; expected {}",
            media.unwrap_or("no image of a known format"),
            formats.join(" or "),
        ));
    }
    let size = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    if !(least..=most).contains(&size) {
        return Err(format!("is {size} bytes; expected {least} to {most}"));
    }
    Ok(())
}

fn media(raw: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 4] = [
        (b"\xff\xd8\xff", "jpeg"),
        (b"BM", "bmp"),
        (b"\x89PNG", "png"),
        (b"GIF8", "gif"),
    ];
    MAGIC
        .iter()
        .find(|(magic, _)| raw.starts_with(magic))
        .map(|(_, name)| *name)
}
