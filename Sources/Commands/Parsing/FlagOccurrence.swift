/// A flag as it was given once.
struct FlagOccurrence {
    let flag: any Flag
    /// As it was typed: `-q`, `--quiet`.
    let spelling: String
    /// Its value; empty for a flag without one.
    let value: [UInt8]
}
