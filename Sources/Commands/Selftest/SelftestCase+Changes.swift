import Inventory
import Linux

// What is different since the last audit, and what an audit could not look at.

extension SelftestCase {
    private static let wheel: ByteString = "wheels/f0/idna-3.6-py3-none-any.whl"
    /// Larger than what the audits of the self-test read.
    private static let oversize: Int64 = 2 << 20

    static let changes: [SelftestCase] = [
        changed("added file", "a file put in", ChangeCounts(added: 1)) { cache in
            try cache.tree.write("wheels/f0/new".selftestName, "new\n".selftestName)
        },
        changed("removed file", "a file taken out", ChangeCounts(removed: 1)) { cache in
            try cache.tree.remove(wheel.bytes)
        },
        changed("modified file", "other content in a file", ChangeCounts(modified: 1)) { cache in
            try cache.tree.write(wheel.bytes, "quite another wheel\n".selftestName)
        },
        changed("moved file", "a file moved to another folder", ChangeCounts(moved: 1)) { cache in
            try cache.tree.rename(wheel.bytes, to: "http/4a/moved".selftestName)
        },
        changed(
            "secret change", "other content; size and time kept", ChangeCounts(modified: 1)
        ) { cache in
            try cache.rewriteSecretly(wheel.bytes)
        },
    ]

    /// Something that was purged for cause, and is there again.
    static let returned: [SelftestCase] = [
        SelftestCase(
            name: "purged and back", deed: "a file like one that was purged", expected: "returned-after-purge"
        ) { cache in
            _ = try cache.audit()
            try cache.noteAsPurged(Array("poison\n".utf8))
            let place: ByteString = "wheels/f0/another-name"
            try cache.tree.write(place.bytes, Array("poison\n".utf8))
            return SelftestExpectation(findings: [.init("returned-after-purge", place)]).judge(try cache.audit())
        }
    ]

    /// A case with something done between two audits.
    private static func changed(
        _ name: String, _ deed: String, _ counts: ChangeCounts,
        _ change: @escaping @Sendable (borrowing SelftestCache) throws -> Void
    ) -> SelftestCase {
        let words = [
            (counts.added, "added"), (counts.removed, "removed"), (counts.modified, "modified"),
            (counts.moved, "moved"),
        ]
        let expected = words.filter { $0.0 != 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return SelftestCase(name: name, deed: deed, expected: expected) { cache in
            _ = try cache.audit()
            try change(cache)
            return SelftestExpectation(changes: counts).judge(try cache.audit())
        }
    }

    static let unread: [SelftestCase] = [
        SelftestCase(name: "unreadable file", deed: "a file that may not be read", expected: "incomplete") { cache in
            try cache.tree.setMode(wheel.bytes, 0)
            guard (try? Descriptor.open(cache.tree.path(of: wheel.bytes), .readOnly)) == nil else {
                return .skipped("this user may read every file (root, or CAP_DAC_OVERRIDE)")
            }
            return SelftestExpectation(unseen: wheel).judge(try cache.audit())
        },
        SelftestCase(name: "oversized file", deed: "a file over --max-file-size", expected: "incomplete") { cache in
            try cache.tree.writeHole(wheel.bytes, size: oversize)
            return SelftestExpectation(unseen: wheel).judge(try cache.audit())
        },
    ]
}
