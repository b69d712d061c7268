import Hashing
import Inventory
import Linux
import SQLite

// Hands on what Bezoar itself relies on: the manifest, and a baseline on its way from another host.

extension SelftestCase {
    private static let wheel: ByteString = "wheels/f0/idna-3.6-py3-none-any.whl"
    /// A baseline of the few files here is far smaller.
    private static let baselineLimit = 1 << 20

    static let tampering: [SelftestCase] = [
        replacedDigest("edited digest", "a digest in the manifest replaced", "manifest-edited"),
        replacedDigest("other content", "content unlike the digest on record", "silent-change"),
        SelftestCase(
            name: "edited scan", deed: "a scan's number of files changed", expected: "manifest-edited"
        ) { cache in
            _ = try cache.audit()
            try cache.editManifest("UPDATE scan SET files = files + 1")
            return SelftestExpectation(findings: [.init("manifest-edited")]).judge(try cache.audit())
        },
        SelftestCase(
            name: "edited baseline", deed: "a digit in a signed baseline changed", expected: "refused"
        ) { cache in
            let key = try exportBaseline(of: cache)
            try take(cache, key)
            let file = cache.path(of: "baseline")
            var bytes = try OwnFile.read(file.bytes, limit: baselineLimit)
            let mark = Array("\"sha256\":\"".utf8)
            guard let found = bytes.firstRange(of: mark), found.upperBound < bytes.count else {
                throw SelftestCache.Failure(description: "the baseline holds no digest")
            }
            bytes[found.upperBound] =
                bytes[found.upperBound] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            try OwnFile.replace(file.bytes, with: bytes)
            return refusal(of: "the file was edited") { () throws(CommandFailure) in try take(cache, key) }
        },
        SelftestCase(
            name: "foreign baseline", deed: "a baseline signed with another key", expected: "refused"
        ) { cache in
            _ = try exportBaseline(of: cache)
            let other = try makeKey(cache, "other")
            return refusal(of: "is signed with the key") { () throws(CommandFailure) in try take(cache, other) }
        },
    ]

    /// A digest and a file that no longer go together: from here nobody can tell whether the manifest was edited or the
    /// disk written beneath the file system, so an audit must say both. A case for each, so that each rule has one.
    private static func replacedDigest(_ name: String, _ deed: String, _ rule: String) -> SelftestCase {
        SelftestCase(name: name, deed: deed, expected: rule) { cache in
            try cache.settle(wheel.bytes)
            _ = try cache.audit()
            try cache.editManifest(
                "UPDATE file SET sha256 = zeroblob(32) WHERE path = CAST('\(wheel.utf8Text ?? "")' AS BLOB)")
            return SelftestExpectation(findings: [.init("manifest-edited"), .init("silent-change", wheel)])
                .judge(try cache.audit(full: true))
        }
    }

    /// Audits, and exports what was seen. Returns where the public key lies.
    private static func exportBaseline(of cache: borrowing SelftestCache) throws -> ByteString {
        _ = try cache.audit()
        let publicKey = try makeKey(cache, "key")
        var settings = cache.settings
        settings.key = Sourced(cache.path(of: "key.private"), from: .flag("--key"))
        var run = BaselineRun(settings)
        _ = try run.export(to: cache.path(of: "baseline"))
        return publicKey
    }

    /// Makes a pair of keys and returns where the public one lies.
    private static func makeKey(_ cache: borrowing SelftestCache, _ name: String) throws -> ByteString {
        let key = try SigningKey()
        let publicPath = cache.path(of: name + ".public")
        try OwnFile.create(cache.path(of: name + ".private").bytes, with: try key.privatePEM(), mode: 0o600)
        try OwnFile.create(publicPath.bytes, with: try key.verifyingKey().pem(), mode: 0o600)
        return publicPath
    }

    /// `bezoar baseline import`.
    private static func take(_ cache: borrowing SelftestCache, _ key: ByteString) throws(CommandFailure) {
        var settings = cache.settings
        settings.key = Sourced(key, from: .flag("--key"))
        settings.baseline = Sourced("fleet", from: .flag("--name"))
        var run = BaselineRun(settings)
        _ = try run.importFile(cache.path(of: "baseline"))
    }

    /// What came of something that must be refused with these words.
    private static func refusal(of words: String, _ body: () throws(CommandFailure) -> Void) -> Outcome {
        do throws(CommandFailure) {
            try body()
            return .other("it was imported")
        } catch {
            return error.message.contains(words) ? .asExpected(error.message) : .other(error.message)
        }
    }
}
