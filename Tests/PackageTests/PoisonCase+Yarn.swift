extension PoisonCase {
    /// Of the cache of Yarn 1: archives, notes beside them, and what they were unpacked to.
    static let yarn: [PoisonCase] = [
        PoisonCase(.yarn, "Y1", "y1-file", "a file of an unpacked package", by: "unpacked-mismatch"),
        PoisonCase(.yarn, "Y1", "y1-added", "a file added to it", by: "unpacked-mismatch"),
        PoisonCase(.yarn, "Y1", "y1-removed", "a file of it taken away", by: "unpacked-mismatch"),
        PoisonCase(.yarn, "Y1", "y1-no-archive", "a file of it, and its archive taken away", by: "unpacked-mismatch"),
        PoisonCase(.yarn, "Y2", "y2-archive", "archive and files", by: "content-address-mismatch"),
        PoisonCase(.yarn, "Y2", "y2-archive-and-note", "archive, files and note", by: "content-address-mismatch"),
        PoisonCase(
            .yarn, "Y2", "y2-repository", "the same, and the note tells of a repository",
            by: "content-address-mismatch"),
        PoisonCase(
            .yarn, "Y2", "y2-all", "archive, files, note and the folder's name", by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(.yarn, "Y3", "y3-other-package", "the files of another package", by: "content-address-mismatch"),
        PoisonCase(.yarn, "L", "y-link-file", "a link for a file of a package", by: "misplaced-entry"),
        PoisonCase(.yarn, "L", "y-link-folder", "a link for a package", by: "misplaced-entry"),
        PoisonCase(.yarn, "L", "y-link-command", "a link to a program, to somewhere else", by: "misplaced-entry"),
    ]

    /// Of the cache of later generations: archives that Yarn made.
    static let berry: [PoisonCase] = [
        PoisonCase(.berry, "B1", "b1-archive", "an archive", by: "checksum-mismatch", with: .lockfile),
        PoisonCase(.berry, "B2", "b2-other-package", "the archive of another package", by: "misplaced-entry"),
        PoisonCase(.berry, "B2", "b2-other-release", "the archive of another release", by: "misplaced-entry"),
        PoisonCase(.berry, "B2", "b2-no-manifest", "an archive without a manifest", by: "misplaced-entry"),
        PoisonCase(
            .berry, "B2", "b2-two-packages", "a second package in an archive", by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(.berry, "B3", "b3-outside", "a member that leads out of its archive", by: "archive-traversal"),
        PoisonCase(
            .berry, "B4", "b4-file", "a file that is linked into projects, with the time that it had before",
            by: "content-address-mismatch"),
        PoisonCase(.berry, "L", "b-link", "a link for an archive", by: "misplaced-entry"),
    ]
}
