extension PoisonCase {
    /// Of pnpm's store: single files by their digests, and which of them make up a package.
    static let pnpm: [PoisonCase] = [
        PoisonCase(
            .pnpm, "P1", "p1-file", "a file, with the time that it had before", by: "content-address-mismatch"),
        PoisonCase(.pnpm, "P2", "p2-other-package", "the index of another package", by: "misplaced-entry"),
        PoisonCase(.pnpm, "P2", "p2-other-release", "the index of another release", by: "misplaced-entry"),
        PoisonCase(.pnpm, "P2", "p2-manifest", "an index that lists another package's manifest", by: "misplaced-entry"),
        PoisonCase(
            .pnpm, "P2", "p2-hook",
            "an index that lists another manifest of the same release: the archive is gone, so nothing tells", by: nil),
        PoisonCase(.pnpm, "L", "link-content", "a link for a file", by: "misplaced-entry"),
        PoisonCase(.pnpm, "L", "link-index", "a link for an index", by: "misplaced-entry"),
    ]
}
