package import Inventory

/// Which incident is to be run next, and how far each one is. A pure value.
///
/// Each content is run once. What did not come to its end is run again after the next audit: a hunt knows what audits
/// have seen, and a cache that was in use is free then.
package struct IncidentDesk: Sendable {
    /// Bytes of a name that logs and metrics show.
    package static let nameLimit = 64

    /// What is remembered of contents that were run.
    package var memory: IncidentMemory
    /// Contents whose last run did not come to its end, and that wait for an audit.
    private var failed: Set<SHA256Digest> = []

    package init(memory: IncidentMemory = IncidentMemory()) {
        self.memory = memory
    }

    /// The next one to be run.
    package func next(of entries: [IncidentFolder.Entry], applies: Bool) -> IncidentFolder.Entry? {
        entries.first { entry in
            guard case .named = entry.reading, !failed.contains(entry.digest) else { return false }
            switch memory.progress(of: entry.digest) {
            case .applied: return false
            // What was planned while nothing might be applied is applied once it may be.
            case .planned: return applies
            default: return true
            }
        }
    }

    /// A run is over. Says whether there is something new to remember.
    package mutating func finish(_ digest: SHA256Digest, _ outcome: JobOutcome, applied: Bool) -> Bool {
        switch outcome {
        case .clean, .findings:
            failed.remove(digest)
            memory.note(digest, applied ? .applied : .planned)
            return true
        case .incomplete where !applied:
            // A plan that could not look at everything is a plan all the same; the outcome tells.
            failed.remove(digest)
            memory.note(digest, .planned)
            return true
        case .interrupted: return false
        case .incomplete, .failed:
            failed.insert(digest)
            return false
        }
    }

    /// An audit is over: what failed has another chance.
    package mutating func noteAudit() {
        failed = []
    }

    /// How far each file is; two of one name are one, by what is left to do.
    package func states(of entries: [IncidentFolder.Entry]) -> [IncidentState] {
        var states: [IncidentState] = []
        for entry in entries {
            let state = state(of: entry)
            if let index = states.firstIndex(where: { $0.name == state.name }) {
                if Self.rank(state.progress) > Self.rank(states[index].progress) { states[index] = state }
            } else {
                states.append(state)
            }
        }
        return states
    }

    private func state(of entry: IncidentFolder.Entry) -> IncidentState {
        switch entry.reading {
        case .refused: IncidentState(name: Self.fileName(entry.path), progress: .refused)
        case .named(let name):
            IncidentState(
                name: String(name.prefix(Self.nameLimit)),
                progress: failed.contains(entry.digest) ? .failed : memory.progress(of: entry.digest) ?? .waiting)
        }
    }

    private static func rank(_ progress: IncidentState.Progress) -> Int {
        switch progress {
        case .applied: 0
        case .planned: 1
        case .waiting: 2
        case .refused: 3
        case .failed: 4
        }
    }

    /// The name of a file in letters that no label and no log has to escape.
    private static func fileName(_ path: ByteString) -> String {
        let name = path.bytes.split(separator: UInt8(ascii: "/")).last ?? []
        return String(
            decoding: name.prefix(nameLimit).map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
    }
}
