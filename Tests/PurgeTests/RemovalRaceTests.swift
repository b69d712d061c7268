import Inventory
import Linux
import Purge
import TestSupport
import Testing

/// How often the races are run; more by the environment, for a longer look.
private let rounds = Program.variable("BEZOAR_RACE_ROUNDS").flatMap { Int($0) } ?? 40

/// Does at random, without end, what a build step can do in a cache: makes files, folders and links that lead out,
/// moves folders about, puts links in their places, and does all that in the trash as well. Never follows a link.
private let attacker = """
    import os, random, sys
    cache, outside, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    chance = random.Random(seed)
    names = ["n%d" % number for number in range(6)]
    root = os.open(cache, os.O_RDONLY)
    def folder():
        here = os.dup(root)
        for _ in range(chance.randrange(6)):
            entries = os.listdir(here)
            if not entries: break
            try: below = os.open(chance.choice(entries), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            except OSError: break
            os.close(here)
            here = below
        return here
    def name(here):
        entries = os.listdir(here)
        return chance.choice(entries if entries and chance.random() < 0.7 else names)
    def act(here, there):
        kind = chance.randrange(9)
        if kind < 3: os.mkdir(name(here), dir_fd=here)
        elif kind == 3: os.close(os.open(name(here), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644, dir_fd=here))
        elif kind == 4: os.symlink(outside, name(here), dir_fd=here)
        elif kind == 5: os.symlink("..", name(here), dir_fd=here)
        elif kind == 6:
            old = name(here)
            os.rename(old, name(there), src_dir_fd=here, dst_dir_fd=there)
            os.symlink(outside + "/folder", old, dir_fd=here)
        else: os.rename(name(here), name(there), src_dir_fd=here, dst_dir_fd=there)
    while True:
        here, there = folder(), folder()
        try: act(here, there)
        except OSError: pass
        os.close(here)
        os.close(there)
    """

@Test(
    "Attackers who write, move and swap while a directory is emptied reach nothing outside", arguments: [1, 2],
    [true, false])
func racedEmptying(workers: Int, onDisk: Bool) throws {
    let bench = try RemovalBench(onDisk: onDisk)
    let tree = bench.tree
    let attackers = try (1...2).map { seed in
        try Program.start(["python3", "-c", attacker, tree.file("cache"), tree.file("outside"), "\(seed)"])
    }
    defer { for attacker in attackers { attacker.killNow() } }
    var removed = 0
    for number in 0..<rounds {
        // Made beside and moved in: a path below the cache might lead anywhere by now.
        try tree.write("beside-\(number)/a/b/marker-\(number)", "x")
        try tree.rename("beside-\(number)", to: "cache/m-\(number)")
        Program.pause(microseconds: 3000)
        let outcome = try bench.empty(
            options: RemovalOptions(workers: workers, levels: number % 4 + 1, synchronizes: false))
        removed += outcome.files + outcome.folders
        if outcome.isComplete, outcome.appearedCount == 0 {
            let found = try Program.run(["find", tree.file("cache"), "-name", "marker-\(number)"])
            #expect(found.output == [], "\(outcome)")
        }
        for remainder in outcome.left where remainder.reason == .failed || remainder.reason == .notAllowed {
            Issue.record("\(remainder)")
        }
        let outside = try bench.outside()
        try #require(try bench.outsideIsAsItWas(), "\(outside) \(outcome)")
    }
    for attacker in attackers {
        #expect(attacker.isRunning)
        attacker.signal(9)
        _ = try attacker.wait()
    }
    #expect(removed > rounds)
    #expect(try bench.outsideIsAsItWas())
    #expect(try bench.mode() == 0o2751)
    let last = try bench.empty()
    #expect(last.isComplete, "\(last)")
    #expect(try bench.names() == [])
}

@Test("A file that is swapped all the time is removed only if it is the one that was meant")
func racedEntry() throws {
    let bench = try RemovalBench()
    let tree = bench.tree
    try tree.write("cache/a/other", "other")
    let swapper = """
        import os, sys
        os.chdir(sys.argv[1])
        while True:
            for old, new in (("victim", "aside"), ("other", "victim"), ("victim", "other"), ("aside", "victim")):
                try:
                    if not os.path.lexists(new): os.rename(old, new)
                except OSError: pass
        """
    let attacker = try Program.start(["python3", "-c", swapper, tree.file("cache/a")])
    defer { attacker.killNow() }
    var removed = 0
    for _ in 0..<(rounds * 5) {
        let path = tree.bytes("cache/a/victim")
        for name in ["victim", "aside"] { try? OwnFile.remove(tree.bytes("cache/a/" + name)) }
        guard (try? OwnFile.create(path, with: Array("victim".utf8), mode: 0o644)) != nil,
            let held = try? Descriptor.open(path, .readOnly), let entry = try? bench.entry("a/victim"),
            try held.status().inode == entry.identity.inode
        else { continue }
        let outcome = try bench.remove([entry])
        let links = try held.status().links
        if outcome.entries[0] == .removed {
            #expect(links == 0 && outcome.removal.files == 1, "\(outcome)")
            removed += 1
        } else {
            // The attacker's own renames may replace the file, so that its links say nothing here.
            #expect(outcome.removal.files == 0, "\(outcome)")
        }
        // What could not be put back lies in the trash and is named.
        if let trash = outcome.removal.trash { #expect(try bench.names(trash.utf8Text ?? "?").isEmpty == false) }
        #expect(outcome.removal.trash == nil || outcome.removal.leftCount > 0)
    }
    attacker.killNow()
    #expect(removed > 0)
    #expect(try bench.outsideIsAsItWas())
}
