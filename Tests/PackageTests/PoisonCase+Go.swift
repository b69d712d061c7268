extension PoisonCase {
    /// Of Go's folders: downloaded modules, what they were unpacked to and is compiled, what was compiled.
    static let go: [PoisonCase] = [
        PoisonCase(.go, "X1", "x1-file", "a file of an unpacked module", by: "unpacked-mismatch"),
        PoisonCase(.go, "X1", "x1-source", "a source file added to an unpacked module", by: "unpacked-mismatch"),
        PoisonCase(.go, "X1", "x1-added", "another file added to it", by: "unpacked-mismatch"),
        PoisonCase(.go, "X1", "x1-removed", "a file of it taken away", by: "unpacked-mismatch"),
        PoisonCase(
            .go, "X1", "x1-no-archive", "a file of it, and the archive taken away", by: "sidecar-mismatch"),
        PoisonCase(.go, "X2", "x2-archive", "an archive, to be unpacked by the next build", by: "sidecar-mismatch"),
        PoisonCase(
            .go, "X2", "x2-archive-and-tree", "the same, and what it was unpacked to", by: "sidecar-mismatch"),
        PoisonCase(
            .go, "X2", "x2-all", "the same, and the digest beside it", by: "checksum-mismatch", with: .lockfile),
        PoisonCase(.go, "X2", "x2-sum", "the digest alone", by: "sidecar-mismatch"),
        PoisonCase(
            .go, "X2", "x2-broken-sum", "the digest made unreadable, so that Go makes it anew",
            by: "sidecar-mismatch"),
        PoisonCase(
            .go, "X3", "x3-list", "a version in a list that is above all others", by: "unknown-index-version",
            with: .lockfile),
        PoisonCase(
            .go, "X3", "x3-release", "a higher version, wholly there", by: "version-shadow", with: .lockfile),
        PoisonCase(.go, "X3", "x3-info", "the note of a version that leads to another one", by: "misplaced-entry"),
        PoisonCase(.go, "", "mod-file", "a requirement in the `go.mod` beside a module", by: "sidecar-mismatch"),
        PoisonCase(
            .go, "", "mod-file-alone", "the same where there is no archive", by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(.go, "X4", "x4-password", "a password kept with a repository", by: "credential-in-cache"),
        PoisonCase(.go, "X5", "x5-output", "what was compiled", by: "content-address-mismatch"),
        PoisonCase(.go, "", "straying", "an archive with a member that leads out of it", by: "archive-traversal"),
        PoisonCase(.go, "L", "link-archive", "a link for an archive", by: "misplaced-entry"),
        PoisonCase(.go, "L", "link-folder", "a link for an unpacked module", by: "misplaced-entry"),
        PoisonCase(.go, "L", "link-file", "a link for a file of it", by: "misplaced-entry"),
        PoisonCase(.go, "L", "folder-for-archive", "a folder for an archive", by: "misplaced-entry"),
    ]
}
