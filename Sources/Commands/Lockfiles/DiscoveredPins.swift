import BuildKit
import Bytes
import Ecosystems
import Hashing
import Inventory
import Linux

/// The lockfiles that lie in a state root because builds used them, as pins. Who may build chose what they say: they
/// tell what a build expected, and vouch for nothing.
///
/// ```
///  gather    before the process locks itself in: the content of the files, each content of a project once
///  pins      afterwards: parses it
/// ```
struct DiscoveredPins {
    private enum Limit {
        /// Files that are looked at: of each state root the newest builds come first.
        static let files = 2_000
        /// Bytes that are read, and bytes of different contents that are kept: a hundred names may lead to one file,
        /// and a hundred files may be copies.
        static let read = 512 << 20
        static let kept = 64 << 20
        /// Pins over all.
        static let pins = 500_000
    }

    /// The content of a file, which several may have.
    private struct Text {
        var bytes: [UInt8]
        var digest: SHA256Digest
    }

    /// What tells that a file was read before.
    private struct Mark: Hashable {
        var identity: Identity
        var size: Int64
        var modified: Int64
        var changed: Int64
    }

    /// A file that was read; of the same content once for each project and name.
    private struct Source: Hashable {
        var project: ByteString
        var name: String
        var format: LockfileFormat
        /// Place of its content.
        var text: Int
    }

    private var sources: [(source: Source, path: ByteString)] = []
    private var seen: Set<Source> = []
    private var texts: [Text] = []
    private var placeOfDigest: [SHA256Digest: Int] = [:]
    private var placeOfFile: [Mark: Int] = [:]
    private var files = 0
    private var bytesRead = 0
    private var bytesKept = 0
    private var faults = 0
    private var firstFault = ""

    /// A sentence where some could not be read or understood. They are no trouble of the audit: whoever may build
    /// could leave such a file, and no audit would be complete again.
    var note: String? {
        faults == 0 ? nil : "lockfiles of builds that were left out: \(faults); the first is \(firstFault)"
    }

    /// Reads the lockfiles of a state root.
    mutating func gather(_ inventory: StateInventory) {
        var projects: [String: ByteString] = [:]
        var times: [String: Int64] = [:]
        for build in inventory.builds {
            if let project = build.project { projects[build.ref] = project.source }
            times[build.ref] = build.started
        }
        func time(_ lockfile: DiscoveredLockfile) -> Int64 {
            lockfile.builds.lazy.compactMap { times[$0] }.first ?? .min
        }
        for lockfile in inventory.lockfiles.sorted(by: { time($0) > time($1) }) {
            let name = RelativePath.name(of: lockfile.name).utf8Text ?? ""
            guard let format = LockfileFormat(fileName: name) else { continue }
            if Signals.requested != nil { return }
            guard files < Limit.files else {
                blame(lockfile.path, Self.tooMany)
                continue
            }
            files += 1
            let project = lockfile.builds.lazy.compactMap { projects[$0] }.first
            read(lockfile, format, name: name, project: project ?? "")
        }
    }

    /// What they pin.
    mutating func pins() -> [LockedPins] {
        var result: [LockedPins] = []
        var count = 0
        // The same content under the same name says the same, whosever it is.
        var parsed: [Source: Result<[Pin], ParseError>] = [:]
        for (source, path) in sources {
            if Signals.requested != nil { break }
            var key = source
            key.project = ""
            let text = texts[source.text]
            let pins = parsed[key] ?? Self.parse(text, source)
            parsed[key] = pins
            switch pins {
            case .success(let pins):
                count += pins.count
                guard count <= Limit.pins else {
                    blame(path, "all of them hold more than \(Limit.pins) pins")
                    continue
                }
                let lockfile = Lockfile(
                    path: path, project: source.project, trust: .discovered, format: source.format.rawValue,
                    digest: text.digest)
                result.append(LockedPins(lockfile: lockfile, pins: pins))
            case .failure(let error):
                blame(path, "it cannot be understood: \(error)")
            }
        }
        sources = []
        texts = []
        return result
    }

    private static func parse(_ text: Text, _ source: Source) -> Result<[Pin], ParseError> {
        do throws(ParseError) {
            return .success(try LockfileReader.parse(text.bytes, source.format, name: source.name).pins)
        } catch {
            return .failure(error)
        }
    }

    private mutating func read(
        _ found: DiscoveredLockfile, _ format: LockfileFormat, name: String, project: ByteString
    ) {
        do {
            guard let file = try Folder(found.folder).file(found.inside) else {
                return blame(found.path, "it is no regular file")
            }
            guard let text = try text(of: file, found.path) else { return }
            let source = Source(project: project, name: name, format: format, text: text)
            if seen.insert(source).inserted { sources.append((source, found.path)) }
        } catch let error as SystemError {
            // What a daemon removed meanwhile is no loss: its build is gone too.
            if error.number == SystemError.notFound { return }
            blame(found.path, "it cannot be read: \(error.advice)")
        } catch {
            blame(found.path, "it cannot be used: \(error)")
        }
    }

    /// The place of a file's content, read where no other name of it was read before; `nil` where it is left out.
    private mutating func text(of file: borrowing Descriptor, _ path: ByteString) throws -> Int? {
        let status = try file.status()
        let mark = Mark(
            identity: Identity(status), size: status.size, modified: status.modified, changed: status.changed)
        if let known = placeOfFile[mark] { return known }
        guard status.size <= Int64(LockfileReader.sizeMax) else {
            blame(path, "it is larger than \(LockfileReader.sizeMax) bytes")
            return nil
        }
        guard bytesRead < Limit.read, let content = try file.content(limit: LockfileReader.sizeMax) else {
            blame(path, Self.tooMany)
            return nil
        }
        bytesRead += content.count
        let digest = SHA256Digest(try SHA256Hasher.digest(of: content))
        if placeOfDigest[digest] == nil {
            guard bytesKept + content.count <= Limit.kept else {
                blame(path, Self.tooMany)
                return nil
            }
            bytesKept += content.count
            placeOfDigest[digest] = texts.count
            texts.append(Text(bytes: content, digest: digest))
        }
        placeOfFile[mark] = placeOfDigest[digest]
        return placeOfDigest[digest]
    }

    private static let tooMany = "there are more of them than are compared in one audit"

    private mutating func blame(_ path: ByteString, _ reason: String) {
        faults += 1
        if faults == 1 { firstFault = "\(Quotation.text(path.bytes)): \(reason)" }
    }
}
