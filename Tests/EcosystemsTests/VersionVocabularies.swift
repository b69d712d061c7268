extension VersionGenerator.Vocabulary {
    /// This file is a table: versions that exist, and what they are made of.
    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
    }

    /// The long ones lie around the length from which `SortKey` counts digits in another way.
    private static let numbers =
        words(
            """
            0 1 2 3 9 10 00 01 007 010 20230101 999999999 1000000000 0000000001 999999999999999999 1000000000000000000
            9007199254740991 9007199254740992 9007199254740993 18446744073709551616 123456789012345678901234567890
            """) + [254, 255, 256].map { String(repeating: "7", count: $0) }

    static let python = VersionGenerator.Vocabulary(
        real: words(
            """
            0.6b1 0.6c11 0.7.1 18.0b1 27.3.0 39.0.0 40.0.0.post20180813 50.3.2 68.2.0 69.1.1 70.0.0rc1 75.1.1.post1
            2004b 2011k 2013.8 2013b0 2023.3.post1 2024.1 1.13.0a0+gitb5e2635 2.0.1+cu118 1.0.0.dev20230105+cpu 0.4.1
            0.4.1.post2 1.26.4 2.0.0b1 2.0.0rc2 2.1.0.dev0 1!1.0 1!0.1.dev5 1.0-1 v1.0 4.0.0-beta.1 0.1.0-alpha-3
            2.4.0.post1 1.0.0a6.dev1 3.0.0.c 1.0.0.rev5 1.0.preview2 0.0.0 1.2.3+ubuntu-1 1.2.3+UBUNTU_1.2
            """),
        pieces: numbers
            + words(
                """
                a b c rc alpha beta pre preview post rev r dev a1 b2 rc3 c01 alpha0 post4 rev5 r6 dev7 A1 RC2 Post3 DEV4
                +x +5 +abc.5 +10 +x-1_2 +x..y + 1! 0! 2!1 v v1 x final 1.0 1.0.0 2.1 0.0 post-1 a-1 rc.2 dev_3
                """),
        separators: [".", ".", "-", "_", "", "", "+", "!"],
        noise: [
            " ", "\t", "\n", "\u{0B}", "\u{1C}", "\u{85}", "\u{A0}", "\u{2003}", "\u{FEFF}", "\u{0661}", "é", "v", "-",
            "_", ".", "!", "+", "*", "\u{17F}", "\u{212A}", "\u{131}", "\u{0}", "\u{1F600}",
        ])

    static let npm = VersionGenerator.Vocabulary(
        real: words(
            """
            0.0.0 1.0.0 4.17.21 18.2.0 19.0.0-rc-6230622a1a-20240610 0.0.0-experimental-94eed63c4-20230425
            18.3.0-canary-14898b6a9-20240318 5.5.0-dev.20240314 5.4.2 5.0.0-beta 5.0.1-rc 2.0.0-alpha.1 2.0.0-alpha.beta
            1.0.0-beta.11 1.0.0-rc.1+build.5 1.0.0+a 1.0.0+b 0.1.0-0 1.14.1 3.0.0-rc.1 1.2.3-beta.1 7.0.0-next.3
            1.0.0-9007199254740993.1 1.0.0-9007199254740992.2 1.0.0-9007199254740992.1
            0.14.0 v1.2.3 =1.2.3 1.2.3beta 01.02.03 1.2.34.5 1.2.3-01 1.2.3-1.-1 1.2.3--1 1.2.3-a-b.c-- 10.0.0-0a
            """),
        pieces: numbers
            + words(
                """
                alpha beta rc a A b B x - -- 0a a0 -1 1- alpha.1 beta.11 rc.0 +b +b.1 +01 +-.x 0.0.0 1.2.3 1.2 1.2.3.4
                -alpha -rc.1 -0 -00 -9007199254740993.1 -9007199254740992.2 Z z canary-20240318 next
                """),
        separators: [".", ".", ".", "-", "-", "", "+"],
        noise: [
            " ", "\t", "\n", "\u{0B}", "\u{A0}", "\u{1680}", "\u{180E}", "\u{2003}", "\u{2028}", "\u{FEFF}", "\u{85}",
            "\u{1C}", "\u{0661}", "é", "v", "V", "=", "_", ".", "!", "+", "*", "~", "\u{0}", "\u{1F600}",
        ])

    static let maven = VersionGenerator.Vocabulary(
        real: words(
            """
            31.1-jre 31.1-android 32.0.0-jre r09 10.0-rc1 23.6-jre 2.17.1 2.0-beta9 2.0-alpha2 1.2.17 5.3.20
            5.3.0-M1 5.3.0-RC2 6.0.0-SNAPSHOT 4.1.94.Final 4.0.0.Alpha8 4.0.0.Beta1 4.1.0.CR7 3.2.GA 2.5.6.SEC03
            2.5.6.RELEASE 1.0.0.M1 20040616 1.1.1.Final-redhat-1 2.13.0-20211001.123456-7 1.0-SNAPSHOT 1.0-b06 2.2-b01
            1.0-sp1 1.0.0-alpha-1 1.0.0-alpha.1 1.0-m4 1.0-cr1 3.0-pre1 1.0-dev 1_0 9.4.48.v20220622 7.0.0.pre5
            0.9.0.M4 1.0-beta-3.0.1 1-0.3 1.min 1.max 1.0-max.0 1.0..1 1.0--1 -1 .1 1.-1
            """),
        pieces: numbers
            + words(
                """
                a b m x A B M X alpha beta milestone rc cr snapshot ga final release sp min max abc xyz Alpha RC SNAPSHOT
                Final SP a1 b2 m3 x4 rc1 cr2 sp3 ga4 final5 min6 max7 jre android RELEASE GA Release_ _1 pre dev v1 1a
                1x2 0a 0.0 1.0 1-0 0-0 1.ga 1-final ga.1 ga-1 0-1 0.1 .0 -0 é Ä ß
                """),
        separators: [".", ".", "-", "-", "", "_"],
        noise: ["-", ".", "_", " ", "+", "0", "x", "é", "ж", "~"])
}
