import Inventory
import Linux

/// What is said of directories and files of ours that lie in one another. Nothing of it keeps an audit from running.
///
/// ```
///  /srv/cache            audited          /srv/cache/m.db       whoever writes the cache can change it
///  /srv/cache/npm        audited: twice   /srv/cache/out.json   the next audit finds it as a new file
/// ```
enum OverlapWarnings {
    /// A sentence for each.
    static func lines(_ targets: [AuditTarget], _ settings: Settings) -> [String] {
        var lines = nested(targets)
        if settings.records.value, let place = target(holding: settings.database.value, targets) {
            lines.append(
                "the manifest lies in the audited directory \(place): whoever can write there can change it; name "
                    + "another place with --db FILE")
        }
        if let file = settings.output.value, let place = target(holding: file, targets) {
            lines.append(
                "the report is written into the audited directory \(place): an audit writes nothing else there, and "
                    + "the next one finds it as a file of the cache; name another place with --output FILE")
        }
        return lines
    }

    private static func nested(_ targets: [AuditTarget]) -> [String] {
        nested(targets.map(\.cache.path)).map { inner, outer in
            let (low, high) = (Quotation.text(inner.bytes), Quotation.text(outer.bytes))
            return "\(low) lies in \(high), which is audited as well: its files are read and counted in both caches"
        }
    }

    /// Those of these directories that lie in another one of them, each with the topmost of those. There may be tens of
    /// thousands, so each looks for the few folders above it and not at all others.
    static func nested(_ paths: [ByteString]) -> [(inner: ByteString, outer: ByteString)] {
        let known = Set(paths)
        return paths.compactMap { inner in inner.above.first(where: known.contains).map { (inner, $0) } }
    }

    /// The audited directory that a file of ours lies in.
    private static func target(holding file: ByteString, _ targets: [AuditTarget]) -> String? {
        let folder = ManifestFile.folder(of: file)
        guard let path = try? Descriptor.open(folder.bytes, [.directory, .path]).realPath() else { return nil }
        let found = targets.first { (path + [UInt8(ascii: "/")]).starts(with: $0.cache.path.appending("").bytes) }
        return found.map { Quotation.text($0.cache.path.bytes) }
    }
}

extension ByteString {
    /// The folders above an absolute path, the root first.
    var above: [ByteString] {
        bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") && $0 + 1 < bytes.count }.map { slash in
            slash == 0 ? "/" : ByteString(Array(bytes[..<slash]))
        }
    }
}
