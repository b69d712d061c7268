import Inventory
import TestSupport
import Testing

@testable import BuildKit

/// Who used which lockfiles, against a model that keeps every pair.
@Suite struct LockfileUsesTests {
    private static func users(_ mounts: Range<Int>, _ builds: Range<Int>) -> WantedSteps.Users {
        WantedSteps.Users(mounts: Set(mounts.map { ByteString("/m\($0)") }), builds: Set(builds.map { "b\($0)" }))
    }

    @Test(arguments: [UInt64](1...20)) func theNamesAreThoseOfTheModel(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = random.int(1...12)
        let groups = (0..<random.int(1...6)).map { number in
            Self.users(number..<(number + random.int(0...4)), number..<(number + random.int(0...4)))
        }
        var uses = LockfileUses()
        var model = [WantedSteps.Users](repeating: WantedSteps.Users(), count: count)
        for _ in 0..<random.int(0...15) {
            let list = (0..<count).filter { _ in random.int(0...1) == 1 }
            let group = random.int(0...(groups.count - 1))
            let number = uses.list(list)
            uses.add(group, to: try #require(number))
            for lockfile in list {
                model[lockfile].mounts.formUnion(groups[group].mounts)
                model[lockfile].builds.formUnion(groups[group].builds)
            }
        }
        let names = uses.names(count: count, users: groups, isBefore: >)
        #expect(names.map(\.mounts) == model.map { $0.mounts.sorted() })
        #expect(names.map(\.builds) == model.map { $0.builds.sorted(by: >) })
        #expect(uses.unkeptLists == 0 && uses.cutLockfiles == 0 && uses.namelessLockfiles == 0)
    }

    @Test func manyLockfilesOfManyMountsShareTheirNames() throws {
        var uses = LockfileUses()
        let count = 20_000
        let groups = [Self.users(0..<5_000, 0..<5_000)]
        let list = uses.list(Array(0..<count))
        uses.add(0, to: try #require(list))
        let names = uses.names(count: count, users: groups, isBefore: >)
        #expect(names.reduce(0) { $0 + $1.mounts.count } <= LockfileUses.namedInAllLimit)
        #expect(uses.cutLockfiles == count, "what was cut is said")
        #expect(names.allSatisfy { $0.builds.first == names[0].builds.first && !$0.mounts.isEmpty })
    }

    @Test func aFewLockfilesKeepAllTheirNames() throws {
        var uses = LockfileUses()
        let list = uses.list([0])
        uses.add(0, to: try #require(list))
        let names = uses.names(count: 1, users: [Self.users(0..<LockfileUses.namedLimit, 0..<3)], isBefore: >)
        #expect(names.first?.mounts.count == LockfileUses.namedLimit && uses.cutLockfiles == 0)
    }

    @Test func usersOfFoldersAreBoundedInAll() {
        var wanted = WantedSteps([], among: [], groupLimit: 10)
        var build = Build(root: "/r", ref: "b1", result: .succeeded)
        build.mounts = (0..<4).map { number in
            MountUse(
                id: ByteString("/m\(number)"), target: "/x", sharing: .shared, selector: "", isReadOnly: false,
                hasBase: false, execution: .executed, evidence: .log, command: "")
        }
        let groups = (0..<4).map { _ in wanted.group(of: [build]) }
        #expect(groups == [0, 1, nil, nil] && wanted.unkeptGroups == 2)
        #expect(wanted.users.first?.mounts.count == 4)
        let none = wanted.group(of: [])
        #expect(none == nil && wanted.unkeptGroups == 2)
    }

    @Test func theNewestBuildsOfATimeAreNamed() {
        var builds: [Build] = []
        for number in 0..<50 {
            var build = Build(root: "/r", ref: "b\(number)", result: .succeeded)
            (build.started, build.finished) = (Int64(number), 100)
            builds.append(build)
        }
        var times = BuildTimes(builds)
        let newest = times.builds(at: 100, atMost: 3).map(\.ref)
        #expect(newest == ["b49", "b48", "b47"])
        let all = times.builds(at: 100, atMost: 100)
        #expect(all.count == 50)
    }

    @Test func listsAreBoundedInAll() throws {
        var uses = LockfileUses()
        let length = LockfileUses.entryLimit / 3
        let kept = (0..<3).map { number in uses.list(Array(number..<(number + length))) }
        #expect(kept == [0, 1, 2])
        let late = uses.list(Array(9..<(9 + length)))
        #expect(late == nil && uses.unkeptLists == 1)
        let again = uses.list(Array(0..<length))
        #expect(again == 0, "one that is there costs nothing")
    }

    @Test func combinationsAreBoundedInAll() throws {
        var uses = LockfileUses()
        let groups = [Self.users(0..<20_000, 0..<20_000)]
        // Each lockfile stands in another combination of lists.
        for number in 0..<200 {
            let list = uses.list(Array(0...number))
            uses.add(0, to: try #require(list))
        }
        let names = uses.names(count: 200, users: groups, isBefore: >)
        #expect(uses.namelessLockfiles == 200 - LockfileUses.pairLimit / 40_000)
        #expect(names.count { $0.builds.isEmpty } == uses.namelessLockfiles)
    }
}
