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

    private static let folder = Array("node_modules/".utf8)

    /// The name of a `node_modules` path: what stands behind the last `node_modules/`; `nil` where there is none.
    static func ofLocation(_ path: String) -> String? {
        let bytes = Array(path.utf8)
        var at = bytes.count - folder.count
        while at >= 0 {
            if bytes[at] == folder[0], bytes[at..<(at + folder.count)] == folder[...] {
                let name = bytes[(at + folder.count)...]
                return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
            }
            at -= 1
        }
        return nil
    }
}
