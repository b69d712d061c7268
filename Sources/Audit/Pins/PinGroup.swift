import Inventory

/// The pins of one version of one name, ready to be asked. Pins are numbers in the book's list, which has those of the
/// best standing first; of more than `listMax` that say the same the rest is left out.
struct PinGroup: Sendable {
    /// Pins in one list: a hostile lockfile may hold a hundred thousand for one file.
    static let listMax = 64

    /// One spelling of the version: `1.0`, where another may be `1.0.0`.
    let version: String?
    private(set) var pins: [Int] = []
    /// Pins that say which file they speak of.
    private(set) var named: [String: [Int]] = [:]
    /// Pins that hold for any file of the version.
    private(set) var unnamed: [Int] = []
    /// Pins of archives that Yarn made, by the names that say in which form: they speak of no other form, nor of what
    /// was downloaded.
    private(set) var archives: [String: [Int]] = [:]
    /// Which pins have a digest.
    private(set) var holders: [ContentDigest: [Int]] = [:]
    /// Of which algorithms each pin has digests.
    private var algorithms: [Int: Set<ContentDigest.Algorithm>] = [:]
    /// The same without the pins: what any of them has.
    private(set) var algorithmSets: Set<Set<ContentDigest.Algorithm>> = []

    init(version: String?) {
        self.version = version
    }

    mutating func add(_ number: Int, _ pin: Pin) {
        Self.append(number, to: &pins)
        if pin.subject == .yarnArchive {
            addArchive(number, pin)
            return
        }
        guard pin.isComparable else { return }
        if let file = pin.file {
            Self.append(number, to: &named[file, default: []])
        } else {
            Self.append(number, to: &unnamed)
        }
        let own = Set(pin.digests.map(\.algorithm))
        algorithms[number] = own
        algorithmSets.insert(own)
        for digest in pin.digests where holders[digest]?.last != number {
            Self.append(number, to: &holders[digest, default: []])
        }
    }

    private mutating func addArchive(_ number: Int, _ pin: Pin) {
        guard !pin.digests.isEmpty, pin.isUsable else { return }
        if let file = pin.file { Self.append(number, to: &archives[file, default: []]) }
        for digest in pin.digests where holders[digest]?.last != number {
            Self.append(number, to: &holders[digest, default: []])
        }
    }

    /// Whether a pin says another digest of the same algorithm as the content has, and none that fits. As quick for a
    /// pin with a hundred thousand digests as for one.
    func contradicts(_ number: Int, _ content: [ContentDigest]) -> Bool {
        guard let own = algorithms[number], content.contains(where: { own.contains($0.algorithm) }) else {
            return false
        }
        return !content.contains { digest in
            guard let list = holders[digest] else { return false }
            // Of a full list the rest weighs less than those that agree.
            return list.count >= Self.listMax || list.contains(number)
        }
    }

    private static func append(_ number: Int, to list: inout [Int]) {
        if list.count < listMax { list.append(number) }
    }
}

extension Pin {
    /// Whether content can be held against it: its digests are of the file, and nobody disputes what they are.
    var isComparable: Bool {
        subject == .file && !digests.isEmpty && (isUsable || unusable == .weakDigest)
    }
}
