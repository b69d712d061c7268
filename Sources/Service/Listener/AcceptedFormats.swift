/// Which format of metrics a client would rather have, by its `Accept` headers.
///
/// ```
///  application/openmetrics-text;version=1.0.0;q=0.5, text/plain;version=0.0.4;q=0.3, */*;q=0.1
///  ^ this one, because 0.5 is more than 0.3
/// ```
struct AcceptedFormats {
    private static let openMetricsType = "application/openmetrics-text"
    private static let textTypes = ["text/plain", "text/*", "*/*"]
    /// Versions that are written, or that any other is as good for.
    private static let versions = ["", "1.0.0", "0.0.1"]

    private var openMetrics = 0
    private var text = 0

    /// Whether OpenMetrics was asked for, and nothing else was asked for more.
    var prefersOpenMetrics: Bool { openMetrics > 0 && openMetrics >= text }

    /// Takes the value of one header. What is not understood counts as not there.
    mutating func read(_ value: String) {
        for element in value.split(separator: ",") {
            let parts = element.split(separator: ";").map { Self.trimmed($0).lowercased() }
            guard let type = parts.first else { continue }
            var weight = 1000
            var version = ""
            for part in parts.dropFirst() {
                if part.hasPrefix("q=") { weight = Self.thousandths(part.dropFirst(2)) }
                if part.hasPrefix("version=") { version = part.dropFirst(8).filter { $0 != "\"" } }
            }
            if type == Self.openMetricsType {
                if Self.versions.contains(version) { openMetrics = max(openMetrics, weight) }
            } else if Self.textTypes.contains(type) {
                text = max(text, weight)
            }
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return rest
    }

    /// `0.35` as 350; 0 of what is no weight.
    private static func thousandths(_ text: Substring) -> Int {
        let digits = Array(text.utf8)
        guard let first = digits.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1"), digits.count <= 5,
            digits.count == 1 || digits[1] == UInt8(ascii: ".")
        else { return 0 }
        var value = Int(first - UInt8(ascii: "0")) * 1000
        var unit = 100
        for digit in digits.dropFirst(2) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return 0 }
            value += Int(digit - UInt8(ascii: "0")) * unit
            unit /= 10
        }
        return min(value, 1000)
    }
}
