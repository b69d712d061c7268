import Bytes
import Inflate
import Inventory

/// Why a file of a cache of pip was not understood; becomes a `Trouble` with the file's path.
struct PipFailure: Error, Hashable {
    var reason: Trouble.Reason
    var detail: String

    init(_ reason: Trouble.Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    init(_ error: ArchiveError) {
        reason =
            switch error.kind {
            case .malformed, .truncated, .mismatch: .malformed
            case .tooLarge: .tooLarge
            case .unsupported, .outOfMemory: .unusable
            case .unreadable: .unreadable
            }
        detail = "\(error)"
    }

    init(_ error: ParseError) {
        reason = .malformed
        detail = "\(error)"
    }

    init(_ error: CacheReadError) {
        reason = error.reason
        detail = error.detail
    }
}
