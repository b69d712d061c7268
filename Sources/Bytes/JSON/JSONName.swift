/// A key that a reader looks for, as bytes: make it once, compare it with each token.
///
/// ```
///   static let version: JSONName = "version"
///   if scanner.tokenIs(Self.version) { … }
/// ```
package struct JSONName: Sendable, ExpressibleByStringLiteral {
    /// The UTF-8 form, without escapes.
    package let bytes: [UInt8]

    /// Takes a text.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Takes a text.
    package init(stringLiteral text: String) {
        bytes = Array(text.utf8)
    }
}
