import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport

/// A cache of the fixtures unpacked into a folder of its own, poisoned by the script if told so, and read.
struct PoisonedCache {
    /// Which cache.
    enum Kind: String {
        case maven = "maven-3.8"
        case gradle
    }

    let tree: TestTree
    let files: FolderFiles
    let places: [ByteString]
    let reading: CacheReading

    /// Unpacks below `folder`, poisons, reads all places.
    init(_ kind: Kind, _ poison: String? = nil, below folder: String = "cache") throws {
        tree = try TestTree()
        try tree.makeFolder(folder)
        let root = tree.file(folder)
        try unpackFixture("ecosystems/maven/" + kind.rawValue, to: root)
        if let poison { try runScript("../Tools/maven-cache/poison.py", poison, root) }
        files = try FolderFiles(folder == "cache" ? root : tree.path)
        places = MavenReader.places(in: files)
        reading = CacheReading(places.map { [files] in MavenReader.read($0, of: files) })
    }

    /// What the clean cache has as well: the project that was installed there.
    var ownInstalls: [Observation] {
        reading.observations.filter { $0.rule == "local-install-shadow" && $0.grade == "own" }
    }

    /// `rule[/grade] path`, each once, in order; without those of the clean cache.
    var findings: [String] {
        Set(
            reading.observations.filter { !ownInstalls.contains($0) }.map { seen in
                seen.rule + (seen.grade.map { "/" + $0 } ?? "") + " " + String(decoding: seen.path.bytes, as: UTF8.self)
            }
        ).sorted()
    }

    /// `reason path`.
    var troubles: [String] {
        reading.troubles.map { $0.reason.rawValue + " " + String(decoding: $0.path.bytes, as: UTF8.self) }
    }
}
