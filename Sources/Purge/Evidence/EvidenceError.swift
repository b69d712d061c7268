package import Hashing
package import Inventory
package import Linux

/// Why evidence could not be written, or is none.
package struct EvidenceError: Error, Sendable, Hashable {
    /// What callers tell apart.
    package enum Kind: Sendable, Hashable {
        /// The bytes are not what the format says; the sentence says in which way.
        case malformed(String)
        /// Over a limit.
        case tooLarge(String)
        /// Somebody else's key signed it, or nobody's.
        case otherKey
        /// The signature is not that of this key over these bytes.
        case badSignature
        /// A member cannot be added under this name.
        case badName
        /// A file changed while it was added, in a way that cannot be written down any more.
        case unstable
        case system(SystemError)
        case hashing(HashError)
    }

    package var kind: Kind
    /// The file or member that it is about.
    package var path: ByteString

    package init(_ kind: Kind, _ path: ByteString = "") {
        self.kind = kind
        self.path = path
    }
}

extension EvidenceError: CustomStringConvertible {
    /// A sentence without the path.
    package var description: String {
        switch kind {
        case .malformed(let reason): reason
        case .tooLarge(let reason): reason
        case .otherKey: "it was not signed with this key"
        case .badSignature: "its signature is not that of this key over this content: it was changed, or never signed"
        case .badName: "its name is empty, leads out of the bundle or is there already"
        case .unstable: "it changed while it was added"
        case .system(let error): error.description
        case .hashing(let error): error.description
        }
    }
}

extension EvidenceError: PathError {
    init(_ error: SystemError, _ path: ByteString) { self.init(.system(error), path) }
    init(_ error: HashError, _ path: ByteString) { self.init(.hashing(error), path) }
}
