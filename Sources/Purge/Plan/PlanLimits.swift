package import Bytes

/// How much a plan may hold. A plan is read as root, and somebody may have prepared it.
package enum PlanLimits {
    /// Caches of one plan, and entries of all of them.
    package static let targetsMax = 10_000
    package static let entriesMax = 200_000
    /// Reasons and projects of one target; more are left out.
    package static let reasonsMax = 100
    package static let projectsMax = 100
    /// Sentences of either list.
    package static let sentencesMax = 10_000
    /// Kinds of caches in one cache.
    package static let ecosystemsMax = 16
    /// What the document may ask of its reader.
    package static let document = JSONLimits(size: 128 << 20, nesting: 8, values: 8_000_000)
}
