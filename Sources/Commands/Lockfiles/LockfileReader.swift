import BuildKit
import Bytes
import Ecosystems
import Hashing
import Inventory
import Linux

/// Reads lockfiles below one folder, and those that they include.
struct LockfileReader {
    /// Bytes of one lockfile; the largest known have a tenth.
    static let sizeMax = 64 << 20
    /// Files that are included, over all.
    static let includedMax = 200

    /// What one lockfile says.
    struct Reading {
        var pins: LockedPins
        var notes: [PinList.Note]
    }

    private let project: ByteString
    private let tier: String
    private(set) var readings: [Reading] = []
    private(set) var troubles: [Trouble] = []
    private var seen: Set<ByteString> = []

    /// All of them are this project's; `tier` is a word of the configuration's tiers.
    init(project: ByteString, tier: String) {
        self.project = project
        self.tier = tier
    }

    /// Reads these files, and what they include below the folder.
    mutating func read(_ files: [(path: ByteString, format: LockfileFormat)], in root: borrowing Folder) {
        var open = files
        var included = 0
        while let file = open.popLast() {
            guard seen.insert(file.path).inserted else { continue }
            guard let list = readOne(file.path, file.format, in: root) else { continue }
            for reference in list.references {
                guard let path = RelativePath.resolve(reference.target, from: RelativePath.folder(of: file.path)) else {
                    note(
                        root.path.appending(file.path), .unusable,
                        "line \(reference.line): what it includes lies elsewhere, and was not read")
                    continue
                }
                if seen.contains(path) { continue }
                included += 1
                if included > Self.includedMax {
                    note(root.path.appending(file.path), .tooLarge, "it includes more files than are followed")
                    break
                }
                open.append((path, .requirements))
            }
        }
    }

    private mutating func readOne(
        _ path: ByteString, _ format: LockfileFormat, in root: borrowing Folder
    ) -> PinList? {
        let place = root.path.appending(path)
        do {
            guard let bytes = try root.content(of: path, limit: Self.sizeMax) else {
                note(place, .unusable, "it is no regular file of at most \(Self.sizeMax) bytes")
                return nil
            }
            let name = RelativePath.name(of: path).utf8Text ?? ""
            let list = try Self.parse(bytes, format, name: name)
            let lockfile = Lockfile(
                path: place, project: project, trust: .registered, tier: tier, format: format.rawValue,
                digest: SHA256Digest(try SHA256Hasher.digest(of: bytes)))
            readings.append(Reading(pins: LockedPins(lockfile: lockfile, pins: list.pins), notes: list.notes))
            return list
        } catch let error as SystemError {
            note(place, .unreadable, "the lockfile cannot be read: \(error.advice)")
        } catch let error as ParseError {
            note(place, .malformed, "the lockfile cannot be understood: \(error)")
        } catch {
            note(place, .unusable, "the lockfile cannot be used: \(error)")
        }
        return nil
    }

    /// What a lockfile says, its addresses without passwords: they go into the manifest.
    static func parse(_ bytes: [UInt8], _ format: LockfileFormat, name: String) throws(ParseError) -> PinList {
        var list = try format.read(bytes.span, fileName: name)
        for index in list.pins.indices {
            if let url = list.pins[index].url { list.pins[index].url = PlainAddress.of(url) }
        }
        return list
    }

    private mutating func note(_ path: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        troubles.append(Trouble(cache: -1, path: path, reason: reason, detail: detail))
    }
}
