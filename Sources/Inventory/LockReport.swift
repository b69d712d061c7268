/// What is registered, and what a command has done with it: the answer of `lock add`, `list` and `remove`.
package struct LockReport: Sendable, Hashable {
    /// What happened to a lockfile; the raw value is the word in every output.
    package enum Outcome: String, Sendable, CaseIterable {
        case added, changed, unchanged, removed
        /// It was only listed, and the file is as it was read.
        case current
        /// It was only listed, and the file is another now, or gone: the next audit reads it again.
        case differs, missing
    }

    /// One lockfile.
    package struct Row: Sendable, Hashable {
        package var kept: KeptLockfile
        package var outcome: Outcome
        /// Pins that prove nothing, the first of them; `kept` counts them all.
        package var unusable: [Pin]
        /// What whoever trusts the file should know.
        package var notes: [PinList.Note]

        package init(
            kept: KeptLockfile, outcome: Outcome, unusable: [Pin] = [], notes: [PinList.Note] = []
        ) {
            self.kept = kept
            self.outcome = outcome
            self.unusable = unusable
            self.notes = notes
        }
    }

    /// In the order of their paths.
    package var rows: [Row]
    /// Paths are absolute, and belong to no cache.
    package var troubles: [Trouble]

    package init(rows: [Row] = [], troubles: [Trouble] = []) {
        self.rows = rows
        self.troubles = troubles
    }

    /// Pins of all lockfiles, and those among them that prove nothing.
    package var pins: Int { rows.reduce(0) { $0 + $1.kept.pins } }
    package var unusablePins: Int { rows.reduce(0) { $0 + $1.kept.unusable.values.reduce(0, +) } }
}
