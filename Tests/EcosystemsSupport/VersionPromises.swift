/// What every order of versions must keep, whatever texts they are of.
package enum VersionPromises {
    /// Three texts between zero bytes, of which any may be a version.
    package static func texts(_ input: [UInt8]) -> [String] {
        input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Fails where versions have no order: one must be neither lower than itself nor lower and higher than another one,
    /// and no circle may rise. Maven's own order has such circles.
    package static func check<Version: Comparable>(_ versions: [Version], mayCircle: Bool = false) {
        for one in versions {
            precondition(!(one < one), "lower than itself")
            for two in versions {
                precondition(!(one < two && two < one), "lower and higher")
                precondition((one == two) == (!(one < two) && !(two < one)), "equal, and lower or higher")
                for three in versions where !mayCircle {
                    precondition(!(one < two && two < three && !(one < three)), "a rising circle")
                }
            }
        }
    }
}
