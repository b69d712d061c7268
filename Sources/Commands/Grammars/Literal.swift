/// A value as the configuration file writes it; what is neither text, number, truth nor list of texts has only a
/// word that names it in messages.
package enum Literal: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    case boolean(Bool)
    case texts([String])
    /// Some other value: `an array of tables`.
    case other(String)

    /// As typed on a command line.
    package var plain: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        case .texts(let list): list.joined(separator: ":")
        case .other(let word): word
        }
    }

    /// As typed in the configuration file. Good for our own defaults, which need no escapes.
    package var configuration: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .integer, .boolean, .other: plain
        case .texts(let list): "[" + list.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        }
    }

    /// For "found …" in a message.
    package var found: String {
        switch self {
        case .text(let text): "the string \"\(Quotation.text(Array(text.utf8)))\""
        case .integer(let number): "the number \(number)"
        case .boolean(let flag): "\(flag)"
        case .texts: "an array"
        case .other(let word): word
        }
    }
}
