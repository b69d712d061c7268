import BuildKit
import EngineAPI
import Inventory
import Linux

/// The part of `doctor` about engines: their versions, and whether what they say of their state is what was found.
///
/// ```
///   dockerd    GET /info       data root, driver ─┐
///   buildkitd  ListWorkers     worker ids ────────┼─► compared with the state roots that were found
///   processes  command lines   state folders ─────┘
/// ```
struct DoctorEngines {
    private typealias Check = DoctorReport.Check

    let survey: EngineSurvey
    let roots: [FoundRoot]
    /// Whether all roots of the host were looked for, and not just those somebody named.
    let isWhole: Bool

    /// How long all engines together may take to answer, in nanoseconds. Each has two seconds for each question.
    private static let patience: Int64 = 20_000_000_000
    /// Characters of what an engine says of itself.
    private static let textLimit = 200
    private static let nameIt = "name its state root with --state DIR; --verbose tells where it was looked for"

    /// All checks.
    var section: DoctorReport.Section {
        var checks: [Check] = []
        let end = Clock.steady + Self.patience
        var unasked = survey.unlisted
        for socket in survey.sockets {
            if Clock.steady < end { checks += ask(socket) } else { unasked += 1 }
        }
        if unasked > 0 {
            checks.append(
                Check(
                    "sockets", .warning, ByteString("\(unasked) more were not asked"),
                    why: "there are many, or those before them answered slowly"))
        }
        checks += isWhole ? unfound : []
        if checks.isEmpty {
            checks.append(
                survey.seesHost
                    ? Check("engines", .info, "none runs here")
                    : Check(
                        "engines", .info, "not known", why: "only the processes of this container are seen",
                        remedy: "run with the host's process numbers: --pid=host, hostPID"))
        }
        return DoctorReport.Section("Engines", checks)
    }

    // MARK: Sockets

    private func ask(_ socket: EngineSocket) -> [Check] {
        let name = socket.program.rawValue
        // Where systemd listens for an engine that does not run, a question would start it.
        if survey.seesHost, !survey.engines.contains(where: { $0.program == socket.program }) {
            return [Check(name, .info, socket.path, why: "no \(name) runs, so nobody was asked here")]
        }
        let answer = EngineAnswer(socket)
        guard answer.version != nil || !answer.workers.isEmpty else { return [silence(socket, answer)] }
        var checks = [Check(name, .ok, socket.path)]
        if let version = answer.version {
            checks.append(Check("version", .info, ByteString(String(version.prefix(Self.textLimit)))))
        }
        if let facts = answer.facts { checks += compare(facts, socket) }
        for worker in answer.workers { checks += compare(worker, socket) }
        if let failure = answer.failure {
            checks.append(Check("answer", .warning, "incomplete", why: failure.description))
        }
        return checks
    }

    private func silence(_ socket: EngineSocket, _ answer: EngineAnswer) -> Check {
        let reason = answer.failure?.description ?? "the answers hold nothing"
        let isNobody = answer.failure?.reason == .unreachable
        return Check(socket.program.rawValue, isNobody ? .info : .warning, socket.path, why: reason)
    }

    // MARK: Comparing

    private func compare(_ facts: DockerFacts, _ socket: EngineSocket) -> [Check] {
        let path = ByteString(facts.rootDirectory)
        let places = survey.folders(at: path, of: socket.process)
        let found = roots.filter { root in places.contains { Self.isSame($0, root.path) } }
        guard !found.isEmpty else {
            return isWhole ? [Check("data root", .warning, path, why: "it was not found", remedy: Self.nameIt)] : []
        }
        let kind: StateRoot.Kind = facts.usesContainerdStore ? .dockerContainerd : .docker
        let same = found.filter { $0.root.kind == kind }
        let checks = [Check("data root", .ok, path)]
        let driver = String(facts.driver.prefix(Self.textLimit))
        if same.contains(where: { $0.root.snapshotter == facts.driver }) {
            return checks + [Check("driver", .ok, ByteString(driver))]
        }
        let seen = found.map { "\($0.root.kind.rawValue) \($0.root.snapshotter ?? "")" }.joined(separator: ", ")
        return checks + [
            Check(
                "driver", .warning, ByteString(driver),
                why: "the files look like another one: \(seen)")
        ]
    }

    private func compare(_ worker: EngineWorker, _ socket: EngineSocket) -> [Check] {
        let snapshotter = worker.snapshotter.map { " (\($0))" } ?? ""
        let value = ByteString(String((worker.id + snapshotter).prefix(Self.textLimit)))
        var checks: [Check] = []
        // A dockerd's worker has a name that no file holds.
        if socket.program == .dockerd || !isWhole {
            checks.append(Check("worker", .info, value))
        } else if roots.contains(where: { DoctorStates.workerID(of: $0) == worker.id }) {
            checks.append(Check("worker", .ok, value))
        } else {
            checks.append(
                Check("worker", .warning, value, why: "no state root that was found is its own", remedy: Self.nameIt))
        }
        checks.append(Check("removal by age", .info, ByteString(MountRetention.sentence(worker.policies))))
        return checks
    }

    /// Engines that run, and whose state was found nowhere.
    private var unfound: [Check] {
        survey.engines.filter { engine in
            !engine.states.contains { state in
                roots.contains { Self.isSame($0.path, state) || Self.isBelow($0.path, state) }
            }
        }.map { engine in
            Check(
                engine.program.rawValue, .warning, ByteString("process \(engine.process): no state root found"),
                remedy: Self.nameIt)
        }
    }

    private static func isSame(_ left: ByteString, _ right: ByteString) -> Bool {
        guard let first = try? Descriptor.status(withoutLinks: left.bytes),
            let second = try? Descriptor.status(withoutLinks: right.bytes)
        else { return false }
        return Identity(first) == Identity(second)
    }

    private static func isBelow(_ path: ByteString, _ folder: ByteString) -> Bool {
        path.bytes.starts(with: folder.bytes + [UInt8(ascii: "/")])
    }
}
