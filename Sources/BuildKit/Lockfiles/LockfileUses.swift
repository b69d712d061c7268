import Inventory

/// Who used which lockfiles, without a pair for each of them: steps upon one layer share the list of lockfiles they
/// saw, and lockfiles that stand in the same lists share their users.
///
/// ```
///   step ─┐
///   step ─┼─► list 0  (1, 2, 3) ─┐ lockfile 1: lists 0          one answer for 1 and 2
///   step ─┘                      ├ lockfile 2: lists 0
///   step ───► list 1  (3, 4) ────┘ lockfile 3: lists 0 and 1
/// ```
struct LockfileUses {
    /// Lockfiles in all lists together.
    static let entryLimit = 4_000_000
    /// Mounts and builds that are put together in all.
    static let pairLimit = 4_000_000
    /// Mounts, and builds, that are named for one lockfile, the newest builds; and for all lockfiles together.
    static let namedLimit = 1_000
    static let namedInAllLimit = 1_000_000

    /// Mounts and builds of a lockfile.
    struct Names {
        var mounts: [ByteString] = []
        var builds: [String] = []
    }

    private var lists: [[Int]] = []
    private var numbers: [[Int]: Int] = [:]
    private var groups: [Set<Int>] = []
    private var entries = 0
    /// Lists that were not kept, and users that were not put together.
    private(set) var unkeptLists = 0
    /// Lockfiles of which not all mounts and builds are named.
    private(set) var cutLockfiles = 0
    /// Lockfiles whose mounts and builds are not named at all.
    private(set) var namelessLockfiles = 0

    /// The number of a list of lockfiles; `nil` where they have become too many.
    mutating func list(_ lockfiles: [Int]) -> Int? {
        if let known = numbers[lockfiles] { return known }
        guard entries + lockfiles.count <= Self.entryLimit else {
            unkeptLists += 1
            return nil
        }
        entries += lockfiles.count
        numbers[lockfiles] = lists.count
        lists.append(lockfiles)
        groups.append([])
        return lists.count - 1
    }

    /// Notes that a group of users saw the lockfiles of a list.
    mutating func add(_ group: Int, to list: Int) {
        groups[list].insert(group)
    }

    /// The names of each lockfile's users.
    ///
    /// - Parameters:
    ///   - count: how many lockfiles there are.
    ///   - users: the groups, by their numbers.
    ///   - newer: whether a build comes before another.
    mutating func names(
        count: Int, users: [WantedSteps.Users], isBefore newer: (String, String) -> Bool
    ) -> [Names] {
        var listsOfLockfile = [[Int]](repeating: [], count: count)
        for (list, lockfiles) in lists.enumerated() where !groups[list].isEmpty {
            for lockfile in lockfiles { listsOfLockfile[lockfile].append(list) }
        }
        let limit = max(1, min(Self.namedLimit, Self.namedInAllLimit / max(1, count)))
        var answers: [[Int]: (names: Names, isCut: Bool)?] = [:]
        var pairsLeft = Self.pairLimit
        var result: [Names] = []
        result.reserveCapacity(count)
        for lists in listsOfLockfile {
            if answers[lists] == nil { answers[lists] = answer(lists, users, limit, &pairsLeft, newer) }
            guard let answer = answers[lists] ?? nil else {
                namelessLockfiles += 1
                result.append(Names())
                continue
            }
            if answer.isCut { cutLockfiles += 1 }
            result.append(answer.names)
        }
        return result
    }

    /// The users of all these lists; `nil` where there is no room for them.
    private func answer(
        _ lists: [Int], _ users: [WantedSteps.Users], _ limit: Int, _ pairsLeft: inout Int,
        _ newer: (String, String) -> Bool
    ) -> (names: Names, isCut: Bool)? {
        var mounts: Set<ByteString> = []
        var builds: Set<String> = []
        for group in lists.reduce(into: Set<Int>(), { $0.formUnion(groups[$1]) }) {
            pairsLeft -= users[group].mounts.count + users[group].builds.count
            guard pairsLeft >= 0 else { return nil }
            mounts.formUnion(users[group].mounts)
            builds.formUnion(users[group].builds)
        }
        let names = Names(
            mounts: Array(mounts.sorted().prefix(limit)), builds: Array(builds.sorted(by: newer).prefix(limit)))
        return (names, mounts.count > limit || builds.count > limit)
    }
}
