import TestSupport
import Testing

/// Everything here runs against a real dockerd, one after the other: a daemon and its builds keep a small machine busy.
@Suite(
    .serialized, .enabled(if: Engine.obstacle == nil, "no daemon can run here: \(Engine.obstacle ?? "")"),
    .timeLimit(.minutes(4)))
struct LiveTests {
    /// Whether the long form of the random tests is asked for.
    static let isLong = Program.variable("BEZOAR_LONG_TESTS") == "1"
}
