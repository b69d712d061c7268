import Bytes

/// Where options of a line name a target: each byte is looked at once, however many flags ask.
struct TargetPlaces {
    private static let keys = [",target=", ",dst=", ",destination="].map { Array($0.utf8) }

    private let line: [UInt8]
    /// Of each key the first place behind what was asked for last; the length of the line where there is none.
    private var found = Self.keys.map { _ in -1 }
    /// Bytes that were looked at.
    private(set) var steps = 0

    /// Looks for them in a line.
    init(_ line: [UInt8]) {
        self.line = line
    }

    /// The first place from an offset on, which is not before the one that was asked for last; places of a target
    /// written out come first.
    mutating func first(from start: Int) -> Int? {
        for (number, key) in Self.keys.enumerated() {
            if found[number] < start {
                let at = line[start...].firstOffset(of: key) ?? line.count
                steps += at - start
                found[number] = at
            }
            if found[number] < line.count { return found[number] }
        }
        return nil
    }
}
