/// How much a TOML document may ask of its reader. What is above a limit is an error, never cut off.
package struct TOMLLimits: Sendable, Equatable {
    /// Bytes of the whole document.
    package var size: Int
    /// Tables and arrays inside one another, counting the parts of dotted keys.
    package var nesting: Int
    /// Keys and array elements of the whole document.
    package var values: Int
    /// Bytes of one part of a key.
    package var keyLength: Int
    /// Bytes of one number, date or time.
    package var numberLength: Int

    /// Sets each limit.
    package init(
        size: Int = 32 << 20, nesting: Int = 128, values: Int = 1_000_000, keyLength: Int = 64 << 10,
        numberLength: Int = 1_000
    ) {
        self.size = size
        self.nesting = nesting
        self.values = values
        self.keyLength = keyLength
        self.numberLength = numberLength
    }

    /// Above every lockfile that was ever seen, below what harms a host.
    package static let standard = TOMLLimits()
}
