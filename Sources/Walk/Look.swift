/// One pass over all folders. The first sees everything; later ones only search for what was moved meanwhile.
struct Look: Sendable {
    /// 0 for the walk itself.
    var number = 0
    /// When it began, by the clock of file times.
    var since: Int64
    /// When the walk began: what was made before, and turns up in a later look for the first time, was moved.
    var walkSince: Int64
    /// Whether there is none after it.
    var isLast: Bool
    /// What was seen before it began.
    var seen = SeenMarks()

    /// Whether this is the walk itself.
    var isFirst: Bool { number == 0 }

    /// Whether a time that a file system has kept may be a moment or later. Some keep whole seconds and cut off the
    /// rest.
    static func mayBe(_ time: Int64, since moment: Int64) -> Bool {
        if time >= moment { return true }
        let second: Int64 = 1_000_000_000
        return time > moment &- second && time % second == 0
    }
}
