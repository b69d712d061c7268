package import Audit
package import Inventory

/// One incident as somebody wrote it down: what to look for, whose builds cannot be trusted since when, and what may be
/// done about it.
package struct Incident: Sendable, Equatable {
    /// Projects whose builds were in the hands of others for a time.
    package struct Compromise: Sendable, Equatable {
        /// Patterns for addresses of repositories.
        package var projects: [Glob]
        /// Nanoseconds since 1970; `until` is `nil` where it is not over.
        package var since: Int64
        package var until: Int64?

        package init(projects: [Glob], since: Int64, until: Int64? = nil) {
            self.projects = projects
            self.since = since
            self.until = until
        }
    }

    /// What may be done without asking again; the raw value is the word in the file.
    package enum Action: String, Sendable, CaseIterable {
        /// Keep what was found as evidence.
        case quarantine
        /// Take out what belongs to a package that was found.
        case purgePackage = "purge-package"
        /// Empty a cache in which something was found, or that a compromised project could write.
        case purgeMount = "purge-mount"
    }

    /// Names reports and evidence: letters, digits, dots, dashes and underscores.
    package var name: String
    /// One line for people; may be empty.
    package var description = ""
    package var questions: [HuntQuestion] = []
    /// Absolute paths of advisories in the OSV format.
    package var advisories: [ByteString] = []
    package var compromised: [Compromise] = []
    /// Absolute paths of directories that are caches by themselves, besides those of the host's engines.
    package var trees: [ByteString] = []
    package var actions: Set<Action> = []

    package init(name: String) {
        self.name = name
    }
}
