extension PoisonCase {
    /// Of Cargo's folder: archives, what they were unpacked to and is compiled, the index, settings.
    static let cargo: [PoisonCase] = [
        PoisonCase(.cargo, "X6", "x6-file", "a file of an unpacked crate", by: "unpacked-mismatch"),
        PoisonCase(.cargo, "X6", "x6-added", "a file added to an unpacked crate", by: "unpacked-mismatch"),
        PoisonCase(.cargo, "X6", "x6-removed", "a file of an unpacked crate taken away", by: "unpacked-mismatch"),
        PoisonCase(
            .cargo, "X6", "x6-no-archive", "a file of an unpacked crate, and the archive taken away",
            by: "unpacked-mismatch"),
        PoisonCase(
            .cargo, "X7", "x7-archive", "an archive, to be unpacked by the next build", by: "index-mismatch"),
        PoisonCase(
            .cargo, "X7", "x7-archive-and-index", "the same, and its digest in the index", by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(
            .cargo, "X7", "x7-all", "the same, and what it was unpacked to", by: "checksum-mismatch", with: .lockfile),
        PoisonCase(
            .cargo, "X8", "x8-version", "a version in the index that is above all others", by: "unknown-index-version",
            with: .lockfile),
        PoisonCase(
            .cargo, "X8", "x8-release", "a higher version in the index, and its archive", by: "version-shadow",
            with: .lockfile),
        PoisonCase(.cargo, "X8", "x8-digest", "the digest of a version in the index", by: "index-mismatch"),
        PoisonCase(.cargo, "X8", "x8-dependency", "a dependency in the index", by: "index-mismatch"),
        PoisonCase(.cargo, "X8", "x8-elsewhere", "the address that archives come from", by: "cached-redirect"),
        PoisonCase(.cargo, "X8", "x8-other-name", "another package in the index of a name", by: "misplaced-entry"),
        PoisonCase(
            .cargo, "X9", "x9-checkout", "a file of a repository that was checked out", by: "immutable-changed",
            with: .history),
        PoisonCase(.cargo, "X10", "x10-script", "the script that builds an unpacked crate", by: "unpacked-mismatch"),
        PoisonCase(.cargo, "X10", "x10-added-script", "such a script where there was none", by: "unpacked-mismatch"),
        PoisonCase(.cargo, "", "other-package", "an archive of another package", by: "misplaced-entry"),
        PoisonCase(.cargo, "", "other-release", "an archive that is another release", by: "misplaced-entry"),
        PoisonCase(.cargo, "", "straying", "an archive with a member that leads out of it", by: "archive-traversal"),
        PoisonCase(.cargo, "", "settings-program", "a program for each build in the settings", by: "startup-hook"),
        PoisonCase(.cargo, "", "settings-variable", "a variable for each build in the settings", by: "startup-hook"),
        PoisonCase(.cargo, "", "settings-source", "another source of all packages", by: "cached-redirect"),
        PoisonCase(.cargo, "", "token", "a token kept in the cache", by: "credential-in-cache"),
        PoisonCase(.cargo, "L", "link-archive", "a link for an archive", by: "misplaced-entry"),
        PoisonCase(.cargo, "L", "link-folder", "a link for an unpacked crate", by: "misplaced-entry"),
        PoisonCase(.cargo, "L", "link-file", "a link for a file of it", by: "misplaced-entry"),
        PoisonCase(.cargo, "L", "folder-for-archive", "a folder for an archive", by: "misplaced-entry"),
    ]
}
