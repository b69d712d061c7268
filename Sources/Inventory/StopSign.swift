/// Tells those who go through many values whether anybody still waits for the result. They ask now and then, and end
/// early: what they give back then is a part, and whoever set up the sign knows it.
package struct StopSign: Sendable {
    private let ask: @Sendable () -> Bool

    /// Nobody ever tells to stop.
    package init() { ask = { false } }

    /// `ask` is called from whatever thread the work is done on, and often.
    package init(_ ask: @escaping @Sendable () -> Bool) { self.ask = ask }

    /// Whether to stop.
    package var isAsked: Bool { ask() }
}
