import Hashing
import Inventory

/// Names of blobs.
enum SHA256Names {
    static func name(of content: [UInt8]) -> String {
        guard let digest = try? SHA256Hasher.digest(of: content) else { return "" }
        return SHA256Digest(digest).hex
    }
}
