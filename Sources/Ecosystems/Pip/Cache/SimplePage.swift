import Bytes
import Inventory

/// A page of a package index (PEP 503 and 691): the files of one project.
struct SimplePage {
    /// One link.
    struct File {
        /// As it stands there, without its fragment.
        var link: String
        /// The name shown; of HTML the text of the link.
        var name: String
        /// In the order of the page: pip takes the first.
        var digests: [ContentDigest] = []
        var size: Int64?
        /// Digests of the metadata beside the file.
        var metadata: [ContentDigest] = []
        var uploaded: String?
    }

    /// The project, where the page names it.
    var name: String?
    var files: [File] = []
    /// `nil` where the page lists none.
    var versions: [String]?
    /// The number of the index's last change.
    var serial: Int64?
    /// What links are relative to, where the page says so.
    var base: String?
    /// Whether a key stands twice in one object: readers differ on which counts.
    var hasDuplicates = false

    /// Bytes of a page, decompressed.
    static let limit = 128 << 20
    /// Files of a page.
    static let fileLimit = 200_000

    /// Reads a page; `nil` where the body is none.
    init?(_ bytes: [UInt8], contentType: String) throws(ParseError) {
        let type = contentType.lowercased()
        let first = bytes.first { $0 > 0x20 }
        if type.contains("json") || (first == UInt8(ascii: "{") && !type.contains("html")) {
            let document = try JSON.parse(bytes, limits: JSONLimits(size: Self.limit, nesting: 64))
            guard let page = document.object, page["files"]?.array != nil else { return nil }
            readJSON(page)
        } else if type.contains("html") {
            self.readHTML(bytes)
        } else {
            return nil
        }
    }

    // MARK: JSON

    private mutating func readJSON(_ page: JSONObject) {
        hasDuplicates = !page.duplicateKeys.isEmpty
        name = page["name"]?.string
        serial = page["meta"]?.object?["_last-serial"]?.integer
        versions = page["versions"]?.array?.compactMap(\.string)
        for value in (page["files"]?.array ?? []).prefix(Self.fileLimit) {
            guard let entry = value.object, let link = entry["url"]?.string else { continue }
            if !entry.duplicateKeys.isEmpty { hasDuplicates = true }
            var file = File(link: PipURL.withoutFragment(link), name: entry["filename"]?.string ?? "")
            file.digests = Self.digests(entry["hashes"])
            if file.digests.isEmpty { file.digests = Self.fragmentDigests(link) }
            file.size = entry["size"]?.integer
            file.metadata = Self.digests(entry["core-metadata"] ?? entry["dist-info-metadata"])
            file.uploaded = entry["upload-time"]?.string
            files.append(file)
        }
    }

    private static func digests(_ value: JSONValue?) -> [ContentDigest] {
        (value?.object?.members ?? []).compactMap { member in
            guard let algorithm = ContentDigest.Algorithm(rawValue: member.key), let text = member.value.string else {
                return nil
            }
            return DigestText.hex(algorithm, text)
        }
    }

    /// The digests that a URL has behind its `#`.
    static func fragmentDigests(_ link: String) -> [ContentDigest] {
        guard let mark = link.utf8.firstIndex(of: UInt8(ascii: "#")) else { return [] }
        return link[mark...].dropFirst().split(separator: "&").compactMap { DigestText.labelled(String($0)) }
    }

    // MARK: HTML

    private mutating func readHTML(_ bytes: [UInt8]) {
        var scanner = HTMLTags(bytes)
        while let tag = scanner.next(), files.count < Self.fileLimit {
            switch tag.name {
            case "base":
                if base == nil { base = tag.attributes["href"] }
            case "title":
                let title = scanner.text()
                let mark = "Links for "
                if name == nil, title.hasPrefix(mark) { name = String(title.dropFirst(mark.count)) }
            case "a":
                guard let link = tag.attributes["href"] else { continue }
                var file = File(link: PipURL.withoutFragment(link), name: scanner.text())
                file.digests = Self.fragmentDigests(link)
                let metadata = tag.attributes["data-core-metadata"] ?? tag.attributes["data-dist-info-metadata"]
                file.metadata = metadata.flatMap(DigestText.labelled).map { [$0] } ?? []
                files.append(file)
            default: continue
            }
        }
    }
}
