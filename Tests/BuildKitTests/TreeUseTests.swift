import BuildKit
import Inventory
import TestSupport
import Testing

/// Who has a directory mounted, as tables of imagined processes tell.
@Suite struct TreeUseTests {
    private let tree: TestTree

    init() throws {
        tree = try TestTree()
        try tree.write("a cache/sub/file", "content")
        try tree.write("proc/self/mountinfo", Self.line("/", at: "/"))
    }

    private static func line(_ root: String, at place: String, _ options: String = "rw") -> String {
        let type = options == "rw" ? "ext4" : "overlay"
        return "36 35 8:1 \(root) \(place) rw - \(type) /dev/vda1 \(options)\n".replacing(
            "a cache", with: "a\\040cache")
    }

    private func holders(_ lines: String, _ program: String = "/usr/bin/npm") throws -> [ByteString] {
        try tree.write("proc/77/mountinfo", Self.line("/", at: "/") + lines)
        try tree.write("proc/77/cmdline", program + "\0ci\0")
        return TreeUse(processes: ByteString(tree.file("proc"))).holders(of: ByteString(tree.file("a cache")))
    }

    @Test func mountsOfItAndOfFoldersInIt() throws {
        let cache = tree.file("a cache")
        for root in [cache, cache + "/sub"] {
            #expect(try holders(Self.line(root, at: "/root/.npm")) == ["process 77 (npm)"], "\(root)")
            let upper = "rw,upperdir=\(root),workdir=/w"
            #expect(try holders(Self.line("/", at: "/merged", upper)) == ["process 77 (npm)"], "\(root)")
        }
        let words = "fuse-overlayfs\0-o\0lowerdir=/l,upperdir=\(cache),workdir=/w"
        #expect(try holders("", words) == ["process 77 (fuse-overlayfs)"])
    }

    /// Folders above it, others beside it, what the host itself has there, and this program's own services.
    @Test func othersDoNotCount() throws {
        let cache = tree.file("a cache")
        for root in [tree.path, cache + "2", "/elsewhere"] {
            #expect(try holders(Self.line(root, at: "/c")) == [], "\(root)")
        }
        try tree.write("proc/1/mountinfo", Self.line(cache, at: "/srv/npm"))
        #expect(try holders(Self.line(cache, at: "/srv/npm")) == [])
        #expect(try holders(Self.line(cache, at: "/c"), "/usr/bin/bezoar") == [])
        #expect(try holders(Self.line(cache, at: "/c")) == ["process 77 (npm)"])
    }
}

extension String {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + String(self[range.upperBound...]).replacing(old, with: new)
    }
}
