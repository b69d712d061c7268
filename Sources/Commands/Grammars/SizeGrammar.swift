/// A size in bytes, written with or without a unit.
///
/// ```
///  4096      bytes
///  500M      K, M, G, T and KiB, MiB, GiB, TiB: powers of 1024
///  16GiB
///  2GB       KB, MB, GB, TB: powers of 1000
/// ```
struct SizeGrammar: Grammar {
    private struct Unit {
        let names: [String]
        let bytes: Int64
    }

    // Largest first, so that writing finds the shortest form.
    private static let units = [
        Unit(names: ["tib", "t"], bytes: 1 << 40), Unit(names: ["gib", "g"], bytes: 1 << 30),
        Unit(names: ["mib", "m"], bytes: 1 << 20), Unit(names: ["kib", "k"], bytes: 1 << 10),
        Unit(names: ["tb"], bytes: 1_000_000_000_000), Unit(names: ["gb"], bytes: 1_000_000_000),
        Unit(names: ["mb"], bytes: 1_000_000), Unit(names: ["kb"], bytes: 1_000), Unit(names: ["", "b"], bytes: 1),
    ]
    private static let binaryNames = ["TiB", "GiB", "MiB", "KiB"]

    var expectation: String { "a size above zero such as `500M` or `16GiB`" }

    func read(argument: [UInt8]) -> Int64? {
        let split = argument.firstIndex { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? argument.endIndex
        guard let count = NumberGrammar.digits(argument[..<split]),
            argument[split...].allSatisfy({ $0 < 128 }),
            case let name = String(decoding: argument[split...], as: UTF8.self).lowercased(),
            let unit = Self.units.first(where: { $0.names.contains(name) })
        else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
        return overflow || bytes < 1 ? nil : bytes
    }

    func read(literal: Literal) -> Int64? {
        switch literal {
        case .text(let text): read(argument: Array(text.utf8))
        case .integer(let number): number < 1 ? nil : number
        default: nil
        }
    }

    func literal(_ value: Int64) -> Literal? {
        for (unit, name) in zip(Self.units, Self.binaryNames) where value >= unit.bytes && value % unit.bytes == 0 {
            return .text("\(value / unit.bytes)\(name)")
        }
        return .integer(value)
    }
}
