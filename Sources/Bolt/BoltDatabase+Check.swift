extension BoltDatabase {
    /// Goes over every page, key and bucket: each page at most once, in all trees together.
    ///
    /// Buckets that were not asked for (`read(only:)`) are not in the copy and are passed over.
    ///
    /// A copy of a file was checked when it was made. Of other bytes, a caller that only looks keys up is safe without
    /// it, but may be led around: into the same pages from many buckets, or past a key by a broken order.
    @discardableResult
    package func check() throws(BoltError) -> BoltSummary {
        var summary = BoltSummary()
        var visited = PageSet(below: pageCount)
        // Buckets that hold one another, down to the one being read; at most `BoltLimits.nesting` and the root.
        var buckets = [root]
        var cursors = [root.cursor()]
        while let top = cursors.indices.last {
            guard let entry = try cursors[top].next(marking: &visited) else {
                cursors.removeLast()
                buckets.removeLast()
                continue
            }
            guard entry.isBucket else {
                summary.values += 1
                continue
            }
            if top == 0, !image.selection.takes(bytes[entry.key]) { continue }
            let bucket = try buckets[top].bucket(of: entry)
            summary.buckets += 1
            summary.nesting = max(summary.nesting, bucket.nesting)
            buckets.append(bucket)
            cursors.append(bucket.cursor())
        }
        summary.pages = visited.count
        return summary
    }
}
