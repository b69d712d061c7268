private import COpenSSL

/// libcrypto refused: out of memory, an algorithm switched off by policy, a key that is no key.
package struct HashError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried.
    package var operation: String
    /// libcrypto's own words, empty where it left none.
    package var reason: String

    /// One sentence.
    package var description: String {
        reason.isEmpty ? "libcrypto could not \(operation)" : "libcrypto could not \(operation): \(reason)"
    }

    /// Takes libcrypto's oldest queued error and empties the queue.
    static func last(_ operation: String) -> HashError {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let text = unsafe ERR_reason_error_string(code) else {
            return HashError(operation: operation, reason: "")
        }
        return unsafe HashError(operation: operation, reason: String(cString: text))
    }
}
