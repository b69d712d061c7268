internal import Bytes
internal import Inventory

/// Trusted checksums that lie inside the repository they are to protect, where the resolver looks for them if nobody
/// tells it otherwise. Whoever changes the one can change the other.
enum MavenTrustedFolder {
    /// Where they lie, relative to the repository.
    static let folder = Array(".checksums/".utf8)
    /// Files of single checksums that are read.
    static let sparseLimit = 200_000

    static func read(_ indexes: [Int], _ scan: inout MavenScan) {
        guard let first = indexes.first else { return }
        scan.reading.settled += indexes
        scan.note(
            Observation(
                rule: "foreign-file", grade: "trusted-checksums", path: scan.files.files[first].path,
                message: "The checksums that builds trust lie in the cache they are to check",
                evidence: [Finding.Evidence("files", .number(Int64(indexes.count)))]))
        if indexes.count > sparseLimit {
            scan.trouble(first, .tooLarge, "more than \(sparseLimit) files of checksums")
        }
        for index in indexes.prefix(sparseLimit) where !scan.files.isStopped {
            let path = scan.relative(index).dropFirst(folder.count)
            guard let (base, algorithm) = MavenSidecar.split(path), let text = scan.text(index) else { continue }
            do {
                let list: PinList
                if base.contains(UInt8(ascii: "/")) {
                    list = try sparse(text, base, algorithm, scan)
                } else {
                    list = try TrustedChecksums.summary(text.span, algorithm: algorithm)
                }
                for pin in list.pins { compare(pin, index, &scan) }
            } catch {
                scan.trouble(index, .malformed, error.description)
            }
        }
    }

    /// One checksum; the path may begin with a repository's id.
    private static func sparse(
        _ text: [UInt8], _ base: ArraySlice<UInt8>, _ algorithm: ContentDigest.Algorithm, _ scan: MavenScan
    ) throws(ParseError) -> PinList {
        var path = base
        if scan.files.index(of: scan.place.appending(ByteString(Array(path)))) == nil,
            let slash = path.firstIndex(of: UInt8(ascii: "/"))
        {
            path = path[(slash + 1)...]
        }
        return try TrustedChecksums.sparse(
            text.span, path: String(decoding: path, as: UTF8.self), algorithm: algorithm)
    }

    private static func compare(_ pin: Pin, _ source: Int, _ scan: inout MavenScan) {
        guard let stated = pin.digests.first, let path = pin.path else { return }
        if scan.reading.claims.count < MavenRepositoryReader.claimLimit {
            scan.reading.claims.append(
                IndexClaim(
                    ecosystem: .maven, name: pin.name, version: pin.version, file: pin.file, digests: pin.digests,
                    url: nil, source: nil, path: scan.files.files[source].path))
        }
        guard let index = scan.files.index(of: scan.place.appending(ByteString(path))),
            let actual = scan.digest(index, stated.algorithm), actual != stated
        else { return }
        scan.note(
            Observation(
                rule: "index-mismatch", grade: "content", path: scan.files.files[index].path,
                message: "The file is not the one that the trusted checksums of the cache are of",
                expected: [stated.description], actual: actual.description,
                evidence: [Finding.Evidence("checksums", .bytes(scan.files.files[source].path))]))
    }
}
