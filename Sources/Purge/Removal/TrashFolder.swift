import Inventory
import Linux
import Synchronization

/// The folder that what is to be deleted is renamed into. It lies in the directory itself, so that the renaming is one
/// step of one file system, and is seen by nobody but root.
///
/// ```
///  DIRECTORY/.bezoar-purge-0123456789abcdef/           of emptying: everything in it may be deleted
///       setup.py  src  …                               under the names they had, where these were free
///       deep-7-0123456789abcdef                        a folder that was too deep, brought up
///  DIRECTORY/.bezoar-purge-0123456789abcdef-entries/   of single entries: only what bears its own identity may
///       taken-3-fe01-2a-120-…                          see `TakenName`
/// ```
///
/// The form of the names is what a later run knows the rest of a killed one by.
final class TrashFolder: Sendable {
    /// What it was made for.
    enum Purpose: Sendable {
        case all
        case entries
    }

    static let prefix = Array(".bezoar-purge-".utf8)
    static let entriesSuffix = Array("-entries".utf8)
    private static let randomBytes = 8

    /// Without the closing zero.
    let name: [UInt8]
    let purpose: Purpose
    let folder: HeldFolder
    private let numbers = Atomic<Int>(0)
    private let origins = Guarded(Origins())

    init(name: [UInt8], purpose: Purpose, folder: HeldFolder) {
        self.name = name
        self.purpose = purpose
        self.folder = folder
    }

    /// A name that nobody can have prepared.
    static func newName(for purpose: Purpose) throws(SystemError) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        let random = try Host.randomBytes(randomBytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return prefix + random + (purpose == .entries ? entriesSuffix : [])
    }

    /// Makes the folder and opens it. Who swaps it in between gives us another folder of the same directory, which
    /// was to be emptied as well.
    convenience init(making name: [UInt8], for purpose: Purpose, in root: HeldFolder) throws(SystemError) {
        let terminated = name + [0]
        try root.descriptor.makeDirectory(terminated.span, mode: 0o700)
        do throws(SystemError) {
            let folder = HeldFolder(try root.descriptor.openDirectory(beneath: terminated.span))
            self.init(name: name, purpose: purpose, folder: folder)
        } catch {
            // Nothing is in it yet; were it to stay, the next run would find it.
            try? root.descriptor.removeDirectory(terminated.span)
            throw error
        }
    }

    /// What a name says of the trash folder that bears it; `nil` for any other name. Without the closing zero.
    static func purpose(ofName name: ArraySlice<UInt8>) -> Purpose? {
        guard name.starts(with: prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        let random = rest.prefix(2 * randomBytes)
        let areDigits = random.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard random.count == 2 * randomBytes, areDigits else { return nil }
        let suffix = rest.dropFirst(random.count)
        if suffix.isEmpty { return .all }
        return suffix.elementsEqual(entriesSuffix) ? .entries : nil
    }

    /// A name for something that cannot keep its own, with the closing zero. It may be taken all the same: then the
    /// next one is tried.
    func nextName() -> [UInt8] {
        let number = numbers.wrappingAdd(1, ordering: .relaxed).newValue
        return Self.numbered + Array(String(number).utf8) + Self.mark(of: name) + [0]
    }

    /// Whether a name in the trash of this name was given there, so that it does not tell the one before. Nothing in a
    /// cache can bear such a name: its end was drawn when the trash was made.
    static func isGiven(_ name: [UInt8], in trash: [UInt8]) -> Bool {
        name.starts(with: numbered) && name.suffix(1 + 2 * randomBytes).elementsEqual(mark(of: trash))
    }

    private static let numbered = Array("deep-".utf8)

    /// What the given names in a trash end in.
    private static func mark(of trash: [UInt8]) -> [UInt8] {
        [UInt8(ascii: "-")] + trash.dropFirst(prefix.count).prefix(2 * randomBytes)
    }

    /// Where the top-level entry of this name came from, relative to the directory; `nil` where its name says it, or
    /// where too many had to be kept in mind.
    func origin(of name: [UInt8]) -> [UInt8]? {
        origins.withLock { $0.paths[name] }
    }

    /// Keeps in mind where something came from that could not keep its name.
    func note(origin path: [UInt8], of name: [UInt8]) {
        origins.withLock { $0.add(name, path) }
    }

    /// Something that had another name before is gone.
    func forget(_ name: [UInt8]) {
        origins.withLock { $0.remove(name) }
    }

    /// Names and where they came from, bounded.
    private struct Origins {
        static let bytesMax = 4 << 20
        var paths: [[UInt8]: [UInt8]] = [:]
        var bytes = 0

        mutating func add(_ name: [UInt8], _ path: [UInt8]) {
            guard bytes + name.count + path.count <= Self.bytesMax, paths[name] == nil else { return }
            bytes += name.count + path.count
            paths[name] = path
        }

        mutating func remove(_ name: [UInt8]) {
            guard let path = paths.removeValue(forKey: name) else { return }
            bytes -= name.count + path.count
        }
    }
}
