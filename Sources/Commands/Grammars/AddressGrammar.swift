import Service

/// An address and a port to listen at: `127.0.0.1:9465`, `[::1]:9465`.
struct AddressGrammar: Grammar {
    var expectation: String { "an address and a port such as `127.0.0.1:9465` or `[::1]:9465`" }

    func read(argument: [UInt8]) -> ListenAddress? {
        String(validating: argument, as: UTF8.self).flatMap { ListenAddress($0) }
    }

    func literal(_ value: ListenAddress) -> Literal? { .text(value.description) }
}
