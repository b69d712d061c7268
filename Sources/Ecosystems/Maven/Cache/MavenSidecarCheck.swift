internal import Inventory

/// Compares a file with the digests beside it.
enum MavenSidecarCheck {
    static func run(
        _ index: Int, _ sidecars: [(index: Int, algorithm: ContentDigest.Algorithm)], purl: String?,
        _ scan: inout MavenScan
    ) -> Artifact.SelfCheck {
        var result = Artifact.SelfCheck.none
        for (sidecar, algorithm) in sidecars {
            let path = scan.files.files[index].path
            let evidence = [Finding.Evidence("sidecar", .bytes(scan.files.files[sidecar].path))]
            guard let text = scan.text(sidecar, limit: MavenSidecar.sizeLimit) else { continue }
            guard let stated = MavenSidecar.digest(text, algorithm) else {
                scan.note(
                    Observation(
                        rule: "sidecar-mismatch", grade: "no-digest", path: path, purl: purl,
                        message: "The checksum beside the file is none", evidence: evidence))
                continue
            }
            guard let actual = scan.digest(index, algorithm) else { continue }
            if actual == stated {
                if result == .none { result = .agrees }
                continue
            }
            result = .disagrees
            scan.note(
                Observation(
                    rule: "sidecar-mismatch", path: path, purl: purl,
                    message: "The file is not the one that the checksum beside it is of",
                    expected: [stated.description], actual: actual.description, evidence: evidence))
        }
        return result
    }
}
