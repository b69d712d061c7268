/// All that one lockfile says.
package struct PinList: Hashable, Sendable {
    /// Another file that this one includes; the caller opens it, or says that it did not.
    package struct Reference: Hashable, Sendable {
        /// What the file is to this one.
        package enum Kind: String, Sendable, CaseIterable {
            /// `-r`: its lines count as if they stood here.
            case requirements
            /// `-c`: its lines narrow versions and digests down.
            case constraints
        }

        package var kind: Kind
        /// As written: a path from the folder of this file, or a URL.
        package var target: String
        package var line: Int

        package init(kind: Kind, target: String, line: Int) {
            self.kind = kind
            self.target = target
            self.line = line
        }
    }

    /// Something in the lockfile that whoever trusts it should know.
    package struct Note: Hashable, Sendable {
        /// The raw value is the word in every output.
        package enum Kind: String, Sendable, CaseIterable {
            /// A key stands twice; readers disagree on which one counts.
            case duplicateKey = "duplicate-key"
            /// The lockfile's format is newer or older than those known here.
            case unknownFormat = "unknown-format"
            /// A line or entry that cannot be understood; it pins nothing.
            case malformed
            /// The client is told not to insist on digests.
            case digestsNotRequired = "digests-not-required"
            /// A part depends on an environment variable.
            case environmentVariable = "environment-variable"
            /// Digests were taken from the local repository, not from where the artifacts came from.
            case digestsFromCache = "digests-from-cache"
        }

        package var kind: Kind
        package var line: Int
        /// What it is about; may hold text of an attacker's choosing.
        package var detail: String

        package init(_ kind: Kind, line: Int, detail: String) {
            self.kind = kind
            self.line = line
            self.detail = detail
        }
    }

    package var pins: [Pin]
    package var references: [Reference]
    package var notes: [Note]

    package init(pins: [Pin] = [], references: [Reference] = [], notes: [Note] = []) {
        self.pins = pins
        self.references = references
        self.notes = notes
    }
}
