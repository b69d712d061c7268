package import Bytes
package import Inventory

/// Reads metrics that this program wrote, in the Prometheus text format.
///
/// ```
///  # TYPE bezoar_findings gauge                      not looked at: `Metric` knows better
///  bezoar_findings{severity="high"} 3                name, labels in their order, value
///  up{instance="a"} 1                                no metric of ours: passed over, it may be of a later version
/// ```
///
/// The files are written by processes that read what attackers wrote, so whatever is odd is an error.
package struct MetricsReader {
    /// Bounds of one file.
    package enum Limit {
        /// Bytes.
        package static let size = 1 << 20
        /// Lines with a value.
        package static let samples = 10_000
        /// Bytes of a label's value.
        static let label = 512
    }

    /// What is known of a histogram while its lines come.
    private struct Parts {
        var counts: [Int64] = []
        var sum: Double?
        var total: Int64?
    }

    private struct Key: Hashable {
        var metric: Metric
        var labels: [String]
    }

    private static let metrics = Dictionary(uniqueKeysWithValues: Metric.allCases.map { ($0.rawValue, $0) })

    private var order: [Key] = []
    private var values: [Key: MetricValue] = [:]
    private var parts: [Key: Parts] = [:]
    private var samples = 0
    private var offset = 0

    /// What a file says, in the order of `Metric`.
    package static func read(_ bytes: [UInt8]) throws(ParseError) -> [MetricFamily] {
        var reader = MetricsReader()
        if bytes.count > Limit.size { throw reader.wrong("the file is larger than \(Limit.size) bytes") }
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            try reader.read(line)
            reader.offset += line.count + 1
        }
        return try reader.finish()
    }

    private mutating func read(_ line: ArraySlice<UInt8>) throws(ParseError) {
        guard let first = line.first, first != UInt8(ascii: "#") else { return }
        samples += 1
        if samples > Limit.samples { throw wrong("there are more than \(Limit.samples) values") }
        guard let text = String(validating: line, as: UTF8.self) else { throw wrong("this is no UTF-8") }
        var rest = text.unicodeScalars[...]
        let name = String(rest.prefix(while: Self.isNamePart))
        rest.removeFirst(name.unicodeScalars.count)
        if name.isEmpty { throw wrong("a name is expected") }
        let labels = try readLabels(&rest)
        guard rest.popFirst() == " " else { throw wrong("a space is expected before the value") }
        try add(name, labels, String(rest))
    }

    // MARK: Labels

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            || scalar == "_" || scalar == ":"
    }

    private func readLabels(
        _ rest: inout Substring.UnicodeScalarView
    ) throws(ParseError) -> [(name: String, value: String)] {
        var labels: [(name: String, value: String)] = []
        guard rest.first == "{" else { return labels }
        rest.removeFirst()
        while rest.first != "}" {
            if !labels.isEmpty, rest.popFirst() != "," { throw wrong("a comma is expected between labels") }
            let name = String(rest.prefix(while: Self.isNamePart))
            rest.removeFirst(name.unicodeScalars.count)
            guard !name.isEmpty, rest.popFirst() == "=", rest.popFirst() == "\"" else {
                throw wrong("a label and its value in quotes are expected")
            }
            labels.append((name, try readQuoted(&rest)))
        }
        rest.removeFirst()
        return labels
    }

    /// Up to the closing quote.
    private func readQuoted(_ rest: inout Substring.UnicodeScalarView) throws(ParseError) -> String {
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return String(value) }
            if value.count >= Limit.label { throw wrong("a label is longer than \(Limit.label) bytes") }
            guard scalar == "\\" else {
                value.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "\\": value.append("\\")
            case "\"": value.append("\"")
            case "n": value.append("\n")
            default: throw wrong("this escape means nothing")
            }
        }
        throw wrong("a label has no end")
    }

    // MARK: Values

    private mutating func add(
        _ name: String, _ labels: [(name: String, value: String)], _ text: String
    ) throws(ParseError) {
        if let metric = Self.metrics[name], metric.kind != .histogram {
            guard labels.map(\.name) == metric.labels else { throw wrong("\(name) has other labels") }
            let key = Key(metric: metric, labels: labels.map(\.value))
            if values.updateValue(try number(text), forKey: key) != nil { throw wrong("a value stands twice") }
            order.append(key)
            return
        }
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
            guard let metric = Self.metrics[String(name.dropLast(suffix.count))], metric.kind == .histogram else {
                continue
            }
            return try addPart(suffix, of: metric, labels, text)
        }
    }

    private mutating func addPart(
        _ suffix: String, of metric: Metric, _ labels: [(name: String, value: String)], _ text: String
    ) throws(ParseError) {
        let isBucket = suffix == "_bucket"
        guard labels.map(\.name) == metric.labels + (isBucket ? ["le"] : []) else {
            throw wrong("\(metric.rawValue)\(suffix) has other labels")
        }
        let key = Key(metric: metric, labels: labels.prefix(metric.labels.count).map(\.value))
        var part = parts[key] ?? Parts()
        if parts[key] == nil { order.append(key) }
        let value = try number(text)
        switch (suffix, value) {
        case ("_bucket", .integer(let count)):
            let place = part.counts.count
            let end = place < metric.bounds.count ? "\(metric.bounds[place])" : "+Inf"
            guard place <= metric.bounds.count, labels.last?.value == end, count >= part.counts.last ?? 0 else {
                throw wrong("this bucket does not follow the one before")
            }
            part.counts.append(count)
        case ("_count", .integer(let count)) where part.total == nil: part.total = count
        case ("_sum", .real(let sum)) where part.sum == nil: part.sum = sum
        default: throw wrong("a part of a histogram stands twice, or is no such number")
        }
        parts[key] = part
    }

    private func number(_ text: String) throws(ParseError) -> MetricValue {
        if let integer = Int64(text), text.utf8.first != UInt8(ascii: "+") { return .integer(integer) }
        // Only what is written here: no hexadecimal digits, no infinity, no time behind it.
        let isPlain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || Array("+-.e".utf8).contains(byte)
        }
        guard isPlain, let real = Double(text), real.isFinite else { throw wrong("a number is expected") }
        return .real(real)
    }

    // MARK: The end

    private func finish() throws(ParseError) -> [MetricFamily] {
        var families: [Metric: MetricFamily] = [:]
        for key in order {
            var family = families[key.metric] ?? MetricFamily(key.metric, [])
            family.samples.append(MetricSample(key.labels, try value(of: key)))
            families[key.metric] = family
        }
        return Metric.allCases.compactMap { families[$0] }
    }

    private func value(of key: Key) throws(ParseError) -> MetricValue {
        if let value = values[key] { return value }
        // Buckets hold all values up to their end; here each counts its own.
        guard let part = parts[key], let sum = part.sum, part.total == part.counts.last else {
            throw wrong("a histogram is not whole")
        }
        let own = part.counts.indices.map { $0 == 0 ? part.counts[0] : part.counts[$0] - part.counts[$0 - 1] }
        guard let histogram = MetricHistogram(key.metric, counts: own, sum: sum) else {
            throw wrong("a histogram has not all of its buckets")
        }
        return .histogram(histogram)
    }

    private func wrong(_ reason: String) -> ParseError {
        ParseError(format: "metrics", reason: reason, offset: offset)
    }
}
