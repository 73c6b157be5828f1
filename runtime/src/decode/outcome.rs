/// How the value was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// As documented.
    Done,
    /// An object without members.
    Blank,
    /// An object with members, but none of them is documented.
    Unknown,
    /// An empty text for a list: no member, unless the element comes again.
    Empty,
    /// A single member instead of a list.
    Single,
    /// A value that means unset.
    Unset,
    /// Reported as unread. The target may be partly filled.
    Unread,
}
