import Inventory

/// An answer of a web server as pip's cache keeps it, without its body.
struct HTTPAnswer {
    /// How an entry is written.
    enum Form: Sendable, Equatable {
        /// `cc=1,`: a Python pickle, which old versions of pip load, and so run.
        case pickle
        /// `cc=2,`: compressed JSON.
        case json
        /// `cc=4,`: MessagePack.
        case messagePack
        /// Read by no version of pip.
        case other
    }

    var form: Form
    var status = 0
    /// Names in small letters.
    var headers: [String: String] = [:]
    /// Headers of the request on which the answer depends, names in small letters; `nil` for those that were not sent.
    var vary: [String: String?] = [:]
    /// Keys that stood twice.
    var hasDuplicates = false
    /// Where the body lies in the file; `nil` where it is in `decodedBody`.
    var body: Range<Int>?
    /// The body, of a form that encodes it.
    var decodedBody: [UInt8]?

    /// Whether it sends the client elsewhere without asking again.
    var isRedirect: Bool { status == 301 || status == 308 || status == 302 || status == 303 || status == 307 }

    /// Seconds for which it says to be fresh.
    var maxAge: Int? {
        guard let control = headers["cache-control"] else { return nil }
        for part in control.split(separator: ",") {
            let words = part.split(separator: "=", maxSplits: 1)
            guard words.count == 2, words[0].trimmedOfSpaces.lowercased() == "max-age" else { continue }
            let digits = words[1].trimmedOfSpaces
            guard !digits.isEmpty, digits.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
            return Int(digits) ?? .max
        }
        return nil
    }
}

extension Substring {
    /// Without spaces at either end.
    fileprivate var trimmedOfSpaces: Substring {
        var rest = self
        while rest.utf8.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
        while rest.utf8.last == UInt8(ascii: " ") { rest = rest.dropLast() }
        return rest
    }
}
