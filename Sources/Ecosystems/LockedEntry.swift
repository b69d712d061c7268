import Bytes
import Inventory

/// What every reader of lockfiles asks of what it read.
enum LockedEntry {
    /// Why digests prove nothing; `nil` where they do.
    static func judge(_ digests: [ContentDigest], hasUnknown: Bool = false) -> Pin.Unusable? {
        if digests.isEmpty { return hasUnknown ? .malformedDigest : .noDigest }
        return digests.contains { !$0.algorithm.isWeak } ? nil : .weakDigest
    }

    /// The last part of a URL's or path's path, its percent escapes replaced; `nil` where there is none.
    static func fileName(_ url: String) -> String? {
        let isPlain = !url.utf8.contains { byte in
            byte == UInt8(ascii: "#") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "%")
        }
        if isPlain {
            // Nearly all: nothing to cut off, nothing to replace.
            guard let slash = url.utf8.lastIndex(of: UInt8(ascii: "/")) else { return url.isEmpty ? nil : url }
            let name = url[url.utf8.index(after: slash)...]
            return name.isEmpty ? nil : String(name)
        }
        var bytes = Array(url.utf8)[...]
        if let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "?") }) {
            bytes = bytes[..<end]
        }
        if let slash = bytes.lastIndex(of: UInt8(ascii: "/")) { bytes = bytes[(slash + 1)...] }
        let name = PercentText.decodeLoosely(bytes)
        // An escape that hides a slash makes no file name.
        guard !name.isEmpty, !name.contains(UInt8(ascii: "/")) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    /// Whether a URL names a repository of a version control system.
    static func isVersionControl(_ url: String) -> Bool {
        ["git+", "git:", "git@", "github:", "gitlab:", "bitbucket:", "gist:", "hg+", "svn+", "bzr+"].contains {
            url.hasPrefix($0)
        }
    }
}
