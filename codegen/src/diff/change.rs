//! Changes, and what they add up to.

/// What a change means for a program that was written for the old client and
/// is built with the new one. The order is that of severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Only what people read changes.
    Documentation,
    /// More is possible; what was right stays right.
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

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It is another one.
    Changed,
    /// It is written differently; the letters and digits are the same.
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

/// Which part of a version number has to grow.
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

/// Where the new value stands, or what holds it where it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
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
    /// The action, by its new name where it has one; absent for changes of
    /// the product.
    pub action: Option<String>,
    /// What changed, such as `QueryTaskDetailList.parameters.Lang.values`.
    pub path: String,
    /// What happened.
    pub kind: Kind,
    /// What it was; absent where it was added.
    pub was: Option<String>,
    /// What it is; absent where it was removed.
    pub is: Option<String>,
    /// What it means for calls.
    pub wire: Verdict,
    /// What it means for the source of programs: whether they still compile.
    pub source: Verdict,
    /// Why.
    pub reason: String,
    /// Where, if that is known.
    pub place: Option<Place>,
    /// The path's parts; a part may hold a dot.
    pub(super) steps: Vec<String>,
}

impl Change {
    /// The worse of [`wire`](Self::wire) and [`source`](Self::source).
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.wire.max(self.source)
    }
}

/// Something that is more likely a mistake than a change.
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
    /// What is probably a mistake of the page.
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

    /// The worst verdict; `None` where nothing changed.
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

    /// How the version of a client crate before 1.0.0 has to grow: cargo takes
    /// `0.2.0` for incompatible with `0.1.0`, and `0.1.1` for compatible.
    #[must_use]
    pub fn initial_bump(&self) -> Bump {
        match self.bump() {
            Bump::Major => Bump::Minor,
            Bump::Minor => Bump::Patch,
            other => other,
        }
    }
}
