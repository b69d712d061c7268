internal import CNghttp2

/// Why an engine gave no answer.
package struct EngineError: Error, Hashable, Sendable {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }

    /// Version of the HTTP/2 library, for `doctor`.
    package static var libraryVersion: String { unsafe String(cString: nghttp2_version(0).pointee.version_str) }
}
