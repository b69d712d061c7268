private import CLinux

/// What this machine and this process are.
package enum Host {
    /// The host's name as the kernel has it; bytes, because nothing checks them.
    package static var name: [UInt8] {
        unsafe text { unsafe CLinux_hostname($0, $1) >= 0 ? Int32(truncatingIfNeeded: $1) : 0 }
    }

    /// `6.1.0-18-amd64`
    package static var kernelRelease: [UInt8] {
        unsafe text { unsafe CLinux_kernel_release($0, $1) }
    }

    /// Processors this process may run on.
    package static var processors: Int { Int(max(1, CLinux_processors())) }

    package static var processNumber: Int { Int(CLinux_process_number()) }
    package static var effectiveUser: UInt32 { CLinux_effective_user() }

    /// Peak resident memory of this process in bytes.
    package static var peakMemory: Int { CLinux_peak_memory() * 1024 }

    /// Raises the soft limit of open descriptors to `wanted` (or the hard limit) and returns what is in force.
    package static func raiseDescriptorLimit(to wanted: Int) -> Int {
        var soft: UInt64 = 0
        var hard: UInt64 = 0
        guard unsafe CLinux_descriptor_limit(&soft, &hard) >= 0 else { return 256 }
        let goal = min(UInt64(clamping: wanted), hard)
        if goal > soft && CLinux_set_descriptor_limit(goal, hard) >= 0 { soft = goal }
        return Int(clamping: soft)
    }

    /// Bytes from the kernel's random generator.
    package static func randomBytes(_ count: Int) throws(SystemError) -> [UInt8] {
        try mayFail(.getrandom)
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let rest = count - done
            var result = 0
            unsafe bytes.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                result = unsafe CLinux_getrandom(base + done, rest)
            }
            if result == -Int(SystemError.interrupted) { continue }
            done += try checked(result, .getrandom)
        }
        return bytes
    }

    private static func text(_ fill: (UnsafeMutablePointer<UInt8>, Int) -> Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        var length: Int32 = 0
        unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            length = unsafe fill(base, buffer.count - 1)
        }
        bytes.removeLast(bytes.count - Int(min(max(length, 0), 255)))
        if let end = bytes.firstIndex(of: 0) { bytes.removeLast(bytes.count - end) }
        return bytes
    }
}
