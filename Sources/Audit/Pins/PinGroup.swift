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
    /// Which pins have a digest.
    private(set) var holders: [ContentDigest: [Int]] = [:]

    init(version: String?) {
        self.version = version
    }

    mutating func add(_ number: Int, _ pin: Pin) {
        Self.append(number, to: &pins)
        guard pin.isComparable else { return }
        if let file = pin.file {
            Self.append(number, to: &named[file, default: []])
        } else {
            Self.append(number, to: &unnamed)
        }
        for digest in pin.digests where holders[digest]?.last != number {
            Self.append(number, to: &holders[digest, default: []])
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

    /// Whether a digest of it proves what it equals.
    func vouches(by digest: ContentDigest) -> Bool { isUsable && !digest.algorithm.isWeak && digests.contains(digest) }

    /// Whether it says another digest of the same algorithm as the content has, and none that fits.
    func contradicts(_ content: [ContentDigest]) -> Bool {
        var hasCommon = false
        for digest in content {
            for own in digests where own.algorithm == digest.algorithm {
                if own.bytes == digest.bytes { return false }
                hasCommon = true
            }
        }
        return hasCommon
    }
}
