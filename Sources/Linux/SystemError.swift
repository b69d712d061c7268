private import CLinux

/// A kernel call that failed: which call, and the errno.
///
/// Two small integers, so that a throw costs nothing on the walk's hot path; the path is added by whoever knows it.
package struct SystemError: Error, Hashable, Sendable {
    /// The errno, for instance 13 for `EACCES`.
    package var number: Int32
    /// The call that failed.
    package var call: SystemCall

    package init(_ number: Int32, _ call: SystemCall) {
        self.number = number
        self.call = call
    }

    /// The symbolic name: `EACCES`.
    package var name: String { unsafe String(cString: CLinux_error_name(number)) }

    /// glibc's words: `Permission denied`.
    package var text: String { unsafe String(cString: CLinux_error_text(number)) }
}

extension SystemError: CustomStringConvertible {
    /// `Permission denied (EACCES from openat2)`
    package var description: String { "\(text) (\(name) from \(call.rawValue))" }
}

extension SystemError {
    // The numbers the rooms above decide by; the same on every Linux architecture we build for.
    package static let notPermitted: Int32 = 1
    package static let notFound: Int32 = 2
    package static let interrupted: Int32 = 4
    package static let inputOutput: Int32 = 5
    package static let noDevice: Int32 = 6
    package static let badDescriptor: Int32 = 9
    package static let tryAgain: Int32 = 11
    package static let noMemory: Int32 = 12
    package static let accessDenied: Int32 = 13
    package static let busy: Int32 = 16
    package static let exists: Int32 = 17
    package static let crossesDevice: Int32 = 18
    package static let notDirectory: Int32 = 20
    package static let isDirectory: Int32 = 21
    package static let invalid: Int32 = 22
    package static let tooManySystemFiles: Int32 = 23
    package static let tooManyFiles: Int32 = 24
    package static let tooLarge: Int32 = 27
    package static let noSpace: Int32 = 28
    package static let readOnlyFileSystem: Int32 = 30
    package static let brokenPipe: Int32 = 32
    package static let nameTooLong: Int32 = 36
    package static let notImplemented: Int32 = 38
    package static let tooManyLinks: Int32 = 40
    package static let notEmpty: Int32 = 39
    package static let notSupported: Int32 = 95
    package static let stale: Int32 = 116
    package static let quotaExceeded: Int32 = 122
}

/// Takes the result of a shim: 0 or more is the value, less is a negated errno.
@inline(__always)
func checked(_ result: Int, _ call: SystemCall) throws(SystemError) -> Int {
    if result < 0 { throw SystemError(Int32(truncatingIfNeeded: -result), call) }
    return result
}

/// The same for shims that return a C `int`; the value is dropped.
@inline(__always)
func check(_ result: Int32, _ call: SystemCall) throws(SystemError) {
    if result < 0 { throw SystemError(-result, call) }
}
