package import Bytes

/// A piece of an XML document.
package struct XMLEvent: Sendable, Equatable {
    /// What it is.
    package enum Kind: Sendable, Equatable {
        /// A plain document type. Nothing of it was fetched.
        case doctype(name: String, publicID: String?, systemID: String?)
        /// An element begins. An empty one ends at once.
        case begin(name: String, attributes: [XMLAttribute])
        /// The element ends that began last.
        case end(name: String)
        /// Text between two of the above, in one piece, also where comments or CDATA divide it.
        case text(String)
    }

    /// What it is.
    package var kind: Kind
    /// Where it begins.
    package var position: TextPosition

    /// The name without its prefix and colon, for elements.
    package var localName: Substring? {
        switch kind {
        case .begin(let name, _), .end(let name): XMLEvent.localName(of: name)
        case .doctype, .text: nil
        }
    }

    /// The part of a name behind its colon, all of it where there is none.
    package static func localName(of name: String) -> Substring {
        guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return name[...] }
        return name[name.utf8.index(after: colon)...]
    }
}

/// An attribute of an element, its references replaced.
package struct XMLAttribute: Sendable, Equatable {
    /// The name as written, with its prefix.
    package var name: String
    /// The value.
    package var value: String

    /// Puts an attribute together.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
