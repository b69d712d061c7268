import Inventory
import Linux

// Caches that are as they should be, and entries that no package manager makes: a case for each rule of hygiene.

extension SelftestCase {
    /// A user and group that are not the cache's: "nobody" on all common systems, and the one before where that is us.
    private static var stranger: UInt32 { Host.effectiveUser == 65_534 ? 65_533 : 65_534 }
    /// The device behind `/dev/null`: of all devices the one that does no harm.
    private static let nullDevice: (major: UInt32, minor: UInt32) = (1, 3)
    private static let threeDays: Int64 = 3 * 86_400 * 1_000_000_000

    static let clean: [SelftestCase] = [
        SelftestCase(name: "clean cache", deed: "nothing", expected: "no finding", isClean: true) { cache in
            SelftestExpectation().judge(try cache.audit())
        },
        SelftestCase(
            name: "unchanged cache", deed: "nothing between two audits", expected: "no change", isClean: true
        ) { cache in
            _ = try cache.audit()
            return SelftestExpectation(changes: ChangeCounts()).judge(try cache.audit(full: true))
        },
    ]

    static let hygiene: [SelftestCase] = [
        planted("escaping link", "a symbolic link that climbs out", "symlink-escape") { tree, name in
            try tree.makeLink(name, to: "../../../../etc/shadow".selftestName)
        },
        planted("absolute link", "a symbolic link to an absolute path", "symlink-escape") { tree, name in
            try tree.makeLink(name, to: "/etc/shadow".selftestName)
        },
        planted("FIFO", "a FIFO, which would hang a reader", "special-file") { tree, name in
            try tree.makeFIFO(name)
        },
        planted("socket", "a socket", "special-file") { tree, name in
            try tree.makeSocket(name)
        },
        planted("device", "a device node", "special-file", need: "device nodes need CAP_MKNOD") { tree, name in
            try tree.makeDevice(name, major: nullDevice.major, minor: nullDevice.minor)
        },
        planted("setuid program", "a file with the setuid bit", "setuid-file") { tree, name in
            try tree.write(name, "#!/bin/sh\n".selftestName)
            try tree.setMode(name, 0o4755)
        },
        planted(
            "foreign owner", "a file of another user", "foreign-owner", need: "giving files away needs CAP_CHOWN"
        ) { tree, name in
            try tree.write(name, [])
            try tree.setOwner(name, stranger)
        },
        planted("future time", "a file from three days ahead", "future-time") { tree, name in
            try tree.write(name, [])
            try tree.setModified(name, Clock.now + threeDays)
        },
    ]

    /// A case with one entry more than a clean cache has.
    private static func planted(
        _ name: String, _ deed: String, _ rule: String, need: String? = nil,
        _ plant: @escaping @Sendable (borrowing OwnTree, [UInt8]) throws -> Void
    ) -> SelftestCase {
        SelftestCase(name: name, deed: deed, expected: rule, need: need) { cache in
            let place: ByteString = "wheels/f0/planted"
            try plant(cache.tree, place.bytes)
            return SelftestExpectation(findings: [.init(rule, place)]).judge(try cache.audit())
        }
    }
}
