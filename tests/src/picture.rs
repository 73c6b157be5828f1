//! Image files for tests.

/// A file of `size` bytes that begins like the format. The rest is fixed noise,
/// so that every run sends the same bytes.
#[must_use]
pub fn picture(media: &str, size: u64) -> Vec<u8> {
    let magic: &[u8] = match media {
        "jpeg" => &[0xFF, 0xD8, 0xFF, 0xE0],
        "bmp" => b"BM",
        "png" => &[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A],
        "gif" => b"GIF89a",
        other => panic!("no such format: {other}"),
    };
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let noise = std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    });
    let size = usize::try_from(size).unwrap();
    magic.iter().copied().chain(noise).take(size).collect()
}
