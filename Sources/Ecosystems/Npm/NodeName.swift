/// A package name as npm has it: `lodash`, `@types/node`.
package struct NodeName: Hashable, Sendable {
    /// Without `@` and slash; `nil` where there is none.
    package let scope: String?
    /// The name behind the scope.
    package let base: String
    /// The whole name.
    package let text: String

    /// Characters of the longest name.
    package static let lengthLimit = 214

    /// Reads a name. Accepts what old packages are called (capital letters, `!`), but nothing that leads out of a
    /// folder or would have to be escaped in a URL.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= Self.lengthLimit else { return nil }
        var base = bytes[...]
        if bytes[0] == UInt8(ascii: "@") {
            guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            let scope = bytes[1..<slash]
            guard Self.isPart(scope) else { return nil }
            self.scope = String(decoding: scope, as: UTF8.self)
            base = bytes[(slash + 1)...]
        } else {
            scope = nil
        }
        guard Self.isPart(base), base.first != UInt8(ascii: "."), base.first != UInt8(ascii: "_") else { return nil }
        self.base = String(decoding: base, as: UTF8.self)
        self.text = text
    }

    /// What `encodeURIComponent` leaves alone.
    private static func isPart(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.first != UInt8(ascii: ".")
            && bytes.allSatisfy { byte in
                byte.isASCIIAlphanumeric || "-_.!~*'()".utf8.contains(byte)
            }
    }

    /// The name of a `node_modules` path: what stands behind the last `node_modules/`; `nil` where there is none.
    static func ofLocation(_ path: String) -> String? {
        guard let range = path.lastRange(of: "node_modules/") else { return nil }
        let name = String(path[range.upperBound...])
        return name.isEmpty ? nil : name
    }
}

extension String {
    /// The last place where a text stands.
    fileprivate func lastRange(of text: String) -> Range<String.Index>? {
        let mine = Array(utf8)
        let other = Array(text.utf8)
        guard mine.count >= other.count else { return nil }
        var at = mine.count - other.count
        while at >= 0 {
            if mine[at..<(at + other.count)].elementsEqual(other) {
                let start = utf8.index(startIndex, offsetBy: at)
                return start..<utf8.index(start, offsetBy: other.count)
            }
            at -= 1
        }
        return nil
    }
}
