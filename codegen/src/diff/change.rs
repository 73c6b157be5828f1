//! Changes, and their overall verdict.

/// What a change means for a program that was written for the old client and
/// is built with the new one; ordered by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Only what people read changes.
    Documentation,
    /// More is possible; everything that was correct stays correct.
    Compatible,
    /// A program may no longer compile, or a call may be refused or mean
    /// something else.
    Breaking,
}

impl Verdict {
    /// `documentation`, `compatible` or `breaking`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// It is new.
    Added,
    /// It no longer exists.
    Removed,
    /// It has another value.
    Changed,
    /// It is written differently, with the same letters and digits.
    Respelled,
}

impl Kind {
    /// `added`, `removed`, `changed` or `respelled`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Respelled => "respelled",
        }
    }
}

/// The part of a version number that must grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// None: nothing changed.
    None,
    /// `1.2.3` to `1.2.4`.
    Patch,
    /// `1.2.3` to `1.3.0`.
    Minor,
    /// `1.2.3` to `2.0.0`.
    Major,
}

impl Bump {
    /// `none`, `patch`, `minor` or `major`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// Position of the new value, or of its parent if the value was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// Path of the file, as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The action, by its new name if it has one; absent for changes of the
    /// product.
    pub action: Option<String>,
    /// What changed, such as `QueryTaskDetailList.parameters.Lang.values`.
    pub path: String,
    /// What happened.
    pub kind: Kind,
    /// The old value; absent if it was added.
    pub was: Option<String>,
    /// The new value; absent if it was removed.
    pub is: Option<String>,
    /// What it means for calls.
    pub wire: Verdict,
    /// What it means for the source of programs: whether they still compile.
    pub source: Verdict,
    /// Why it has these verdicts.
    pub reason: String,
    /// Position of the new value, if known.
    pub position: Option<Position>,
    /// The parts of the path; a part may contain a dot.
    pub(super) steps: Vec<String>,
}

impl Change {
    /// The worse of [`wire`](Self::wire) and [`source`](Self::source).
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.wire.max(self.source)
    }
}

/// A difference that is more likely a mistake than a change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The action; absent for the product.
    pub action: Option<String>,
    /// What it is about, as in [`Change::path`].
    pub path: String,
    /// What looks wrong, and what to do.
    pub message: String,
}

/// All changes between two specs.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Changes {
    /// The changes: those of the product, then action by action, breaking
    /// ones first.
    pub changes: Vec<Change>,
    /// Probable mistakes of the page.
    pub warnings: Vec<Warning>,
}

impl Changes {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Number of changes with this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        let same = |change: &&Change| change.verdict() == verdict;
        self.changes.iter().filter(same).count()
    }

    /// The worst verdict; `None` if nothing changed.
    #[must_use]
    pub fn worst(&self) -> Option<Verdict> {
        self.changes.iter().map(Change::verdict).max()
    }

    /// How the version of a client crate from 1.0.0 on has to grow.
    #[must_use]
    pub fn bump(&self) -> Bump {
        match self.worst() {
            None => Bump::None,
            Some(Verdict::Documentation) => Bump::Patch,
            Some(Verdict::Compatible) => Bump::Minor,
            Some(Verdict::Breaking) => Bump::Major,
        }
    }

    /// How the version of a client crate before 1.0.0 has to grow: for cargo,
    /// `0.2.0` is incompatible with `0.1.0`, and `0.1.1` is compatible.
    #[must_use]
    pub fn initial_bump(&self) -> Bump {
        match self.bump() {
            Bump::Major => Bump::Minor,
            Bump::Minor => Bump::Patch,
            other => other,
        }
    }
}
