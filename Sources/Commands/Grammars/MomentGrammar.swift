import Ecosystems

/// A moment in UTC: a day, or a day with a time. The value is in nanoseconds since 1970.
///
/// ```
///  2026-11-21                   the beginning of that day
///  2026-11-21T03:04:05Z
/// ```
struct MomentGrammar: Grammar {
    private static let dayLength = 10
    /// No longer form: parts of seconds and other zones would not be said again alike by a plan.
    private static let fullLength = 20

    var expectation: String { "a day such as `2026-11-21`, or a time such as `2026-11-21T03:04:05Z`" }

    func read(argument: [UInt8]) -> Int64? {
        guard argument.count == Self.dayLength || argument.count == Self.fullLength,
            var text = String(validating: argument, as: UTF8.self)
        else { return nil }
        if argument.count == Self.dayLength { text += "T00:00:00Z" }
        return InternetTime.nanoseconds(text).flatMap { $0 < 0 ? nil : $0 }
    }

    /// A moment is no default of anything.
    func literal(_ value: Int64) -> Literal? { nil }
}
