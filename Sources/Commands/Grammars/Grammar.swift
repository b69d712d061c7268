/// Which values a setting takes, how they are written and read, and how a shell completes them.
///
/// Arguments are bytes and may be hostile: reading answers `nil` for whatever is not in the grammar, and never traps.
package protocol Grammar: Sendable {
    associatedtype Value: Sendable & Equatable

    /// Ends the sentence "… is expected": `a whole number from 1 to 256`.
    var expectation: String { get }
    /// The same for the configuration file, where values have types: `an array of absolute paths`.
    var configurationExpectation: String { get }
    /// The fixed words, where there are some; for completion and for suggestions.
    var words: [String] { get }
    /// What a shell offers.
    var completion: Completion { get }
    /// Whether a flag with this grammar stands alone, without a value.
    var isToggle: Bool { get }
    /// Whether several occurrences add up.
    var isList: Bool { get }

    /// Reads one occurrence on the command line. Of a toggle it is empty.
    func read(argument: [UInt8]) -> Value?
    /// Reads an environment variable, which is not empty.
    func read(variable: [UInt8]) -> Value?
    /// Reads a value of the configuration file.
    func read(literal: Literal) -> Value?
    /// The value as the configuration file would write it; `nil` where it is no value.
    func literal(_ value: Value) -> Literal?
    /// Adds a later occurrence to an earlier one.
    func join(_ old: Value, _ new: Value) -> Value
}

extension Grammar {
    package var configurationExpectation: String { expectation }
    package var words: [String] { [] }
    package var completion: Completion { words.isEmpty ? .none : .words(words) }
    package var isToggle: Bool { false }
    package var isList: Bool { false }
    package func read(variable: [UInt8]) -> Value? { read(argument: variable) }
    package func read(literal: Literal) -> Value? {
        guard case .text(let text) = literal else { return nil }
        return read(argument: Array(text.utf8))
    }
    package func join(_ old: Value, _ new: Value) -> Value { new }
}
