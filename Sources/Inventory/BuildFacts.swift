/// What metrics are made of: one build, without anything that somebody else chose.
package struct BuildFacts: Sendable, Hashable {
    /// Kind of the state root that has its record: the only name of a builder that takes few values.
    package var builder: StateRoot.Kind
    /// Nanoseconds since 1970.
    package var started: Int64?
    package var finished: Int64?
    package var isSuccess: Bool
    /// Steps taken from the layer cache, and all; `nil` where the record does not count them.
    package var stepsCached: Int?
    package var stepsTotal: Int?
    /// Whether something that looks like a credential stands in its record.
    package var hasCredentials: Bool

    /// Of a build in a state root of this kind.
    package init(_ build: Build, builder: StateRoot.Kind) {
        self.builder = builder
        started = build.started
        finished = build.finished
        isSuccess = build.result == .succeeded
        stepsCached = build.stepsCached
        stepsTotal = build.stepsTotal
        hasCredentials = !build.credentials.isEmpty
    }

    /// Of all builds of these state roots. Builds of a root that is not there any more are left out.
    package static func of(_ builds: [Build], in roots: [StateRoot]) -> [BuildFacts] {
        let kinds = Dictionary(roots.map { ($0.path, $0.kind) }, uniquingKeysWith: { first, _ in first })
        return builds.compactMap { build in kinds[build.root].map { BuildFacts(build, builder: $0) } }
    }
}
