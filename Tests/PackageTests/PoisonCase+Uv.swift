extension PoisonCase {
    /// Of uv's cache: wheels as it unpacked them, and what leads to them.
    static let uv: [PoisonCase] = [
        PoisonCase(.uv, "U1", "u1-file", "a file of an unpacked wheel", by: "record-mismatch"),
        PoisonCase(.uv, "U1", "u1-added", "a file added to it", by: "record-mismatch"),
        PoisonCase(
            .uv, "U1", "u1-listed", "a file added and listed", by: "immutable-changed", with: .history),
        PoisonCase(.uv, "U1", "u1-hook", "a `.pth` file added and listed", by: "startup-hook"),
        PoisonCase(.uv, "U1", "u1-removed", "a file of it taken away", by: "record-mismatch"),
        PoisonCase(.uv, "U1", "u1-no-list", "its list taken away", by: "record-mismatch"),
        PoisonCase(.uv, "U1", "u1-two-wheels", "a wheel that says it is two packages", by: "record-mismatch"),
        PoisonCase(
            .uv, "U2", "u2-other-package", "what leads to a wheel, to that of another package",
            by: "misplaced-entry"),
        PoisonCase(
            .uv, "U2", "u2-other-release", "what leads to a wheel, to another release", by: "misplaced-entry"),
        PoisonCase(.uv, "U3", "u3-built", "a file of a wheel that uv built", by: "record-mismatch"),
        PoisonCase(
            .uv, "U3", "u3-built-and-listed", "the same, and its list made to fit", by: "unpacked-mismatch"),
        PoisonCase(.uv, "L", "link-archive", "a link for an unpacked wheel", by: "misplaced-entry"),
        PoisonCase(
            .uv, "L", "link-elsewhere", "what leads to a wheel, to another cache", by: "symlink-escape"),
        PoisonCase(.uv, "L", "link-file", "a link for a file of it", by: "misplaced-entry"),
    ]
}
