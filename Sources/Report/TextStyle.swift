package import Inventory

/// How text is shown: to a terminal with colours and a width, or to a file with neither.
package struct TextStyle: Sendable {
    /// How much is said.
    package enum Detail: Sendable {
        /// Only findings, and what is incomplete.
        case quiet
        case normal
        /// Every finding and every trouble in full.
        case verbose
    }

    /// The meaning of a colour; the colour itself is decided here.
    package enum Ink: Sendable, CaseIterable {
        case plain, heading, faint, good, warning, critical, high, medium, low, info

        /// The parameters of the terminal's "select graphic rendition".
        var code: String? {
            switch self {
            case .plain: nil
            case .heading: "1"
            case .faint: "2"
            case .good: "32"
            case .warning: "33"
            case .critical: "1;31"
            case .high: "31"
            case .medium: "33"
            case .low: "36"
            case .info: "34"
            }
        }

        /// The ink of a severity.
        package init(_ severity: Severity) {
            self =
                switch severity {
                case .critical: .critical
                case .high: .high
                case .medium: .medium
                case .low: .low
                case .info: .info
                }
        }
    }

    /// Whether escape codes for colours are written.
    package var isColoured: Bool
    /// Columns of the terminal; `nil` where there is none, and then nothing is wrapped or cut.
    package let width: Int?
    package var detail: Detail

    /// A width of 0, as a terminal says that knows none, counts as no width.
    package init(isColoured: Bool = false, width: Int? = nil, detail: Detail = .normal) {
        self.isColoured = isColoured
        self.width = width.flatMap { $0 > 0 ? $0 : nil }
        self.detail = detail
    }

    /// The text in a colour, where colours are wanted. The text must be escaped already.
    func paint(_ text: String, _ ink: Ink) -> String {
        guard isColoured, let code = ink.code, !text.isEmpty else { return text }
        return "\u{1b}[" + code + "m" + text + "\u{1b}[0m"
    }
}
