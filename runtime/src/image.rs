//! Images of identity documents. They are kept as raw bytes and become base64 only on
//! the wire. Their format is recognised by content.

use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::file;
use crate::shape::Media;

/// The raw bytes of an image. Cloning shares them; `Debug` shows only the
/// format and the size.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Image {
    // Not `Arc<[u8]>`: that would copy what was read.
    bytes: Arc<Vec<u8>>,
}

impl AsRef<[u8]> for Image {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Image {
    /// An image from the raw bytes of its file.
    #[must_use]
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: Arc::new(bytes.into()),
        }
    }

    /// An image from base64 (standard alphabet, padded); white space between
    /// the characters is skipped.
    ///
    /// # Errors
    /// If the text is not base64.
    pub fn from_base64(text: &str) -> Result<Self, InvalidBase64> {
        let wrapped = text.bytes().any(|byte| byte.is_ascii_whitespace());
        let decoded = if wrapped {
            let joined: Vec<u8> = text
                .bytes()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            STANDARD.decode(joined)
        } else {
            STANDARD.decode(text)
        };
        decoded
            .map(Self::from_bytes)
            .map_err(|_| InvalidBase64 { length: text.len() })
    }

    /// Reads an image file of at most 32 MiB; no parameter takes more. It must be a
    /// regular file, because a pipe or a device may never end.
    ///
    /// This blocks. If a network file system hangs, it blocks until that recovers. In
    /// async code, use `tokio::task::spawn_blocking`.
    ///
    /// # Errors
    /// If the file cannot be read, is not a regular file, or is larger. The message
    /// names the path.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        limited(path).map(Self::from_bytes).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("cannot read the image {}: {error}", path.display()),
            )
        })
    }

    /// The raw bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Size of the raw image in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there are no bytes at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The format by the first bytes; `None` if it is unknown.
    #[must_use]
    pub fn media(&self) -> Option<Media> {
        match self.bytes() {
            [0xFF, 0xD8, 0xFF, ..] => Some(Media::Jpeg),
            [b'B', b'M', ..] => Some(Media::Bmp),
            [0x89, b'P', b'N', b'G', ..] => Some(Media::Png),
            [b'G', b'I', b'F', b'8', ..] => Some(Media::Gif),
            _ => None,
        }
    }
}

/// The largest file that is read, in bytes.
const LARGEST: u64 = 32 << 20;

fn limited(path: &Path) -> io::Result<Vec<u8>> {
    let (file, size) = file::open(path)?;
    let room = usize::try_from(size.min(LARGEST)).unwrap_or_default() + 1;
    let mut bytes = Vec::with_capacity(room);
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("it has more than {LARGEST} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

impl From<Vec<u8>> for Image {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<&[u8]> for Image {
    fn from(bytes: &[u8]) -> Self {
        Self::from_bytes(bytes)
    }
}

impl<const N: usize> From<&[u8; N]> for Image {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from_bytes(bytes)
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = self.media().map_or("unknown", Media::name);
        write!(f, "Image({format}, {} bytes)", self.len())
    }
}

/// A text that is not base64. It keeps nothing of the text but its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidBase64 {
    length: usize,
}

impl fmt::Display for InvalidBase64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the text of {} bytes is not base64; expected the standard alphabet with padding, \
             without a `data:` prefix",
            self.length
        )
    }
}

impl std::error::Error for InvalidBase64 {}
