//! SHA-256 of a text while it is written, and hexadecimal.

use sha2::{Digest as _, Sha256};

/// How many bytes are hashed at a time.
pub(crate) const BLOCK: usize = 64;

/// The hash of a text as far as it goes. It is only given whole blocks before
/// the end, as it would have to copy others.
#[derive(Default)]
pub(crate) struct Digest {
    hash: Sha256,
    /// How many bytes have been hashed.
    done: usize,
}

impl Digest {
    /// Takes the blocks that follow what was taken before; how many bytes they
    /// are.
    pub(crate) fn blocks(&mut self, text: &[u8]) -> usize {
        let whole = text.len() / BLOCK * BLOCK;
        self.hash.update(&text[..whole]);
        self.done += whole;
        whole
    }

    /// Takes the blocks of the text that were not taken yet. Returns where they end.
    pub(crate) fn follow(&mut self, text: &[u8]) -> usize {
        self.blocks(&text[self.done..]);
        self.done
    }

    /// The hash of the whole text, in hexadecimal.
    pub(crate) fn finish(mut self, text: &[u8]) -> String {
        self.hash.update(&text[self.done..]);
        hex(&self.hash.finalize())
    }
}

/// Every byte in hexadecimal.
const HEX: [[u8; 2]; 256] = {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut table = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = [DIGITS[byte >> 4], DIGITS[byte & 15]];
        byte += 1;
    }
    table
};

/// The bytes in hexadecimal, in lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut digits = Vec::with_capacity(bytes.len() * 2);
    for byte in bytes {
        digits.extend_from_slice(&HEX[usize::from(*byte)]);
    }
    String::from_utf8(digits).unwrap_or_default()
}
