/// How much a compressed stream may ask of its reader. What is above a limit is an error, never cut off.
package struct InflateLimits: Sendable, Equatable {
    /// Bytes that may come out.
    package var output: Int
    /// How many bytes may come out for each that went in. Deflate cannot do more than 1032; real packages do below 100.
    package var ratio: Int
    /// The ratio is not asked for before this many bytes came out: small texts compress well.
    package var ratioFree: Int
    /// Gzip files behind one another in one.
    package var members: Int

    /// Sets each limit.
    package init(output: Int = 4 << 30, ratio: Int = 300, ratioFree: Int = 64 << 20, members: Int = 100_000) {
        self.output = output
        self.ratio = ratio
        self.ratioFree = ratioFree
        self.members = members
    }

    /// For what is streamed and not kept.
    package static let standard = InflateLimits()

    /// For what is held in memory as a whole.
    package static func memory(_ output: Int) -> InflateLimits { InflateLimits(output: output) }
}
