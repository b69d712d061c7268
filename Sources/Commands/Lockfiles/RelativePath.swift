package import Inventory

/// Paths within a folder, taken apart without asking the kernel.
package enum RelativePath {
    /// More components than any project has.
    private static let componentsMax = 64

    /// Where a path leads that is written in a file of `folder`; `nil` where it is absolute, leads out, or is no path.
    package static func resolve(_ target: String, from folder: ByteString) -> ByteString? {
        let bytes = Array(target.utf8)
        guard !bytes.isEmpty, bytes.first != UInt8(ascii: "/"), !bytes.contains(0) else { return nil }
        var parts: [[UInt8]] = folder.bytes.split(separator: UInt8(ascii: "/")).map { Array($0) }
        for part in bytes.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual([UInt8(ascii: ".")]) { continue }
            if part.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) {
                if parts.popLast() == nil { return nil }
                continue
            }
            parts.append(Array(part))
        }
        guard !parts.isEmpty, parts.count <= componentsMax else { return nil }
        return ByteString(Array(parts.joined(separator: [UInt8(ascii: "/")])))
    }

    /// The part before the last slash; empty where there is none.
    package static func folder(of path: ByteString) -> ByteString {
        guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return ByteString(Array(path.bytes[..<slash]))
    }

    /// The part behind the last slash.
    package static func name(of path: ByteString) -> ByteString {
        guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return ByteString(Array(path.bytes[(slash + 1)...]))
    }
}
