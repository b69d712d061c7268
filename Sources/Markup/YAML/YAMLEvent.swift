package import Bytes

/// A piece of a YAML stream.
package struct YAMLEvent: Sendable, Equatable {
    /// What it is.
    package enum Kind: Sendable, Equatable {
        case beginDocument, endDocument
        case beginMapping, endMapping
        case beginSequence, endSequence
        /// Text. Plain means without quotes and not as a block: only then it may stand for a number or a truth value.
        case scalar(String, isPlain: Bool)
        /// Stands for the value of that anchor.
        case alias(String)
    }

    /// What it is.
    package var kind: Kind
    /// The name under which aliases can ask for it.
    package var anchor: String?
    /// The tag as written, prefix resolved; nothing is done with it here.
    package var tag: String?
    /// Where it begins.
    package var position: TextPosition
}
