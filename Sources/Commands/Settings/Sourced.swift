/// A value, and where it came from.
package struct Sourced<Value: Sendable & Equatable>: Sendable, Equatable {
    package var value: Value
    package var origin: Origin

    /// A built-in default.
    package init(_ value: Value) {
        self.value = value
        origin = .builtIn
    }

    /// A value that somebody chose.
    package init(_ value: Value, from origin: Origin) {
        self.value = value
        self.origin = origin
    }
}
