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
        /// Files that are read: of each state root the newest builds come first.
        static let files = 2_000
        /// Bytes that are read, whatever they come to: a hundred names may lead to one file.
        static let bytes = 64 << 20
        /// Pins over all.
        static let pins = 500_000
    }

    /// A file that was read.
    private struct Content {
        var lockfile: Lockfile
        var format: LockfileFormat
        var name: String
        var bytes: [UInt8]
    }

    /// What makes two of them say the same.
    private struct Sameness: Hashable {
        var project: ByteString
        var name: String
        var digest: SHA256Digest
    }

    private var contents: [Content] = []
    private var seen: Set<Sameness> = []
    private var files = 0
    private var bytes = 0
    private var faults: [String] = []

    /// A sentence where some could not be read or understood. They are no trouble of the audit: whoever may build
    /// could leave such a file, and no audit would be complete again.
    var note: String? {
        guard let first = faults.first else { return nil }
        return "lockfiles of builds that were left out: \(faults.count); the first is \(first)"
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
            guard files < Limit.files, bytes < Limit.bytes else {
                blame(lockfile.path, "there are more of them than are compared in one audit")
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
        for content in contents {
            do throws(ParseError) {
                let list = try LockfileReader.parse(content.bytes, content.format, name: content.name)
                count += list.pins.count
                guard count <= Limit.pins else {
                    blame(content.lockfile.path, "all of them hold more than \(Limit.pins) pins")
                    break
                }
                result.append(LockedPins(lockfile: content.lockfile, pins: list.pins))
            } catch {
                blame(content.lockfile.path, "it cannot be understood: \(error)")
            }
        }
        contents = []
        return result
    }

    private mutating func read(
        _ found: DiscoveredLockfile, _ format: LockfileFormat, name: String, project: ByteString
    ) {
        do {
            guard let content = try Folder(found.folder).content(of: found.inside, limit: LockfileReader.sizeMax)
            else { return blame(found.path, "it is no regular file, or too large") }
            bytes += content.count
            let digest = SHA256Digest(try SHA256Hasher.digest(of: content))
            guard seen.insert(Sameness(project: project, name: name, digest: digest)).inserted else { return }
            let lockfile = Lockfile(
                path: found.path, project: project, trust: .discovered, format: format.rawValue, digest: digest)
            contents.append(Content(lockfile: lockfile, format: format, name: name, bytes: content))
        } catch let error as SystemError {
            // What a daemon removed meanwhile is no loss: its build is gone too.
            if error.number == SystemError.notFound { return }
            blame(found.path, "it cannot be read: \(error.advice)")
        } catch {
            blame(found.path, "it cannot be used: \(error)")
        }
    }

    private mutating func blame(_ path: ByteString, _ reason: String) {
        faults.append("\(Quotation.text(path.bytes)): \(reason)")
    }
}
