import Bytes
import Inventory

/// What the TOML lockfiles of Python have in common: tables of files with digests.
enum PythonLockTables {
    /// Pins of the files of one package; one pin without file where there are none.
    static func pins(
        name: String, version: String?, files: [TOMLItem], line: Int, source: Pin.Unusable?,
        digest: (TOMLTable) -> (digests: [ContentDigest], hasUnknown: Bool)
    ) -> [Pin] {
        let normalized = PythonName.normalized(name)
        var pins: [Pin] = []
        for item in files {
            guard let table = item.table else { continue }
            let (digests, hasUnknown) = digest(table)
            let url = table["url"]?.string
            let path = table["path"]?.string
            let file = table["file"]?.string ?? table["filename"]?.string ?? table["name"]?.string
            let plain = file.flatMap { $0.isEmpty || $0.contains("/") ? nil : $0 }
            pins.append(
                Pin(
                    ecosystem: .pip, name: normalized, version: version, digests: digests,
                    file: plain ?? (url ?? path).flatMap(LockedEntry.fileName), url: url, line: item.line,
                    unusable: digests.isEmpty && !hasUnknown
                        ? source ?? .noDigest : LockedEntry.judge(digests, hasUnknown: hasUnknown)))
        }
        if pins.isEmpty {
            pins.append(
                Pin(
                    ecosystem: .pip, name: normalized, version: version, line: line, unusable: source ?? .noDigest))
        }
        return pins
    }

    /// `hash = "sha256:hex"`.
    static func labelled(_ table: TOMLTable) -> (digests: [ContentDigest], hasUnknown: Bool) {
        guard let text = table["hash"]?.string, !text.isEmpty else { return ([], table["hash"] != nil) }
        guard let digest = DigestText.labelled(text) else { return ([], true) }
        return ([digest], false)
    }

    /// `hashes = {sha256 = "hex"}`: all are of one file, so the strongest says it all.
    static func table(_ table: TOMLTable) -> (digests: [ContentDigest], hasUnknown: Bool) {
        guard let entries = table["hashes"]?.table?.entries else { return ([], table["hashes"] != nil) }
        var best: ContentDigest?
        var hasUnknown = false
        for entry in entries {
            guard let algorithm = ContentDigest.Algorithm(rawValue: entry.key), let text = entry.item.string,
                let digest = DigestText.hex(algorithm, text)
            else {
                hasUnknown = true
                continue
            }
            if let known = best, digest.algorithm < known.algorithm { continue }
            best = digest
        }
        return (best.map { [$0] } ?? [], hasUnknown)
    }

    /// A note for what has no name.
    static func nameless(_ item: TOMLItem) -> PinList.Note {
        PinList.Note(.malformed, line: item.line, detail: "a package without a name")
    }
}
