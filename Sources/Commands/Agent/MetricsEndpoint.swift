import Inventory
import Linux
import Report
import Service

/// The listener for metrics, as the agent's loop has it; none where the configuration names no address.
final class MetricsEndpoint: AgentEndpoint {
    private let metrics: AgentMetrics
    private let log: AgentLog
    private var address: ListenAddress?
    private var listener: MetricsListener?

    init(_ plan: AgentPlan, _ metrics: AgentMetrics, _ log: AgentLog) {
        self.metrics = metrics
        self.log = log
        listen(at: plan.listen)
    }

    var entries: [PollEntry] { listener.map { [PollEntry($0.waitDescriptor)] } ?? [] }

    var nextMoment: Int64? { listener?.deadline }

    func handle(_ entries: [PollEntry], now: Int64) {
        guard let listener else { return }
        let isDue = listener.deadline.map { $0 <= now } ?? false
        guard isDue || entries.contains(where: { !$0.ready.isEmpty }) else { return }
        tell(listener.handle(now: now) { self.metrics.answer($0) })
    }

    func change(to plan: AgentPlan) {
        if plan.listen != address { listen(at: plan.listen) }
    }

    private func listen(at address: ListenAddress?) {
        self.address = address
        listener = nil
        guard let address else { return }
        do throws(SystemError) {
            let listener = try MetricsListener(address)
            self.listener = listener
            tell(listener.handle(now: Clock.steady) { self.metrics.answer($0) })
        } catch {
            log.warn("listener-failed", "\(address): \(error)")
        }
    }

    private var shownAddress: String { address?.description ?? "" }

    private func tell(_ events: [MetricsListener.Event]) {
        for event in events {
            switch event {
            case .listening(let port):
                log.say(
                    "listener-started", "metrics are served at \(shownAddress), port \(port)",
                    [LogEvent.Field("port", .number(Int64(port)))])
            case .failed(let error):
                log.warn("listener-failed", "\(shownAddress): \(error); it is tried again")
            }
        }
    }
}
