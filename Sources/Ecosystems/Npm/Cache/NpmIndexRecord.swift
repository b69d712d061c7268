import Bytes
import Inventory

/// One record of an index bucket: which content belongs to which key.
///
/// ```
///   {"key": "make-fetch-happen:request-cache:https://registry.example/name",
///    "integrity": "sha512-…" | null, "time": ms, "size": n,
///    "metadata": {"time", "url", "status"?, "reqHeaders": {…}, "resHeaders": {…}, "manifest"?}}
/// ```
/// npm 5 and 6 keep every header, each as an array of texts; later ones a few, as texts.
struct NpmIndexRecord {
    /// What stands before the address of a request.
    static let requestPrefix = Array("make-fetch-happen:request-cache:".utf8)
    private static let tarballPrefix = Array("pacote:tarball:".utf8)
    /// Nobody's clock says the year 2100 yet.
    private static let endOfTime: Int64 = 4_102_444_800_000
    private static let hour: Int64 = 3_600_000

    /// Place of the bucket among the cache's files.
    let bucket: Int
    /// The key as it stands in the record.
    let key: [UInt8]
    /// The address in the key, or that of the archive.
    let address: NpmAddress?
    /// The strongest digests of `integrity`; any of them fits. Empty for `null`.
    let digests: [ContentDigest]
    /// Bytes of the content, as stated.
    let size: Int64?
    /// Milliseconds since 1970: of the record, and of the answer that it keeps.
    let time: Int64
    let answered: Int64
    /// `url` of the metadata.
    let url: [UInt8]?
    /// Status of the answer where it was not 200, and where it sends the client.
    let status: Int64?
    let location: NpmAddress?
    /// What the client asked for with `accept`: the same address may have several answers.
    let accept: [UInt8]
    /// Whether the answer says that it is JSON.
    let isJSON: Bool
    /// Seconds for which the client asks nobody.
    let maxAge: Int64
    /// Whether its headers are those of npm 5 or 6.
    let isOld: Bool
    /// `metadata.manifest` of npm 5 and 6.
    let manifest: NpmManifest?
    /// The digests that stand at the end of the key of such a record.
    let keyDigests: [ContentDigest]
    /// Kinds of credentials found in headers and addresses, and whether the key holds one.
    let credentials: [String]
    let hasCredentialInKey: Bool
    /// Whether a later record of the same key took its place.
    var isSuperseded = false

    /// Takes a parsed record; `nil` where it has no key.
    init?(_ object: JSONObject, bucket: Int) {
        guard let text = object["key"]?.string else { return nil }
        let key = Array(text.utf8)
        self.bucket = bucket
        self.key = key
        digests = object["integrity"]?.string.map { DigestText.integrity(Array($0.utf8)[...]).digests } ?? []
        size = object["size"]?.integer ?? object["size"]?.string.flatMap { Int64($0) }
        time = object["time"]?.integer ?? 0
        let metadata = object["metadata"]?.object
        answered = metadata?["time"]?.integer ?? time
        url = metadata?["url"]?.string.map { Array($0.utf8) }
        status = metadata?["status"]?.integer
        let request = metadata?["reqHeaders"]?.object
        let response = metadata?["resHeaders"]?.object
        let headers = (request?.members ?? []) + (response?.members ?? [])
        isOld = headers.contains { $0.value.array != nil }
        location = response.flatMap { Self.header("location", in: $0) }.flatMap(NpmAddress.init)
        accept = request.flatMap { Self.header("accept", in: $0) } ?? []
        let type = response.flatMap { Self.header("content-type", in: $0) } ?? []
        isJSON = type.map(\.asciiLowercased).contains(Array("json".utf8))
        maxAge = response.flatMap { Self.header("cache-control", in: $0) }.map(Self.maxAge) ?? 0
        manifest = metadata?["manifest"]?.object.map(NpmManifest.init)
        keyDigests = manifest == nil ? [] : Self.digestsAtEnd(of: key)
        address = Self.address(in: key)
        let own = address.map { $0.hasPassword || $0.hasSecretParameter } ?? false
        hasCredentialInKey = own
        credentials = Self.credentials(in: headers, url: url, keyHasOne: own)
    }

    /// Whether it holds a request, so that its address is what was asked for.
    var isRequest: Bool { key.starts(with: Self.requestPrefix) }

    /// Whether npm reads what it leads to as JSON, whatever that begins with: by what the answer says of itself, or
    /// because a package's document is asked for at such an address.
    var leadsToDocument: Bool {
        guard isRequest, let address, status.map({ !(300..<400).contains($0) }) ?? true else { return false }
        return isJSON || address.isOfPackage
    }

    /// Whether a moment lies behind the record's own, or where nobody's clock is.
    var isFromFuture: Bool {
        if answered > Self.endOfTime || time > Self.endOfTime { return true }
        return time > 0 && answered > 0 && answered - time > Self.hour
    }

    private static func address(in key: [UInt8]) -> NpmAddress? {
        for prefix in [requestPrefix, tarballPrefix] where key.starts(with: prefix) {
            return NpmAddress(Array(key.dropFirst(prefix.count)))
        }
        return nil
    }

    /// The value of a header, however it is kept.
    private static func header(_ name: String, in headers: JSONObject) -> [UInt8]? {
        let value = headers.members.last { $0.key.lowercased() == name }?.value
        return (value?.string ?? value?.array?.first?.string).map { Array($0.utf8) }
    }

    /// `max-age` of `cache-control`; a whole year for `immutable`.
    private static func maxAge(_ text: [UInt8]) -> Int64 {
        var longest: Int64 = 0
        for part in text.split(separator: UInt8(ascii: ",")) {
            let word = Blank.trimmedAsJavaScript(part).map(\.asciiLowercased)
            if word == Array("immutable".utf8) { longest = max(longest, 31_536_000) }
            let name = Array("max-age=".utf8)
            guard word.starts(with: name) else { continue }
            let digits = word.dropFirst(name.count).filter { $0 != UInt8(ascii: "\"") }
            longest = max(longest, Int64(String(decoding: digits, as: UTF8.self)) ?? (digits.count > 18 ? .max : 0))
        }
        return longest
    }

    /// `pacote:version-manifest:ADDRESS:sha512-…`
    private static func digestsAtEnd(of key: [UInt8]) -> [ContentDigest] {
        guard let colon = key.lastIndex(of: UInt8(ascii: ":")) else { return [] }
        return DigestText.integrity(key[(colon + 1)...]).digests
    }

    private static let secretHeaders = ["authorization", "proxy-authorization", "cookie", "set-cookie", "npm-otp"]

    private static func credentials(in headers: [JSONObject.Member], url: [UInt8]?, keyHasOne: Bool) -> [String] {
        var kinds: [String] = []
        for header in headers {
            let name = header.key.lowercased()
            let value = header.value.string ?? header.value.array?.first?.string ?? ""
            if secretHeaders.contains(name), !value.isEmpty { kinds.append("header " + name) }
            guard let address = NpmAddress(Array(value.utf8)) else { continue }
            if address.hasPassword { kinds.append("password in an address") }
            if address.hasSecretParameter { kinds.append("secret in the query of an address") }
        }
        if let address = url.flatMap(NpmAddress.init) {
            if address.hasPassword { kinds.append("password in an address") }
            if address.hasSecretParameter, !keyHasOne { kinds.append("secret in the query of an address") }
        }
        return kinds
    }
}
