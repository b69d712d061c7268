import Hashing
import Inventory
import Linux
import Manifest

// Poisoned packages of each ecosystem, as their clients keep them: what these take without looking again.

extension SelftestCase {
    static let packages: [SelftestCase] = [
        SelftestCase(
            name: "poisoned wheel", deed: "a .pth file put into a wheel that pip built", expected: "record-mismatch"
        ) {
            cache in
            let good = try SelftestArchive.wheel(name: "colors", version: "1.0")
            let hook: SelftestArchive.Member = ("colors.pth", Array("import colors\n".utf8))
            let evil = try SelftestArchive.wheel(name: "colors", version: "1.0", added: [hook])
            let place = try plantWheel(in: cache, good)
            _ = try cache.audit()
            try cache.tree.write(place.bytes, evil)
            return SelftestExpectation(
                findings: [
                    .init("record-mismatch", place), .init("startup-hook", place), .init("immutable-changed", place),
                ]
            ).judge(try cache.audit())
        },
        SelftestCase(
            name: "poisoned tarball", deed: "another archive in the place of npm's",
            expected: "content-address-mismatch"
        ) { cache in
            let good = tarball("{\"name\":\"left\",\"version\":\"1.0.0\"}")
            let evil = tarball(
                "{\"name\":\"left\",\"version\":\"1.0.0\",\"scripts\":{\"postinstall\":\"node run.js\"}}")
            let digits = SelftestArchive.hex(try SelftestArchive.digest(.sha512, of: good))
            let folder = "home/.npm/_cacache/content-v2/sha512/\(digits.prefix(2))/\(digits.dropFirst(2).prefix(2))/"
            let place = ByteString(folder + digits.dropFirst(4))
            try cache.makeFolders(above: place)
            try cache.tree.write(place.bytes, good)
            _ = try cache.audit()
            try cache.tree.write(place.bytes, evil)
            return SelftestExpectation(
                findings: [
                    .init("content-address-mismatch", place), .init("immutable-changed", place),
                    .init("same-version-different-content", place),
                ]
            ).judge(try cache.audit())
        },
        SelftestCase(
            name: "poisoned jar", deed: "a jar unlike the one that a lockfile pins", expected: "checksum-mismatch"
        ) {
            cache in
            let good = SelftestArchive.zip([("com/example/A.class", Array("good".utf8))])
            let evil = SelftestArchive.zip([("com/example/A.class", Array("evil".utf8))])
            let place = try plantJar(in: cache, version: "1.0", evil)
            try register(good, version: "1.0", in: cache)
            return SelftestExpectation(findings: [.init("checksum-mismatch", place)]).judge(try cache.audit())
        },
        SelftestCase(
            name: "version shadow", deed: "a version made to win over a pinned one", expected: "version-shadow"
        ) {
            cache in
            let good = SelftestArchive.zip([("com/example/A.class", Array("good".utf8))])
            let evil = SelftestArchive.zip([("com/example/A.class", Array("evil".utf8))])
            _ = try plantJar(in: cache, version: "1.0", good)
            let place = try plantJar(in: cache, version: "99.0", evil)
            try register(good, version: "1.0", in: cache)
            return SelftestExpectation(findings: [.init("version-shadow", place), .init("self-attested", "")])
                .judge(try cache.audit())
        },
    ]

    /// A wheel where pip keeps what it built: the folder's name follows from where its sources came from.
    private static func plantWheel(in cache: borrowing SelftestCache, _ wheel: [UInt8]) throws -> ByteString {
        let source = "https://files.example/colors-1.0.tar.gz"
        let digest = String(repeating: "5a", count: 32)
        let key =
            "{\"interpreter_name\":\"cp\",\"interpreter_version\":\"311\",\"sha256\":\"\(digest)\","
            + "\"url\":\"\(source)\"}"
        let digits = SelftestArchive.hex(try SelftestArchive.digest(.sha224, of: Array(key.utf8)))
        let parts = [
            digits.prefix(2), digits.dropFirst(2).prefix(2), digits.dropFirst(4).prefix(2), digits.dropFirst(6),
        ]
        let folder = "home/.cache/pip/wheels/" + parts.joined(separator: "/")
        let place = ByteString(folder + "/colors-1.0-py3-none-any.whl")
        try cache.makeFolders(above: place)
        try cache.tree.write(place.bytes, wheel)
        let origin =
            "{\"archive_info\": {\"hash\": \"sha256=\(digest)\", \"hashes\": {\"sha256\": \"\(digest)\"}}, "
            + "\"url\": \"\(source)\"}"
        try cache.tree.write(Array("\(folder)/origin.json".utf8), Array(origin.utf8))
        return place
    }

    private static func tarball(_ manifest: String) -> [UInt8] {
        SelftestArchive.tar([("package/package.json", Array(manifest.utf8))])
    }

    /// A jar where Maven keeps what it downloaded.
    private static func plantJar(
        in cache: borrowing SelftestCache, version: String, _ jar: [UInt8]
    ) throws -> ByteString {
        let folder = "home/.m2/repository/com/example/colors/\(version)"
        let place = ByteString("\(folder)/colors-\(version).jar")
        try cache.makeFolders(above: place)
        try cache.tree.write(place.bytes, jar)
        let sum = SelftestArchive.hex(try SelftestArchive.digest(.sha1, of: jar))
        try cache.tree.write(Array("\(folder)/colors-\(version).jar.sha1".utf8), Array(sum.utf8))
        try cache.tree.write(
            Array("\(folder)/_remote.repositories".utf8), Array("colors-\(version).jar>central=\n".utf8))
        return place
    }

    /// Registers a lockfile that pins a jar, as `bezoar lock add` does.
    private static func register(
        _ jar: [UInt8], version: String, in cache: borrowing SelftestCache
    ) throws {
        let sum = try SelftestArchive.digest(.sha256, of: jar)
        let file = cache.path(of: "verification-metadata.xml")
        let text = Array("<verification-metadata/>\n".utf8)
        try OwnFile.create(file.bytes, with: text, mode: 0o600)
        let lockfile = Lockfile(
            path: file, project: "https://git.example/colors", format: "verification-metadata.xml",
            digest: SHA256Digest(try SelftestArchive.digest(.sha256, of: text)) ?? .zero)
        let pin = Pin(
            ecosystem: .maven, name: "com.example:colors", version: version,
            digests: [ContentDigest(.sha256, sum)].compactMap(\.self), file: "colors-\(version).jar", line: 1)
        let store = try ManifestStore(path: cache.manifest, mode: .write)
        _ = try store.register([LockedPins(lockfile: lockfile, pins: [pin])], now: Clock.now)
    }
}
