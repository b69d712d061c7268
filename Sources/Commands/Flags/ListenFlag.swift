import Service

/// `--listen ADDRESS`: serve metrics.
struct ListenFlag: Flag {
    let name = "listen"
    let valueName = "ADDRESS:PORT"
    let category = FlagCategory.agent
    let summary = "Serve metrics at this address"
    let details = """
        Serve metrics over HTTP at this address and port: `/metrics`, `/healthz` and `/readyz`, and nothing else. \
        There is no encryption and no password, so let it be a loopback address unless the network is yours alone. \
        Without it nothing listens.
        """
    var key: String? { "agent.listen" }
    let withoutValue = "nothing listens"
    let grammar = OptionalGrammar(AddressGrammar())
    var place: WritableKeyPath<Settings, Sourced<ListenAddress?>> { \.listen }
}
