import Linux

extension FileStatus {
    /// Bytes that it takes on disk.
    var bytesOnDisk: Int64 {
        let (bytes, overflow) = blocks.multipliedReportingOverflow(by: 512)
        return overflow ? .max : max(0, bytes)
    }
}

extension Int64 {
    /// The sum, or the nearest number there is: sizes come from file systems, and some of these are made up.
    func saturatingAdd(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
