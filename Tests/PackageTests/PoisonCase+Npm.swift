extension PoisonCase {
    /// Of npm's caches: contents under their digests, an index of what was asked for, and what `npx` unpacked.
    static let npm: [PoisonCase] = [
        PoisonCase(
            .npm, "N1", "new-version", "a new version in a package's document, and its archive", by: "index-mismatch"),
        PoisonCase(
            .npm, "N2", "other-integrity", "another digest for a version, and its archive", by: "index-mismatch"),
        PoisonCase(
            .npm, "N1", "hidden", "the first of these, with white space before the document that hides what it is",
            by: "index-mismatch"),
        PoisonCase(
            .npm, "N2", "hidden-digest", "the second of these, hidden in the same way", by: "index-mismatch"),
        PoisonCase(
            .npm, "N3", "stale-with-etag", "the first of these in a document that is asked for again",
            by: "index-mismatch"),
        PoisonCase(
            .npm, "N4", "new-version-for-ever", "the first of these in a document that stays fresh for eleven years",
            by: "index-mismatch"),
        PoisonCase(.npm, "N4", "from-future", "a document from the future", by: "index-mismatch"),
        PoisonCase(.npm, "N4", "wholly-from-future", "the same, in all its times", by: "index-mismatch"),
        PoisonCase(.npm, "N5", "repointed", "an archive's address that leads to other content", by: "index-mismatch"),
        PoisonCase(
            .npm, "N5", "repointed-compacted", "the same, after npm has cleaned up the old line",
            by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(.npm, "N5", "repointed-alone", "the same, with the documents gone", by: "index-mismatch"),
        PoisonCase(
            .npm, "N6", "changed-content", "content under the name of other content", by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(
            .npm, "N6", "changed-hooks", "the same, which calls itself another package and runs a script",
            by: "checksum-mismatch", with: .lockfile),
        PoisonCase(
            .npm, "N6", "changed-form", "the same, in no form of an archive", by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(
            .npm, "N6", "weak-content", "the same where the name is a weak digest", by: "content-address-mismatch"),
        PoisonCase(.npm, "N7", "old-manifest", "a dependency in a manifest as npm 6 keeps it", by: "index-mismatch"),
        PoisonCase(.npm, "N8", "npx-edit", "a program that `npx` unpacked", by: "unpacked-mismatch"),
        PoisonCase(.npm, "N8", "npx-extra", "a file added beside it", by: "unpacked-mismatch"),
        PoisonCase(
            .npm, "N8", "npx-no-archive", "a program that `npx` unpacked, and its archive taken away",
            by: "unpacked-mismatch", with: .lockfile),
        PoisonCase(.npm, "N8", "npx-package", "a package added that no lockfile lists", by: "unpacked-mismatch"),
        PoisonCase(
            .npm, "N8", "npx-package-linked", "the same, and the link to a program leads to it",
            by: "unpacked-mismatch"),
        PoisonCase(.npm, "N8", "npx-module-file", "a file that is found instead of a package", by: "unpacked-mismatch"),
        PoisonCase(.npm, "N8", "npx-command-file", "a file for the link to a program", by: "misplaced-entry"),
        PoisonCase(.npm, "N8", "npx-command-added", "a program added beside such links", by: "misplaced-entry"),
        PoisonCase(
            .npm, "N8", "npx-other-program", "a link to a program, to another package's file", by: "misplaced-entry"),
        PoisonCase(
            .npm, "N8", "npx-no-integrity", "a program that `npx` unpacked, and its digest in the lockfiles there",
            by: "unpacked-mismatch"),
        PoisonCase(.npm, "N8", "npx-git", "a package that is said to come from a repository", by: "unpacked-mismatch"),
        PoisonCase(
            .npm, "N8", "npx-bundled", "a package that is said to have come with another one", by: "unpacked-mismatch"),
        PoisonCase(.npm, "N8", "npx-above", "a package in the folders above", by: "misplaced-entry"),
        PoisonCase(.npm, "N8", "npx-before", "a file that is found before one of the package", by: "unpacked-mismatch"),
        PoisonCase(
            .npm, "N9", "prebuilt-changed", "a prebuilt program", by: "immutable-changed", with: .history,
            after: "prebuilt"),
        PoisonCase(.npm, "N10", "redirect", "a stored redirect to another host", by: "cached-redirect"),
        PoisonCase(
            .npm, "N11", "foreign-key", "a line under a key that its place does not derive from", by: "misplaced-entry"),
        PoisonCase(.npm, "N11", "bad-line", "a line with a wrong checksum", by: "sidecar-mismatch"),
        PoisonCase(.npm, "N11", "torn-line", "half a line", by: "sidecar-mismatch"),
        PoisonCase(.npm, "", "other-package", "a document of another package", by: "misplaced-entry"),
        PoisonCase(.npm, "", "other-address", "a line whose address is not its key", by: "misplaced-entry"),
        PoisonCase(.npm, "", "other-host", "an archive that comes from another host", by: "index-mismatch"),
        PoisonCase(.npm, "", "more-dependencies", "a dependency that the archive does not have", by: "index-mismatch"),
        PoisonCase(.npm, "", "no-time", "a version without a time", by: "index-mismatch"),
        PoisonCase(.npm, "", "two-documents", "two documents that contradict each other", by: "index-mismatch"),
        PoisonCase(.npm, "", "wrong-size", "a line with a wrong size", by: "index-mismatch"),
        PoisonCase(.npm, "", "straying", "an archive with a member that leads out of it", by: "archive-traversal"),
        PoisonCase(.npm, "", "header-secret", "a token kept with a request", by: "credential-in-cache"),
        PoisonCase(.npm, "", "address-secret", "a password kept in an address", by: "credential-in-cache"),
        PoisonCase(.npm, "", "key-secret", "a token kept in a key", by: "credential-in-key"),
        PoisonCase(.npm, "", "log-secret", "a token kept in a log", by: "credential-in-cache"),
        PoisonCase(.npm, "", "npx-secret", "a password kept in a lockfile of `npx`", by: "credential-in-cache"),
        PoisonCase(.npm, "L", "link-bucket", "a link for a file of the index", by: "misplaced-entry"),
        PoisonCase(.npm, "L", "link-index", "a link for the whole index", by: "misplaced-entry"),
        PoisonCase(.npm, "L", "link-content", "a link for content", by: "misplaced-entry"),
        PoisonCase(.npm, "L", "folder-for-content", "a folder for content", by: "misplaced-entry"),
    ]
}
