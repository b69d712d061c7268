/// What a host allows: the answer of `doctor`.
package struct DoctorReport: Sendable, Hashable {
    /// How a check came out; the raw value is the word in every output.
    package enum Status: String, Sendable, CaseIterable {
        case ok
        /// Works, with less than it could.
        case warning
        /// Does not work.
        case failed
        /// A fact, neither good nor bad.
        case info
    }

    /// One thing that was looked at.
    package struct Check: Sendable, Hashable {
        package var name: String
        package var status: Status
        /// What was found; may hold a path of somebody else's choosing.
        package var value: ByteString
        /// Why it came out like this, or what else is to be known of it.
        package var why: String?
        /// What to do about it.
        package var remedy: String?

        package init(
            _ name: String, _ status: Status, _ value: ByteString, why: String? = nil, remedy: String? = nil
        ) {
            self.name = name
            self.status = status
            self.value = value
            self.why = why
            self.remedy = remedy
        }
    }

    /// Checks that belong together.
    package struct Section: Sendable, Hashable {
        package var title: String
        package var checks: [Check]

        package init(_ title: String, _ checks: [Check]) {
            self.title = title
            self.checks = checks
        }
    }

    package var version: String
    package var host: String
    package var sections: [Section]

    package init(version: String, host: String, sections: [Section] = []) {
        self.version = version
        self.host = host
        self.sections = sections
    }

    /// How many checks came out like this.
    package func count(_ status: Status) -> Int {
        sections.reduce(0) { $0 + $1.checks.count { $0.status == status } }
    }
}
