import Bytes
import Inflate
import Inventory

/// Pages of indexes: what they claim, and whether they agree with themselves.
extension PipHarvest {
    /// Reads an entry if it is a page.
    mutating func readPage(_ index: Int) {
        let entry = entries[index]
        let type = entry.answer.headers["content-type"] ?? ""
        guard type.lowercased().contains("html") || type.lowercased().contains("json"), entry.answer.status == 200
        else { return }
        let page: SimplePage?
        let length: Int
        do throws(PipFailure) {
            guard let source = try body(entry), !Self.isArchive(source) else { return }
            length = source.size
            let bytes = try decoded(source, coding: entry.answer.headers["content-encoding"] ?? "")
            do throws(ParseError) {
                page = try SimplePage(bytes, contentType: type)
            } catch {
                throw PipFailure(error)
            }
        } catch {
            entries[index].isPage = true
            trouble(bodyPlace(entry), error)
            return
        }
        entries[index].isPage = true
        reading.settled.append(bodyPlace(entry))
        guard let page else { return }
        checkLength(entry, length)
        let url = pageURL(page, key: entry.key)
        entries[index].url = url
        if let url { rememberBase(url) }
        takeClaims(page, entry, url: url)
        countDigests(page, bodyPlace(entry))
        judge(page, entry)
    }

    /// Whether a body is an archive, whatever its type is said to be: pip does not ask for that. What only begins like
    /// one may be a page that came packed.
    private static func isArchive(_ source: ByteSource) -> Bool {
        switch try? ArchiveForm(source) {
        case .zip: true
        case .gzip: (try? SourceArchive(source)) != nil
        case .other, nil: false
        }
    }

    private func decoded(_ source: ByteSource, coding: String) throws(PipFailure) -> [UInt8] {
        let kind: ByteStream.Coding
        switch coding.lowercased() {
        case "", "identity": kind = .identity
        case "gzip", "x-gzip": kind = .gzip
        case "deflate": kind = .zlib
        default: throw PipFailure(.unusable, "the page is compressed in a way that is not read")
        }
        do throws(ArchiveError) {
            var stream = try ByteStream(source, coding: kind, limits: .memory(Self.pageLimit))
            return try stream.readAll()
        } catch {
            throw PipFailure(error)
        }
    }

    /// Compares the stated length with the body's.
    mutating func checkLength(_ entry: Entry, _ length: Int) {
        guard let stated = entry.answer.headers["content-length"], stated != String(length) else { return }
        observe(
            "sidecar-mismatch", grade: "length", bodyPlace(entry),
            "The body has another length than the answer stored with it says", expected: [stated],
            actual: String(length))
    }

    // MARK: Claims

    private mutating func takeClaims(_ page: SimplePage, _ entry: Entry, url: String?) {
        let path = files.files[bodyPlace(entry)].path
        let base = page.base.flatMap { PipURL.joined($0, base: url) } ?? url
        let pageName = page.name.map(PythonName.normalized) ?? url.flatMap(Self.lastFolder) ?? ""
        if reading.claims.count + page.files.count > Self.claimLimit {
            trouble(bodyPlace(entry), .init(.tooLarge, "more links than the limit of \(Self.claimLimit)"))
            return
        }
        var hasSecret = false
        for file in page.files {
            let link = PipURL.joined(file.link, base: base)
            let name = LockedEntry.fileName(file.link) ?? file.name
            let parts = PythonName.ofFile(name)
            hasSecret = hasSecret || PipURL.hasSecretQuery(file.link) || PipURL.hasCredentials(file.link)
            let project = parts?.name ?? pageName
            claimsByName[project, default: []].append(reading.claims.count)
            reading.claims.append(
                IndexClaim(
                    ecosystem: .pip, name: project, version: parts?.version, file: name, digests: file.digests,
                    url: link.map(PipURL.shown), source: url.map(PipURL.shown), path: path))
            guard let link else { continue }
            for place in byKey[PipURL.key(link)] ?? [] {
                entries[place].url = link
                entries[place].claims.append(Claim(digests: file.digests, size: file.size, page: path))
            }
            for place in byKey[PipURL.key(link + ".metadata")] ?? [] {
                entries[place].url = link + ".metadata"
                entries[place].describes = link
                entries[place].claims.append(Claim(digests: file.metadata, size: nil, page: path))
            }
        }
        if hasSecret { leak(bodyPlace(entry), "link of an index page", "link") }
    }

    private static func lastFolder(_ url: String) -> String? {
        url.split(separator: "/").last.map { PythonName.normalized(String($0)) }
    }

    // MARK: Its own URL

    /// The URL of a page: every one that fits its name and its links is hashed and compared with the key.
    private func pageURL(_ page: SimplePage, key: [UInt8]) -> String? {
        guard let name = page.name.map(PythonName.normalized), !name.isEmpty else { return nil }
        var bases = ["https://pypi.org/simple"]
        var tried: Set<String> = []
        if let base = page.base { bases.append(base) }
        for file in page.files where tried.count < Self.baseLimit {
            guard let parts = PipURL.Parts(file.link) else { continue }
            let root = parts.scheme + "://" + parts.host
            guard tried.insert(root).inserted else { continue }
            var prefix = root
            bases += Self.bases(prefix)
            // `files.pypi.example` beside `pypi.example`.
            if let dot = parts.host.firstIndex(of: ".") {
                bases += Self.bases(parts.scheme + "://" + parts.host[parts.host.index(after: dot)...])
            }
            for folder in parts.rest.split(separator: "/").dropLast().prefix(Self.depthLimit) {
                prefix += "/" + folder
                bases += Self.bases(prefix)
            }
        }
        let ending = "/" + name + "/"
        return (bases.first { PipURL.key($0 + ending) == key } ?? pageBases.first { PipURL.key($0 + ending) == key })
            .map { $0 + ending }
    }

    /// Hosts of one page, and folders of one link, that are tried.
    private static let baseLimit = 16
    private static let depthLimit = 12

    /// Where indexes have their pages.
    private static func bases(_ prefix: String) -> [String] { [prefix + "/simple", prefix, prefix + "/+simple"] }

    /// Notes where a page whose URL was found lies: others of the same index, with relative links, are tried there.
    private mutating func rememberBase(_ url: String) {
        guard pageBases.count < Self.pageBaseLimit else { return }
        pageBases.insert(
            url.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/"))
    }

    /// Indexes of one cache that are known by their pages; a host has a few.
    private static let pageBaseLimit = 256

    // MARK: Agreement with itself

    private mutating func judge(_ page: SimplePage, _ entry: Entry) {
        let place = bodyPlace(entry)
        var odd: [String] = []
        var examples: [Finding.Value] = []
        if page.hasDuplicates { odd.append("keys that stand twice") }
        if let serial = page.serial, let stated = entry.answer.headers["x-pypi-last-serial"], stated != String(serial) {
            odd.append("another serial number than its headers")
        }
        let versions = page.versions.map { list in Set(list.compactMap { PythonVersion($0) }) } ?? []
        let name = page.name.map(PythonName.normalized)
        var hosts: [String: Int] = [:]
        var kinds: Set<String> = []
        for file in page.files {
            if let host = PipURL.Parts(file.link)?.host { hosts[host, default: 0] += 1 }
            guard let parts = PythonName.ofFile(LockedEntry.fileName(file.link) ?? file.name) else { continue }
            var kind: String?
            if let name, parts.name != name, !parts.name.hasPrefix(name), !name.hasPrefix(parts.name) {
                kind = "files of another project"
            }
            if !versions.isEmpty, let version = PythonVersion(parts.version), !versions.contains(version) {
                kind = "files of versions that it does not list"
            }
            if !file.name.isEmpty, let shown = PythonName.ofFile(file.name), shown != parts {
                kind = "links that lead to other files than they name"
            }
            guard let kind else { continue }
            kinds.insert(kind)
            if examples.count < 8 { examples.append(.bytes(ByteString(file.name))) }
        }
        odd += kinds.sorted()
        if !odd.isEmpty {
            observe(
                "index-mismatch", grade: "page", place,
                "The index page disagrees with itself: \(odd.joined(separator: ", "))",
                evidence: [.init("files", .list(examples))])
        }
        if hosts.count > 1, let rare = hosts.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            observe(
                "index-mismatch", grade: "host", place, "The index page sends its clients to several hosts",
                evidence: [.init("host", .bytes(ByteString(rare.key))), .init("files", .number(Int64(rare.value)))])
        }
        if let age = entry.answer.maxAge, age > Self.freshness {
            observe(
                "index-mismatch", grade: "freshness", entry.file,
                "The index page says to stay fresh for much longer than indexes do",
                evidence: [.init("max-age", .number(Int64(age)))])
        }
    }
}
