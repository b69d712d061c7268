import Inventory

/// Pages without digests: pip compares what it downloads, or finds in its cache, only where a link has one.
extension PipHarvest {
    /// How many links of one page have a digest.
    struct PageDigests {
        /// Where the page lies in the list of files.
        var place: Int
        /// Of its first link; empty where links are relative.
        var host: String
        var with = 0
        var without = 0
    }

    /// Counts the links of a page.
    mutating func countDigests(_ page: SimplePage, _ place: Int) {
        var count = PageDigests(place: place, host: page.files.first.flatMap { PipURL.Parts($0.link)?.host } ?? "")
        for file in page.files where PythonName.ofFile(LockedEntry.fileName(file.link) ?? file.name) != nil {
            if file.digests.isEmpty { count.without += 1 } else { count.with += 1 }
        }
        pageDigests.append(count)
    }

    /// Says which pages lack digests that others of the same index have. An index has them for all files or for none.
    mutating func judgeDigests() {
        var giving: Set<String> = ["files.pythonhosted.org"]
        for page in pageDigests where page.with > 0 { giving.insert(page.host) }
        for page in pageDigests where page.without > 0 && giving.contains(page.host) {
            observe(
                "index-mismatch", grade: "no-digest", page.place,
                "The index page lacks digests that its index gives, so that pip compares nothing",
                evidence: [
                    .init("without", .number(Int64(page.without))), .init("with", .number(Int64(page.with))),
                ])
        }
    }
}
