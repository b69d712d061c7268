#if DEBUG
    import Linux

    /// Lets a test end the process at a step of a purge: `BEZOAR_KILL_STEP=before-3` ends it before the third step is
    /// written down, `after-3` when it is written down and not done. Release builds have no trace of it.
    struct KillPoint {
        private static let killed: Int32 = 9
        private var before: Int?
        private var after: Int?

        /// As the environment says.
        init() {
            for (name, value) in ProcessArguments.environment where name == Array("BEZOAR_KILL_STEP".utf8) {
                let words = String(decoding: value, as: UTF8.self).split(separator: "-")
                guard words.count == 2, let number = Int(words[1]) else { continue }
                if words[0] == "before" { before = number } else { after = number }
            }
        }

        /// Comes by a step, counted from 0: that is what was asked for, which comes with the purge itself.
        func pass(before number: Int64) {
            if let before, Int64(before) == number { Signals.die(of: Self.killed) }
        }

        /// Comes by a step that is written down.
        func pass(after number: Int64) {
            if let after, Int64(after) == number { Signals.die(of: Self.killed) }
        }
    }
#endif
