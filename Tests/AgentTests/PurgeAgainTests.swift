import Bytes
import TestSupport
import Testing

/// What a run says and does that comes after one which was interrupted.
@Suite(.enabled(if: Agent.isDebug, "release builds are not killed at a step")) struct PurgeAgainTests {
    private let purge: PurgeBench
    private let keys: Keys
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
        keys = try Keys(purge.bench)
        for name in ["a", "b", "folder/c"] { try bench.tree.write(name, "content of \(name)") }
    }

    private func kill(_ words: [String] = [], at step: String = "before-4") throws {
        let run = try purge.purge(["--apply", purge.plan] + words, environment: ["BEZOAR_KILL_STEP": step])
        #expect(run.status == 137, "\(run.status) \(run.text)\(run.errorText)")
    }

    @Test func theKeyIsNotForgotten() throws {
        _ = try purge.makePlan()
        let name = keys.secret.split(separator: "/").last ?? ""
        let words = "purge --apply \(purge.plan) --db \(bench.database) --key \(name)"
        let killed = try Agent.shell(
            "cd \(bench.beside("")) && BEZOAR_KILL_STEP=before-4 \"$B\" \(words); test $? = 137")
        #expect(killed.status == 0, "\(killed.text)\(killed.errorText)")
        for words in [["--tree", bench.tree.path], ["--all", "--tree", bench.tree.path]] {
            let plan = try purge.purge(words)
            for command in ["`bezoar purge --apply --db ", "`bezoar purge --drop 1 --db "] {
                let start = try #require(plan.errorText.firstRange(of: command))
                let line = plan.errorText[start.lowerBound...].dropFirst().prefix { $0 != "`" }
                #expect(line.hasSuffix(" --key \(keys.secret)"), "\(line)")
            }
        }
        let unsigned = try purge.purge(["--apply"])
        #expect(unsigned.errorText.contains("begun with the key \(keys.secret)"), "\(unsigned.errorText)")
        #expect(try purge.receipts().map { $0["signature"]?.string } == ["unsigned"])
    }

    /// With the key nothing is said of it.
    @Test func theKeyIsThereAgain() throws {
        _ = try purge.makePlan()
        try kill(["--key", keys.secret])
        let signed = try purge.purge(["--apply", "--key", keys.secret])
        #expect(signed.status == 0 && !signed.errorText.contains("begun with the key"), "\(signed.errorText)")
        #expect(try purge.receipts(["--key", keys.open]).map { $0["signature"]?.string } == ["verified"])
    }

    @Test func whatIsInterruptedIsListed() throws {
        _ = try purge.makePlan()
        try kill()
        let receipts = ["receipts", "--db", bench.database]
        let list = try Agent.run(receipts)
        #expect(
            list.status == 0 && list.text.contains("\nInterrupted, without a receipt yet\n  1: begun 2"), "\(list.text)"
        )
        let json = try JSON.parse(try Agent.run(receipts + ["--format", "json"]).output)
        #expect(json["interrupted"]?.array?.map { $0["purge"]?.integer } == [1])
        let one = try Agent.run(receipts + ["1"])
        #expect(one.status == 4 && one.errorText.contains("was interrupted, and has no receipt yet"))
        let none = try purge.purge([])
        for run in [list, none] { #expect(run.errorText.contains("`bezoar purge --drop 1 --db "), "\(run.errorText)") }
        #expect(none.status == 2)
    }

    @Test func aWrongKeyIsCalledWhatItIs() throws {
        _ = try purge.makePlan()
        let rsa = try Keys(bench, name: "rsa", kind: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
        let open = try purge.apply(["--key", keys.open])
        #expect(open.status == 4)
        #expect(open.errorText.contains("the purge's receipt is signed with the private key"), "\(open.errorText)")
        #expect(try purge.apply(["--key", rsa.secret]).errorText.contains("it is not an Ed25519 key"))
        #expect(try purge.apply().status == 0)
        for key in [rsa.secret, rsa.open] {
            let run = try Agent.run(["receipts", "--db", bench.database, "--key", key])
            #expect(run.status == 4 && run.errorText.contains("it is not an Ed25519 key"), "\(run.errorText)")
        }
    }

    @Test func thePlanThatWasFinishedIsNotCarriedOutTwice() throws {
        _ = try purge.makePlan()
        let proof = bench.beside("proof.json")
        let words = ["--key", keys.secret, "--output", proof]
        try kill(words)
        let run = try purge.apply(words)
        #expect(run.status == 0 && run.errorText.contains("nothing is done twice"), "\(run.errorText)")
        let report = try JSON.parse(run.output)
        #expect(report["purge"]?.integer == 1 && report["summary"]?["files"]?.integer == 3, "\(run.text)")
        #expect(report["recovered"]?.array?.isEmpty == true)
        #expect(try purge.receipts(["--key", keys.open]).map { $0["purge"]?.integer } == [1])
        let kept = try Agent.run(["receipts", "1", "--db", bench.database])
        #expect(try Program.run(["cat", proof]).output == kept.output)
        // Once it is over, the plan is one like any other.
        let again = try purge.apply()
        #expect(try JSON.parse(again.output)["purge"]?.integer == 2)
    }

    /// The same flags make a new plan each time, of what is still to be done.
    @Test func whatTheFlagsMeanIsNotDoneTwice() throws {
        let words = ["--tree", bench.tree.path, "--apply", "--format", "json"]
        #expect(try purge.purge(words, environment: ["BEZOAR_KILL_STEP": "before-4"]).status == 137)
        let run = try purge.purge(words)
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(try JSON.parse(run.output)["purge"]?.integer == 1)
        #expect(try purge.receipts().count == 1)
    }

    @Test func machinesSeeWhatWasFinishedBefore() throws {
        _ = try purge.makePlan()
        try kill()
        let other = bench.beside("other")
        try bench.shell(["mkdir", other])
        try bench.shell(["touch", other + "/x"])
        let run = try purge.purge(["--tree", other, "--apply", "--format", "json"])
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        let report = try JSON.parse(run.output)
        #expect(report["purge"]?.integer == 2 && report["summary"]?["files"]?.integer == 1)
        let recovered = report["recovered"]?.array ?? []
        #expect(recovered.map { $0["purge"]?.integer } == [1])
        #expect(recovered.map { $0["status"]?.string } == ["recovered"])
        #expect(recovered.map { $0["summary"]?["files"]?.integer } == [3])
    }

    /// A report that has no place is known of before anything is gone.
    @Test func aBadOutputStopsBeforeAnythingIsRemoved() throws {
        _ = try purge.makePlan()
        for output in [bench.beside("no/such/folder.json"), bench.beside(""), bench.canary + "/x"] {
            let run = try purge.apply(["--output", output])
            #expect(run.status == 4 && run.errorText.contains("nothing was done"), "\(output): \(run.errorText)")
        }
        #expect(try purge.names() == ["a", "b", "folder/", "folder/c"])
        #expect(try purge.apply(["--output", "/dev/null"]).status == 0)
    }

    @Test func aReceiptThatIsNotSignedDoesNotPassForOne() throws {
        _ = try purge.makePlan()
        #expect(try purge.apply().status == 0)
        func run(_ words: [String]) throws -> Run { try Agent.run(["receipts", "--db", bench.database] + words) }
        #expect(try run([]).status == 0)
        let list = try run(["--key", keys.open])
        #expect(list.status == 1 && list.text.contains("1: nobody signed it"), "\(list.text)")
        try bench.tree.write("d", "content")
        _ = try purge.makePlan()
        #expect(try purge.apply(["--key", keys.secret]).status == 0)
        #expect(try run(["2", "--key", keys.open]).status == 0)
        let other = try Keys(bench, name: "other")
        let file = bench.beside("x.json")
        for (number, key, words) in [("1", keys.open, "nobody signed it"), ("2", other.open, "as its signer")] {
            let one = try run([number, "--key", key, "--output", file])
            #expect(one.status == 1 && one.errorText.contains("purge \(number): "), "\(one.errorText)")
            #expect(one.errorText.contains(words), "\(one.errorText)")
        }
    }
}
