import Bytes
import Hashing
import Inventory

/// `origin.json` beside a wheel that pip built: where the sources came from (PEP 610).
///
/// ```
///   {"archive_info": {"hash": "sha256=8d03…", "hashes": {"sha256": "8d03…"}}, "url": "https://…/beta-0.3.tar.gz"}
///   {"vcs_info": {"vcs": "git", "commit_id": "…", "requested_revision": "…"}, "url": "https://…", "subdirectory": "…"}
/// ```
/// pip compares the digest here with that of the lockfile, never the wheel. Whoever can write the wheel can write this.
struct BuildOrigin {
    var url: String
    var digests: [ContentDigest] = []
    var subdirectory: String?
    /// What the key was made of, for a repository: with kind and revision.
    var links: [String]
    var hasDuplicates = false

    /// Bytes of the file.
    static let limit = 1 << 20

    /// Reads the file; `nil` where it lacks the URL.
    init?(_ bytes: [UInt8]) throws(ParseError) {
        let document = try JSON.parse(bytes, limits: JSONLimits(size: Self.limit, nesting: 16, values: 10_000))
        guard let origin = document.object, let url = origin["url"]?.string else { return nil }
        self.url = url
        hasDuplicates = !origin.duplicateKeys.isEmpty
        subdirectory = origin["subdirectory"]?.string
        links = [url]
        if let archive = origin["archive_info"]?.object {
            hasDuplicates = hasDuplicates || !archive.duplicateKeys.isEmpty
            for member in archive["hashes"]?.object?.members ?? [] {
                let text = member.key + "=" + (member.value.string ?? "")
                if let digest = DigestText.labelled(text) { digests.append(digest) }
            }
            if let digest = archive["hash"]?.string.flatMap(DigestText.labelled), !digests.contains(digest) {
                digests.append(digest)
            }
        }
        if let control = origin["vcs_info"]?.object, let kind = control["vcs"]?.string {
            links = ["requested_revision", "commit_id"].compactMap { control[$0]?.string }.flatMap { revision in
                let link = kind + "+" + url + "@" + revision
                // Python writes the URL of a local folder anew, with one slash.
                return [link, link.replacingStart(kind + "+file:///", by: kind + "+file:/")]
            }
        }
    }
}

extension String {
    /// With another beginning, where it has this one.
    fileprivate func replacingStart(_ start: String, by other: String) -> String {
        hasPrefix(start) ? other + dropFirst(start.count) : self
    }
}
