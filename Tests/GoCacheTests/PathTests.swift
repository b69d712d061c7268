import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// What the reader makes of paths alone.
struct PathTests {
    static let id = String(repeating: "ab", count: 32)

    static let classes: [(String, PathClass)] = [
        ("cache/download/golang.org/x/text/@v/v0.3.0.zip", .immutable),
        ("cache/download/golang.org/x/text/@v/v0.3.0.mod", .immutable),
        ("cache/download/golang.org/x/text/@v/v0.3.0.ziphash", .immutable),
        ("cache/download/golang.org/x/text/@v/v0.3.0.info", .index),
        ("cache/download/golang.org/x/text/@v/master.info", .index),
        ("cache/download/golang.org/x/text/@v/list", .index),
        ("cache/download/golang.org/x/text/@v/v0.3.0.lock", .lock),
        ("cache/download/golang.org/x/text/@v/v0.3.0.partial", .lock),
        ("cache/download/golang.org/x/text/@v/v0.3.0.zip123456.tmp", .temporary),
        ("cache/download/github.com/!burnt!sushi/toml/@v/v1.2.0.zip", .immutable),
        ("download/golang.org/x/text/@v/v0.3.0.zip", .immutable),
        ("golang.org/x/text/@v/v0.3.0.zip", .immutable),
        ("golang.org/x/text@v0.3.0/go.mod", .immutable),
        ("github.com/!burnt!sushi/toml@v2.0.0+incompatible/a/b.go", .immutable),
        ("gopkg.in/yaml.v3@v3.0.0-20200313102051-9f266ea9e77c/a.go", .immutable),
        ("cache/download/sumdb/sum.golang.org/lookup/golang.org/x/text@v0.3.0", .index),
        ("cache/download/sumdb/sum.golang.org/tile/8/0/x001/234", .index),
        ("cache/vcs/0123/objects/pack/x.pack", .index), ("cache/lock", .lock),
        ("ab/\(id)-a", .index), ("ab/\(id)-d", .immutable), ("trim.txt", .lock),
        // Capital letters, no version, no module, another folder, another digit.
        ("cache/download/github.com/BurntSushi/toml/@v/v1.2.0.zip", .foreign),
        ("cache/download/golang.org/x/text/@v/latest.zip", .foreign),
        ("cache/download/golang.org/x/text/@v/v0.3.0.exe", .foreign),
        ("cache/download/@v/v0.3.0.zip", .foreign),
        ("cache/download/golang.org/x/../@v/v0.3.0.zip", .foreign),
        ("golang.org/x/text@vx/go.mod", .foreign), ("golang.org/x/text@v0.3.0", .foreign),
        ("cc/\(id)-d", .foreign), ("ab/\(id)-x", .foreign), ("ab/\(id.dropLast())-d", .foreign),
        ("run.sh", .foreign), ("", .foreign),
    ]

    @Test(arguments: classes)
    func hasItsClass(_ path: String, _ expected: PathClass) {
        #expect(GoCacheReader.pathClass(of: ByteString(path)) == expected)
    }

    static let roles: [(String, PathRole)] = [
        ("cache", .folder), ("cache/download", .folder), ("cache/download/golang.org", .maybeFolder),
        ("cache/download/golang.org/x/text/@v", .folder), ("cache/download/golang.org/x/text/@v/v0.3.0.zip", .file),
        ("golang.org", .maybeFolder), ("golang.org/x/text@v0.3.0", .folder), ("golang.org/x/text@v0.3.0/a", .below),
        ("ab/\(id)-d", .file), ("notes", .none),
    ]

    @Test(arguments: roles)
    func hasItsRole(_ path: String, _ expected: PathRole) {
        #expect(GoCacheReader.role(of: ByteString(path)) == expected)
    }

    /// Paths of a walk, and whether the reader wants to see them.
    @Test(arguments: [
        ("go/pkg/mod/cache/download/golang.org/x/text/@v/list", true), ("go/pkg/mod/cache/vcs/0123/config", true),
        ("golang.org/x/text/@v/v0.3.0.zip", true), ("a/text@v0.3.0/a.go", true), ("x/ab/\(id)-d", true),
        ("node_modules/@v8/tools/a.js", false), ("a/download/b", false), ("cache/b", false), ("a@v/b", false),
        ("a@v1/b", false), ("ab/\(id)-x", false), ("ac/\(id)-d", false), ("@", false), ("", false),
    ])
    func isShown(_ path: String, _ expected: Bool) {
        let bytes = Array(path.utf8)
        #expect(GoCacheReader.mayMatter(bytes.span) == expected)
    }

    static let trees: [([String], [ByteString])] = [
        ([], []),
        (["cache/download/golang.org/x/text/@v/v0.3.0.mod"], [""]),
        (["download/golang.org/x/text/@v/v0.3.0.mod"], [""]),
        (["golang.org/x/text/@v/v0.3.0.mod"], [""]),
        (["go/pkg/mod/cache/download/golang.org/x/text/@v/v0.3.0.mod"], ["go/pkg/mod"]),
        (["a/ab/\(id)-d", "b/ab/\(id)-a"], ["a", "b"]),
        // Where the name of a module begins cannot be told.
        (["golang.org/x/text@v0.3.0/go.mod"], []), (["x/golang.org/x/text/@v/v0.3.0.mod"], []),
        (["cache/download/golang.org/x/text/@v/list"], []),
    ]

    @Test(arguments: trees)
    func placesAreFound(_ paths: [String], _ expected: [ByteString]) {
        var contents: [ByteString: [UInt8]] = [:]
        for path in paths { contents[ByteString(path)] = [] }
        #expect(GoCacheReader.places(in: MemoryFiles(contents)) == expected)
    }
}
