/// Random moments to kill a program at, all over the time that it takes. That is not the same each time on a busy
/// machine: where the program was done before, the next moments come sooner.
package struct KillMoments {
    private let longest: Int
    private var latest: Int
    private var random: SeededGenerator
    /// How many kills came in time.
    package private(set) var inTime = 0

    /// `longest` is how long the program took when it was let alone.
    package init(longest: Duration, seed: UInt64) {
        let (seconds, attoseconds) = longest.components
        let microseconds = Int(min(60, seconds)) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
        self.longest = max(1000, microseconds)
        latest = self.longest
        random = SeededGenerator(seed: seed)
    }

    /// Waits until the next moment.
    package mutating func wait() { Program.pause(microseconds: UInt32(random.int(0...latest))) }

    /// Hears whether the program was still at work then.
    package mutating func note(wasInTime: Bool) {
        inTime += wasInTime ? 1 : 0
        latest = wasInTime ? min(longest, latest * 5 / 4) : max(100, latest * 3 / 4)
    }
}
