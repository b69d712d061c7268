import Bytes
import Inventory

/// What `npx` unpacked and has nothing to be compared with, and what npm never writes there. It runs unseen.
///
/// ```
///   a package that no lockfile of the folder lists      planted
///   a listed one whose archive is gone                  an artifact that nobody knows
///   node_modules/.bin/tool, a file                      planted: npm makes links only
///   node_modules/.bin/tool ─► ../other/x.js             a program that the package does not name
/// ```
extension NpmCacheSurvey {
    /// Looks at all folders; what was compared with archives is settled by now.
    mutating func checkUnpacked() {
        let settled = Set(scan.reading.settled)
        for (folder, files) in unpacked.sorted(by: { $0.key < $1.key }) where !scan.files.isStopped {
            let root = scan.place.appending(ByteString("_npx/" + folder))
            check(files, in: root, npxPins[folder], settled)
            checkIntegrity(of: npxPins[folder] ?? [], in: root, settled)
        }
        checkCommands()
    }

    /// The files of one package, as far as nothing is known of them.
    private struct Unsettled {
        var files: [Int] = []
        /// Whether one of them lies in the place of the package's folder.
        var isFile = false
    }

    private mutating func check(_ files: [Int], in root: ByteString, _ pins: [Pin]?, _ settled: Set<Int>) {
        var order: [[UInt8]] = []
        var packages: [[UInt8]: Unsettled] = [:]
        for file in files where !settled.contains(file) {
            switch NpxPlace(Array(scan.path(file).bytes.dropFirst(root.bytes.count + 1))) {
            case .package(let location, let inner):
                if packages[location] == nil { order.append(location) }
                packages[location, default: Unsettled()].files.append(file)
                if inner.isEmpty { packages[location, default: Unsettled()].isFile = true }
            case .command:
                scan.observe(
                    "misplaced-entry", grade: "other-kind", file,
                    "A file lies where npm makes only links to the programs of packages.")
            case .own: break
            }
        }
        // A lockfile that cannot be read is named; what it lists nobody knows.
        guard let pins else { return }
        var pinOfLocation: [[UInt8]: Pin] = [:]
        for pin in pins { if let path = pin.path { pinOfLocation[Array(path.utf8)] = pin } }
        for location in order {
            guard let package = packages[location], let first = package.files.first else { continue }
            guard let pin = pinOfLocation[location], !package.isFile else {
                scan.observe(
                    "unpacked-mismatch", grade: "unlisted", first,
                    "A package lies unpacked here that no lockfile of its folder lists.",
                    evidence: [Finding.Evidence("files", .number(Int64(package.files.count)))])
                continue
            }
            if !compared.contains(root.appending(ByteString(location))) {
                addUnknown(package.files, at: root.appending(ByteString(location)), pin)
            }
        }
    }

    /// A package of which there is nothing but what was unpacked.
    private mutating func addUnknown(_ files: [Int], at folder: ByteString, _ pin: Pin) {
        guard let version = pin.version, NodeName(pin.name) != nil, let first = files.first else { return }
        let manifest = scan.files.index(of: folder.appending("package.json"))
        scan.reading.artifacts.append(
            Artifact(
                ecosystem: .npm, kind: .unpacked, name: pin.name, version: version, file: pin.file ?? "",
                path: scan.path(manifest ?? first), parts: files.map { scan.path($0) },
                size: scan.size(of: files), source: pin.url.flatMap { NpmAddress(Array($0.utf8))?.harmless }))
    }

    // MARK: Commands

    /// Links in folders of commands, each against the manifest of the package that it leads to.
    private mutating func checkCommands() {
        let start = scan.place.appending("_npx").bytes + [UInt8(ascii: "/")]
        for entry in scan.files.entries where entry.kind == .symbolicLink && entry.path.bytes.starts(with: start) {
            if scan.files.isStopped { return }
            let rest = entry.path.bytes.dropFirst(start.count)
            guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { continue }
            let root = Array(entry.path.bytes[..<slash])
            guard case .command(let above, let name) = NpxPlace(Array(entry.path.bytes[(slash + 1)...])),
                // Other links are none that npm makes: they are named for that.
                NpmCachePath.isCommand(Array(entry.path.bytes.dropFirst(start.count - 5)), to: entry.target.bytes)
            else { continue }
            let modules = ByteString(root).appending(ByteString(above))
            if leadsToItsProgram(name, entry.target, in: modules) { continue }
            scan.reading.observations.append(
                Observation(
                    rule: "misplaced-entry", grade: "link", path: entry.path,
                    message: "A link to a program leads to a file that its package does not name for it",
                    evidence: [Finding.Evidence("target", .bytes(entry.target))]))
        }
    }

    /// Whether the package that a link leads into has such a program. The target is `../PACKAGE/…`.
    private mutating func leadsToItsProgram(_ name: [UInt8], _ target: ByteString, in modules: ByteString) -> Bool {
        let parts = target.bytes.split(separator: UInt8(ascii: "/")).dropFirst()
        let length = parts.first?.first == UInt8(ascii: "@") ? 2 : 1
        guard parts.count > length else { return false }
        let package = Array(parts.prefix(length).joined(separator: [UInt8(ascii: "/")]))
        let file = Array(parts.dropFirst(length).joined(separator: [UInt8(ascii: "/")]))
        let folder = modules.appending(ByteString(package))
        guard let manifest = scan.files.index(of: folder.appending("package.json")) else {
            // It leads to nothing.
            return scan.files.below(folder).isEmpty
        }
        guard let bytes = scan.whole(manifest, limit: NpmCacheLimits.manifestSize, "the manifest") else {
            // What cannot be read is named already.
            return true
        }
        return NpmCommands(bytes)?.lead(name, to: file) ?? false
    }
}
