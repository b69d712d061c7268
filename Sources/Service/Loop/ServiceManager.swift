import Linux

/// What the agent tells the program that started it (`sd_notify(3)`), where that wants to be told. Messages that nobody
/// takes are lost without a word: the agent works all the same.
package struct ServiceManager: Sendable {
    /// Where the manager listens; `nil` where there is none.
    private let socket: [UInt8]?
    /// Nanoseconds between two signs of life; `nil` where nobody waits for them.
    package let watchdogEvery: Int64?
    private var lastStatus = ""

    /// Reads the variables of the environment: `NOTIFY_SOCKET`, and `WATCHDOG_USEC` with `WATCHDOG_PID`.
    package init(environment: [(name: [UInt8], value: [UInt8])], process: Int) {
        func value(_ name: String) -> [UInt8]? {
            environment.first { $0.name == Array(name.utf8) }?.value
        }
        let socket = value("NOTIFY_SOCKET") ?? []
        // A path, or an abstract name; what else there is (vsock) is for virtual machines.
        let isLocal = socket.first == UInt8(ascii: "/") || socket.first == UInt8(ascii: "@")
        self.socket = isLocal && socket.count > 1 ? socket : nil
        let microseconds = value("WATCHDOG_USEC").flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
        let owner = value("WATCHDOG_PID").flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        let isOurs = owner == nil || owner == process
        // Half of the time that the manager waits, as its manual says.
        let isWanted = self.socket != nil && isOurs && (2...Int64.max / 2000).contains(microseconds)
        watchdogEvery = isWanted ? microseconds * 1000 / 2 : nil
    }

    /// Variables that concern the agent alone, and no child of it.
    package static let ownVariables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID"]

    /// It works.
    package func ready() { send("READY=1") }

    /// It is alive.
    package func alive() { send("WATCHDOG=1") }

    /// It reads its configuration again; `ready` says that this is over. `now` is a clock that never jumps.
    package func reloading(now: Int64) { send("RELOADING=1\nMONOTONIC_USEC=\(max(0, now) / 1000)") }

    /// It is about to end.
    package func stopping() { send("STOPPING=1") }

    /// One line for `systemctl status`; sent where it is another than before.
    package mutating func status(_ text: String) {
        guard text != lastStatus else { return }
        lastStatus = text
        send("STATUS=" + text)
    }

    private func send(_ text: String) {
        guard let socket else { return }
        try? Datagram.send(Array(text.utf8), to: socket)
    }
}
