/// How the value was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// As documented.
    Done,
    /// An object without members.
    Blank,
    /// An object with members, none of which is documented.
    Unknown,
    /// An empty text for a list: no member, unless the element comes again.
    Empty,
    /// A single member where a list was due.
    Single,
    /// A value that stands for none.
    Unset,
    /// Reported as one that cannot be read; the target may be filled in part.
    Unread,
}
