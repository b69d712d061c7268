import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// What the reader makes of paths alone.
struct PathTests {
    static let registry = "index.crates.io-1949cf8c6b5b557f"

    static let classes: [(String, PathClass)] = [
        ("registry/cache/\(registry)/itoa-1.0.11.crate", .immutable),
        ("cache/\(registry)/itoa-1.0.11.crate", .immutable),
        ("\(registry)/windows-sys-0.59.0-beta.1+x.crate", .immutable),
        ("registry/cache/-0123456789abcdef/itoa-1.0.11.crate", .immutable),
        ("registry/src/\(registry)/itoa-1.0.11/src/lib.rs", .immutable),
        ("registry/src/\(registry)/itoa-1.0.11/.cargo-ok", .immutable),
        ("\(registry)/itoa-1.0.11/src/lib.rs", .immutable),
        ("registry/index/\(registry)/.cache/it/oa/itoa", .index),
        ("registry/index/\(registry)/.cache/1/a", .index),
        ("registry/index/\(registry)/.cache/2/ab", .index),
        ("registry/index/\(registry)/.cache/3/a/abc", .index),
        ("registry/index/\(registry)/config.json", .index),
        ("registry/index/\(registry)/.git/objects/pack/x.pack", .index),
        ("registry/index/\(registry)/.last-updated", .lock),
        ("registry/CACHEDIR.TAG", .lock),
        (".global-cache", .lock),
        ("git/db/x-0123456789abcdef/HEAD", .index),
        ("git/checkouts/x-0123456789abcdef/0a1b2c3/src/lib.rs", .immutable),
        ("git/checkouts/x-0123456789abcdef/0a1b2c3/.git/index", .index),
        ("x-0123456789abcdef/objects/pack/x.pack", .index), ("x-0123456789abcdef/0a1b2c3/src/lib.rs", .immutable),
        ("config.toml", .index), ("credentials.toml", .index), ("bin/cargo", .index), ("env", .index),
        // No version, no name, another registry's form, another depth, another prefix, capital letters.
        ("registry/cache/\(registry)/itoa.crate", .foreign),
        ("registry/cache/\(registry)/-1.0.11.crate", .foreign),
        ("registry/cache/\(registry)/itoa-1.0.crate", .foreign),
        ("registry/cache/\(registry)/itoa-01.0.0.crate", .foreign),
        ("registry/cache/\(registry)/itoa-1.0.11.crate/x", .foreign),
        ("registry/cache/\(registry)/itoa-1.0.11.tgz", .foreign),
        ("registry/cache/crates/itoa-1.0.11.crate", .foreign),
        ("registry/cache/x-0123456789abcdeF/itoa-1.0.11.crate", .foreign),
        ("registry/src/\(registry)/itoa-1.0.11", .foreign),
        ("registry/src/\(registry)/lib.rs", .foreign),
        ("registry/index/\(registry)/.cache/it/ob/itoa", .foreign),
        ("registry/index/\(registry)/.cache/It/oa/Itoa", .foreign),
        ("registry/index/\(registry)/.cache/itoa", .foreign),
        ("registry/index/\(registry)/evil.sh", .foreign),
        ("x-0123456789abcdef/run.sh", .foreign), ("run.sh", .foreign), ("", .foreign), ("bin", .foreign),
    ]

    @Test(arguments: classes)
    func hasItsClass(_ path: String, _ expected: PathClass) {
        #expect(CargoCacheReader.pathClass(of: ByteString(path)) == expected)
    }

    static let roles: [(String, PathRole)] = [
        ("registry", .maybeFolder), ("registry/src", .folder), ("registry/src/\(registry)", .folder),
        ("registry/src/\(registry)/itoa-1.0.11", .folder), ("registry/src/\(registry)/itoa-1.0.11/src", .below),
        ("registry/cache/\(registry)/itoa-1.0.11.crate", .file),
        ("registry/index/\(registry)/.cache/it/oa/itoa", .file), ("config.toml", .file), ("notes", .none),
    ]

    @Test(arguments: roles)
    func hasItsRole(_ path: String, _ expected: PathRole) {
        #expect(CargoCacheReader.role(of: ByteString(path)) == expected)
    }

    /// Paths of a walk, and whether the reader wants to see them.
    @Test(arguments: [
        ("root/.cargo/registry/cache/\(registry)/itoa-1.0.11.crate", true),
        ("a/src/x-0123456789abcdef/b", true), ("\(registry)/itoa-1.0.11.crate", true),
        ("x-0123456789abcdef/HEAD", true), ("config.toml", true),
        ("x-0123456789abcdef/readme", false), ("a/config.toml", false),
        ("a/other/x-0123456789abcdef/b", false), ("src/x-0123456789abcdeg/b", false),
        ("src/0123456789abcdef/b", false), ("-0123456789abcdef", false), ("", false), ("/", false),
    ])
    func isShown(_ path: String, _ expected: Bool) {
        let bytes = Array(path.utf8)
        #expect(CargoCacheReader.mayMatter(bytes.span) == expected)
    }

    static let trees: [([String], [ByteString])] = [
        ([], []),
        (["registry/cache/a-1.0.0.crate", "cache/x-0123456789abcdef/readme"], []),
        (["registry/cache/\(registry)/a-1.0.0.crate"], [""]),
        (["registry/src/\(registry)/a-1.0.0/x"], [""]),
        (["src/\(registry)/a-1.0.0/x", "src/\(registry)/a-1.0.0/src/b-0123456789abcdef/c-1.0.0.crate"], [""]),
        (["\(registry)/a-1.0.0.crate"], [""]),
        (["a/.cargo/git/db/x-0123456789abcdef/HEAD", "a/.cargo/registry/index/\(registry)/config.json"], ["a/.cargo"]),
        (["a/cache/\(registry)/a-1.0.0.crate", "b/registry/cache/\(registry)/a-1.0.0.crate"], ["a", "b"]),
        (["a/\(registry)/a-1.0.0.crate"], []),
    ]

    @Test(arguments: trees)
    func placesAreFound(_ paths: [String], _ expected: [ByteString]) {
        var contents: [ByteString: [UInt8]] = [:]
        for path in paths { contents[ByteString(path)] = [] }
        #expect(CargoCacheReader.places(in: MemoryFiles(contents)) == expected)
    }
}
