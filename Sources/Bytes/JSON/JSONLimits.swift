/// How much a JSON document may ask of its reader, and what is done with half a character. What is above a limit is an
/// error, never cut off.
package struct JSONLimits: Sendable, Equatable {
    /// What becomes of an escaped surrogate without its other half (`"\ud800"`), which is no character.
    package enum LoneSurrogates: Sendable, Equatable {
        /// It is an error.
        case refused
        /// It becomes U+FFFD, as browsers do.
        case replaced
    }

    /// Bytes of the whole document.
    package var size: Int
    /// Objects and arrays inside one another.
    package var nesting: Int
    /// Values of a `JSONValue`, keys not counted. The scanner keeps none and has no such limit.
    package var values: Int
    /// Bytes of one number.
    package var numberLength: Int
    /// What becomes of half a character.
    package var loneSurrogates: LoneSurrogates

    /// Sets each limit.
    package init(
        size: Int = 256 << 20, nesting: Int = 512, values: Int = 4_000_000, numberLength: Int = 1_000,
        loneSurrogates: LoneSurrogates = .refused
    ) {
        self.size = size
        self.nesting = nesting
        self.values = values
        self.numberLength = numberLength
        self.loneSurrogates = loneSurrogates
    }

    /// Above every lockfile that was ever seen, below what harms a host.
    package static let standard = JSONLimits()
}
