#if DEBUG
    private import Synchronization

    /// Makes the n-th kernel call of this room fail with a chosen errno. Exists in debug builds only.
    ///
    /// The fault loop of the tests counts the calls of a small audit once, then runs it again for each n and sees
    /// that every failure ends in a clear word and in a manifest that holds. Armed through the environment:
    /// `BEZOAR_FAIL_CALL=17:5` (the 17th call fails with errno 5), or `BEZOAR_FAIL_CALL=openat2/3:24` (the third
    /// `openat2`), or `BEZOAR_FAIL_CALL=every-9:5` (every ninth). `BEZOAR_COUNT_CALLS=1` prints the number of calls at
    /// the end.
    package enum FailureHook {
        private struct Plan {
            var call: SystemCall?
            var countdown: Int
            var number: Int32
            /// Calls from one failure to the next; 0 where only one fails.
            var period = 0
        }

        private static let plan = Guarded<Plan?>(nil)
        private static let isArmed = Atomic<Bool>(false)
        private static let seen = Atomic<Int>(0)

        /// Calls made so far.
        package static var callsSeen: Int { seen.load(ordering: .relaxed) }

        /// The n-th call from now (of the given kind, or of any) fails with `number`.
        package static func arm(failing count: Int, of call: SystemCall? = nil, with number: Int32) {
            plan.withLock { $0 = Plan(call: call, countdown: count, number: number) }
            isArmed.store(true, ordering: .releasing)
        }

        /// From now on every n-th call fails with `number`.
        package static func arm(failingEvery period: Int, with number: Int32) {
            plan.withLock { $0 = Plan(call: nil, countdown: period, number: number, period: period) }
            isArmed.store(true, ordering: .releasing)
        }

        /// No call fails any more.
        package static func disarm() {
            isArmed.store(false, ordering: .releasing)
            plan.withLock { $0 = nil }
        }

        /// Reads `17:5`, `openat2/3:24` or `every-9:5`; false where the text is none of them.
        package static func arm(from text: String) -> Bool {
            let halves = text.split(separator: ":", maxSplits: 1)
            guard halves.count == 2, let number = Int32(halves[1]) else { return false }
            if halves[0].hasPrefix("every-") {
                guard let period = Int(halves[0].dropFirst("every-".count)), period > 0 else { return false }
                arm(failingEvery: period, with: number)
                return true
            }
            let what = halves[0].split(separator: "/", maxSplits: 1)
            guard let last = what.last, let count = Int(last), count > 0 else { return false }
            let call = what.count == 2 ? SystemCall(rawValue: String(what[0])) : nil
            if what.count == 2 && call == nil { return false }
            arm(failing: count, of: call, with: number)
            return true
        }

        /// Asked before each call: the errno it must fail with, or `nil`.
        static func failure(of call: SystemCall) -> Int32? {
            seen.wrappingAdd(1, ordering: .relaxed)
            guard isArmed.load(ordering: .acquiring) else { return nil }
            return plan.withLock { plan -> Int32? in
                guard var current = plan, current.call == nil || current.call == call else { return nil }
                current.countdown -= 1
                let isDue = current.countdown == 0
                if isDue { current.countdown = current.period }
                plan = current.countdown > 0 ? current : nil
                return isDue ? current.number : nil
            }
        }
    }
#endif

/// Stands at the top of every call; empty in release builds.
@inline(__always)
func mayFail(_ call: SystemCall) throws(SystemError) {
    #if DEBUG
        if let number = FailureHook.failure(of: call) { throw SystemError(number, call) }
    #endif
}
