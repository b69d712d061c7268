import Glibc
import Inventory
import Linux
import Purge
import TestSupport

/// A quarantine and a cache in a temporary folder.
final class QuarantineBench {
    let tree: TestTree
    let cache: Descriptor

    init() throws {
        tree = try TestTree()
        try tree.makeFolder("cache")
        cache = try Descriptor.open(tree.bytes("cache"), [.directory])
    }

    /// Path of the quarantine.
    var path: ByteString { ByteString(tree.file("quarantine")) }

    func open(
        _ mode: QuarantineStore.Mode = .write, limits: QuarantineLimits = QuarantineLimits(reserve: 0)
    ) throws(QuarantineError) -> QuarantineStore {
        try QuarantineStore.open(path, mode, limits: limits)
    }

    /// A request for a path of the cache.
    func request(_ name: ByteString, builds: [String] = ["b1"], expected: SHA256Digest? = nil) -> QuarantineRequest {
        QuarantineRequest(
            why: .init(rule: "checksum-mismatch", reason: "differs from the lockfile"), cache: "/root/.cache/pip",
            folder: ByteString(tree.file("cache")), path: name, builds: builds, expected: expected, now: 1_234_567)
    }

    /// Opens an entry of the cache as the quarantine wants it.
    func source(_ name: ByteString) throws -> Descriptor {
        let path = name.bytes + [0]
        let place = try cache.openPath(beneath: path.span)
        if try place.status().isRegularFile { return try cache.openFile(beneath: path.span) }
        return place
    }

    /// Puts an entry of the cache.
    @discardableResult
    func put(_ name: ByteString, into store: inout QuarantineStore) throws -> QuarantineEntry {
        try store.put(request(name), from: source(name))
    }

    /// Names in a folder of the quarantine.
    func names(_ folder: String) throws -> [String] {
        try Program.run(["ls", "-A", tree.file("quarantine/" + folder)]).outputText.split(separator: "\n").map {
            String($0)
        }
    }

    /// All that `stat` says of a path of the cache, and all its attributes, as Python sees them.
    func facts(_ name: String) throws -> String {
        let script = """
            import os, sys
            path = os.fsencode(sys.argv[1])
            s = os.lstat(path)
            print(oct(s.st_mode), s.st_uid, s.st_gid, s.st_size, s.st_mtime_ns, s.st_rdev)
            for name in sorted(os.listxattr(path, follow_symlinks=False)):
                print(name, os.getxattr(path, name, follow_symlinks=False).hex())
            if os.path.islink(path): print(os.readlink(path))
            """
        let result = try Program.run([PythonOracle.interpreter, "-c", script, tree.file("cache/" + name)])
        guard result.status == 0 else { throw Program.Failure(description: result.errorText) }
        return result.outputText
    }

    /// Sets an extended attribute, a link's own where it is one; false where the file system has none of that kind.
    func setAttribute(_ name: String, _ attribute: String, _ hex: String) -> Bool {
        let script = """
            import os, sys
            os.setxattr(sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3]), follow_symlinks=False)
            """
        return Program.succeeds(
            [PythonOracle.interpreter, "-c", script, tree.file("cache/" + name), attribute, hex])
    }

    /// The kind of the error that something ends in; `nil` where it ends well.
    static func failure(_ body: () throws -> Void) -> QuarantineError.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? QuarantineError)?.kind
        }
    }
}
