import Ecosystems
import Inventory
import Testing

/// What the reader makes of paths alone.
struct PathTests {
    static let digits = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

    /// `ab/cd/ef…` of so many digits.
    static func split(_ count: Int) -> String {
        let all = String(String(repeating: digits, count: 2).prefix(count))
        return "\(all.prefix(2))/\(all.dropFirst(2).prefix(2))/\(all.dropFirst(4))"
    }

    static let classes: [(String, PathClass)] = [
        ("_cacache/content-v2/sha512/\(split(128))", .immutable),
        ("_cacache/content-v2/sha1/\(split(40))", .immutable),
        ("_cacache/content-v2/md5/\(split(32))", .immutable),
        ("content-v2/sha512/\(split(128))", .immutable),
        ("_cacache/index-v5/\(split(64))", .index),
        ("index-v5/\(split(64))", .index),
        ("_cacache/tmp/0123", .temporary),
        ("_cacache/_lastverified", .lock),
        ("_logs/2026-11-21T00_00_00_000Z-debug-0.log", .lock),
        ("_update-notifier-last-checked", .lock),
        ("_npx/0123456789abcdef/node_modules/a/index.js", .index),
        ("_tuf/root.json", .index),
        ("_prebuilds/0123ab-a.tar.gz", .immutable),
        // One digit too few, capital letters, another depth, another algorithm.
        ("_cacache/content-v2/sha512/\(split(127))", .foreign),
        ("_cacache/content-v2/sha512/\(split(128).uppercased())", .foreign),
        ("_cacache/content-v2/sha512/\(split(128))/x", .foreign),
        ("_cacache/content-v2/sha3/\(split(128))", .foreign),
        ("_cacache/index-v5/\(split(62))", .foreign),
        ("_cacache/index-v5/notes.txt", .foreign),
        ("_cacache/run.sh", .foreign),
        ("_cacache/_lastverified/x", .foreign),
        ("_npx/evil/node_modules/a/index.js", .foreign),
        ("run.sh", .foreign),
        ("", .foreign),
    ]

    @Test(arguments: classes)
    func hasItsClass(_ path: String, _ expected: PathClass) {
        #expect(NpmCacheReader.pathClass(of: ByteString(path)) == expected)
    }

    static let wishes: [(String, ContentDigest.Algorithm?)] = [
        ("root/.npm/_cacache/content-v2/sha512/\(split(128))", .sha512),
        ("content-v2/sha1/\(split(40))", .sha1),
        ("content-v2/sha384/\(split(96))", .sha384),
        ("content-v2/sha224/\(split(56))", .sha224),
        ("content-v2/md5/\(split(32))", .md5),
        // Those have their digest anyway.
        ("content-v2/sha256/\(split(64))", nil),
        ("content-v2/sha512/\(split(40))", nil),
        ("xcontent-v2/sha1/\(split(40))", nil),
        ("index-v5/\(split(64))", nil),
        (split(128), nil),
        ("", nil),
    ]

    @Test(arguments: wishes)
    func wishesForADigest(_ path: String, _ expected: ContentDigest.Algorithm?) {
        #expect(NpmCacheReader.wish(for: Array(path.utf8).span) == expected)
        #expect(EcosystemList.wish(for: Array(path.utf8).span) == expected)
    }

    static let roles: [(String, PathRole)] = [
        ("node_modules", .never), ("node_modules/a/index.js", .below), ("_npx/node_modules", .never),
        ("_npx/node_modules/.bin/node", .below), ("_npx/0123456789abcdef/node_modules", .below), ("_npx", .folder),
        ("other/node_modules", .none),
    ]

    @Test(arguments: roles)
    func hasItsRole(_ path: String, _ expected: PathRole) {
        #expect(NpmCacheReader.role(of: ByteString(path)) == expected)
    }

    static let links: [(String, String, Bool)] = [
        ("a/made/x", "../index.js", true), ("a/x", "./lib//x.js", true), ("a/x", ".", true),
        ("@s/a/made/x", "..", true), ("a/x", "../b/index.js", false), ("a/x", "/etc/passwd", false),
        ("a/x", "lib/../../b", false), ("a/x", "node_modules/b", false), ("a/node_modules/b/x", "../c", false),
        ("a", "b", false), (".bin/x", "../a/x.js", true), (".bin/x", "x", false),
    ]

    @Test(arguments: links)
    func mayLinkInsideOfAPackage(_ path: String, _ target: String, _ expected: Bool) {
        let link = ByteString("_npx/0123456789abcdef/node_modules/" + path)
        #expect(NpmCacheReader.mayLink(link, to: ByteString(target)) == expected)
    }
}
