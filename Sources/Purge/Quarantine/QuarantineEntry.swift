package import Inventory

/// What is kept of one entry of a cache: where it was, what it was, and why it was taken. The content of files lies
/// beside it under its digest.
package struct QuarantineEntry: Sendable, Hashable {
    /// Why something was taken.
    package struct Why: Sendable, Hashable {
        /// Id of the rule that found it.
        package var rule: String?
        /// Name of the incident.
        package var incident: String?
        /// A sentence for people.
        package var reason: String
        /// Number of the purge in its manifest; `nil` in entries of older programs.
        package var purge: Int64?

        package init(rule: String? = nil, incident: String? = nil, reason: String = "", purge: Int64? = nil) {
            self.purge = purge
            self.rule = rule
            self.incident = incident
            self.reason = reason
        }
    }

    /// An extended attribute: access lists, file capabilities and labels among them.
    package struct Attribute: Sendable, Hashable {
        package var name: ByteString
        package var value: [UInt8]

        package init(name: ByteString, value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// Sixteen lower-case hexadecimal digits.
    package var id: String
    /// When it was taken, nanoseconds since 1970.
    package var taken: Int64
    package var why: Why
    /// Mount id.
    package var cache: ByteString
    /// Absolute path of the cache's directory.
    package var folder: ByteString
    /// Path below it.
    package var path: ByteString
    package var kind: EntryKind
    /// Size of the content that is kept; 0 for all but files.
    package var size: Int64
    /// Digest of the content; `nil` for all but files.
    package var digest: SHA256Digest?
    /// Target of a symbolic link; `nil` for all others.
    package var target: ByteString?
    /// Device that a device node stands for, major << 32 | minor.
    package var specialDevice: UInt64
    package var owner: UInt32
    package var group: UInt32
    /// Permission bits with setuid, setgid and sticky.
    package var mode: UInt32
    /// Times, nanoseconds since 1970.
    package var modified: Int64
    package var changed: Int64
    /// Names that the file had.
    package var links: UInt32
    package var attributes: [Attribute]
    /// Attributes that are not kept, because they are above the limits or could not be read.
    package var attributesLost: Int
    /// Whether the file stayed the same while it was copied. What is kept is in any case what the digest says.
    package var isStable: Bool
    /// Builds that may have written it.
    package var builds: [String]

    /// An entry of which nothing but its place is known yet.
    package init(id: String, taken: Int64, why: Why, cache: ByteString, folder: ByteString, path: ByteString) {
        self.id = id
        self.taken = taken
        self.why = why
        self.cache = cache
        self.folder = folder
        self.path = path
        kind = .file
        size = 0
        digest = nil
        target = nil
        specialDevice = 0
        owner = 0
        group = 0
        mode = 0
        modified = 0
        changed = 0
        links = 1
        attributes = []
        attributesLost = 0
        isStable = true
        builds = []
    }
}

extension QuarantineEntry {
    /// Whether a text is the id of an entry.
    package static func isID(_ text: String) -> Bool {
        text.utf8.count == 16
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    /// Whether a path leads to a place below a folder and to no other: relative, without empty or dotted parts.
    package static func isBelow(_ path: ByteString) -> Bool {
        let parts = path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return !path.bytes.contains(0) && path.bytes.count <= QuarantineLimits.pathMax
            && parts.allSatisfy {
                !$0.isEmpty && $0 != [0x2e] && $0 != [0x2e, 0x2e] && $0.count <= QuarantineLimits.nameMax
            }
    }

    /// The name of the file that holds the entry: it tells the object too, so that no file must be read to know which
    /// objects are named.
    var fileName: [UInt8] {
        Array("\(id).\(digest?.hex ?? "-").json".utf8)
    }
}
