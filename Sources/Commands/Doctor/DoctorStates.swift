import BuildKit
import Inventory
import Linux

/// The part of `doctor` about state roots: what was found, and with more words also where it was looked.
struct DoctorStates {
    private typealias Check = DoctorReport.Check

    /// Bytes of a file that names a worker.
    private static let nameLimit = 256

    let roots: [FoundRoot]
    let steps: [DiscoveryStep]
    let troubles: [Trouble]
    /// Whether each place that was looked at is listed.
    let listsSteps: Bool

    /// All checks.
    var section: DoctorReport.Section {
        var checks = roots.flatMap(checks)
        if roots.isEmpty { checks.append(Check("state root", .info, "none found")) }
        checks += troubles.map { Check("not seen", .warning, $0.path, why: $0.detail) }
        if listsSteps {
            checks += steps.map { step in
                let detail = step.detail.isEmpty ? "" : ", \(step.detail)"
                return Check(
                    "looked at", .info, step.path, why: "\(step.origin): \(step.verdict.rawValue)\(detail)")
            }
        }
        return DoctorReport.Section("State roots", checks)
    }

    private func checks(_ root: FoundRoot) -> [Check] {
        let inventory = StateReader.read(root)
        let kind = root.root.kind.rawValue + (root.root.snapshotter.map { ", \($0)" } ?? "")
        var checks = [
            Check("state root", .ok, root.root.path), Check("kind", .info, ByteString(kind)),
            Check("caches", .info, ByteString("\(inventory.caches.count)")),
        ]
        if let worker = Self.workerID(of: root) { checks.append(Check("worker", .info, ByteString(worker))) }
        checks += inventory.traits.map { Check("written by", .info, ByteString($0)) }
        checks += inventory.notes.map { Check("limit", .warning, root.root.path, why: $0) }
        checks += inventory.troubles.map { Check("not read", .warning, $0.path, why: $0.detail) }
        return checks
    }

    /// What the engine calls the worker of a state root; `nil` where it left no name.
    static func workerID(of root: FoundRoot) -> String? {
        guard let folder = try? Folder(root.workerPath),
            let bytes = (try? folder.content(of: "workerid", limit: nameLimit)) ?? nil
        else { return nil }
        let text = ByteString(bytes).utf8Text?.filter { !$0.isWhitespace && !$0.isNewline } ?? ""
        return text.isEmpty ? nil : text
    }
}
