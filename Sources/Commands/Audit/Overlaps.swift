import Inventory
import Linux

/// Directories and files of ours that lie in one another.
///
/// ```
///  /srv/cache            audited          /srv/cache/m.db       refused: whoever writes the cache can change it
///  /srv/cache/npm        audited: twice   /srv/cache/out.json   refused: an audit writes nothing into a cache
/// ```
enum Overlaps {
    /// Fails where an audit would write into what it audits.
    static func refuse(_ targets: [AuditTarget], _ settings: Settings) throws(CommandFailure) {
        if settings.records.value, let place = target(holding: settings.database.value, targets) {
            throw CommandFailure(
                "the manifest would lie in the audited directory \(place): whoever can write there could change it; "
                    + "name another place with --db FILE", exit: .usage)
        }
        if let file = settings.output.value, let place = target(holding: file, targets) {
            throw CommandFailure(
                "the report would lie in the audited directory \(place), into which an audit writes nothing; name "
                    + "another place with --output FILE", exit: .usage)
        }
    }

    /// A sentence for each directory that is audited as a part of another one as well.
    static func warnings(_ targets: [AuditTarget]) -> [String] {
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
