/// What the self-test has shown: the answer of `selftest`.
package struct SelftestReport: Sendable, Hashable {
    /// How a case came out.
    package enum Result: Sendable, Hashable {
        /// The audit said what it must say.
        case caught
        /// A clean cache, and nothing was found in it.
        case clean
        /// The audit said something else, or nothing.
        case missed
        /// This host or user does not allow what the case needs.
        case skipped
        /// The case could not be run to its end.
        case failed
    }

    /// One case.
    package struct Row: Sendable, Hashable {
        package var name: String
        /// What was done to the cache.
        package var deed: String
        /// The rule, or the word, that the audit must come up with.
        package var expected: String
        package var result: Result
        /// What the audit said, or why the case was skipped or failed.
        package var detail: String

        package init(name: String, deed: String, expected: String, result: Result, detail: String) {
            self.name = name
            self.deed = deed
            self.expected = expected
            self.result = result
            self.detail = detail
        }
    }

    package var version: String
    /// In the order they were run.
    package var rows: [Row]

    package init(version: String, rows: [Row] = []) {
        self.version = version
        self.rows = rows
    }

    /// How many cases came out like this.
    package func count(_ result: Result) -> Int { rows.count { $0.result == result } }

    /// Whether something was caught, nothing missed, and every case could be run or had a reason not to.
    package var isPassed: Bool { count(.caught) > 0 && count(.missed) == 0 && count(.failed) == 0 }
}
