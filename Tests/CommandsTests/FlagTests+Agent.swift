import Commands
import Inventory
import Report
import Service

/// Flags of the agent. These are tables.
extension FlagTests {
    static let agentRight: [Row] = [
        Row("listen", ["agent", "--listen", "127.0.0.1:9465"]) { $0.listen.value?.description == "127.0.0.1:9465" },
        Row("listen", ["agent", "--listen=[::1]:1"]) { $0.listen.value?.description == "[::1]:1" },
        Row("listen", ["agent"]) { $0.listen.value == nil },
        Row("log-format", ["agent", "--log-format", "json"]) { $0.logFormat.value == .json },
        Row("log-format", ["agent"]) { $0.logFormat.value == .text },
        Row("once", ["agent", "--once"]) { $0.runsOnce.value },
        Row("once", ["agent"]) { !$0.runsOnce.value },
        Row("max-read", ["audit", "--max-read", "100MiB"]) { $0.maxRead.value == 100 << 20 },
        Row("metrics", ["audit", "--metrics", "/m.prom"]) { $0.metrics.value == "/m.prom" },
        Row("host-name", ["audit", "--host-name", "build-07.example"]) { $0.hostName.value == "build-07.example" },
        Row("host-name", ["audit"]) { $0.hostName.value == nil },
        Row("report", ["audit", "--report", "/r.json"]) { $0.reportFile.value == "/r.json" },
        Row("max-read", ["audit"]) { $0.maxRead.value == nil },
    ]

    static let agentWrong: [(flag: String, words: [String], message: String)] = [
        ("listen", ["agent", "--listen", "9465"], "`--listen`: an address and a port such as `127.0.0.1:9465`"),
        ("listen", ["agent", "--listen", "builder:9465"], "an address and a port"),
        ("listen", ["agent", "--listen", "127.0.0.1:65536"], "an address and a port"),
        ("listen", ["agent", "--listen", "127.0.0.1.1:80"], "an address and a port"),
        ("listen", ["agent", "--listen", "[]:80"], "an address and a port"),
        ("listen", ["agent", "--listen", "::1:80"], "an address and a port"),
        ("log-format", ["agent", "--log-format", "jsno"], "did you mean `json`?"),
        ("once", ["agent", "--once=1"], "takes no value"),
        ("metrics", ["audit", "--metrics="], "`--metrics`: the path of a file is expected"),
        ("host-name", ["audit", "--host-name", "a b"], "`--host-name`: a name of up to 253"),
        ("report", ["audit", "--report="], "`--report`: the path of a file is expected"),
        ("max-read", ["audit", "--max-read", "0"], "`--max-read`: a size above zero"),
    ]
}
