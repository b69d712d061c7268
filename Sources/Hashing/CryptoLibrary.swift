private import COpenSSL

/// What libcrypto is linked in and which of its SHA-256 kernels this processor gets.
package enum CryptoLibrary {
    /// Readies libcrypto, first of all in a program: it reads no configuration, neither the host's nor one that lies
    /// where an attacker writes once the root directory is another one. A configuration can name code to be loaded.
    package static func prepare() {
        // Fails only where there is no memory; the first digest then says so.
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    }

    /// `OpenSSL 3.0.19 27 Jan 2026`
    package static var version: String { text(OPENSSL_VERSION) }

    /// libcrypto's own view of the processor, with what `OPENSSL_ia32cap` masks out.
    package static var processor: String { text(OPENSSL_CPU_INFO) }

    /// The kernel that libcrypto's x86-64 and AArch64 code picks for SHA-256, in its own order of preference.
    package static var sha256Kernel: String {
        let words = capabilityWords(processor)
        #if arch(x86_64)
            guard words.count >= 2 else { return "unknown" }
            // Words as OPENSSL_ia32cap prints them: CPUID 1 (EDX low, ECX high), then CPUID 7 (EBX low, ECX high).
            let leaf1 = words[0]
            let leaf7 = words[1]
            if leaf7 & 1 << 29 != 0 { return "SHA-NI" }
            if leaf7 & 1 << 5 != 0, leaf7 & 1 << 8 != 0, leaf7 & 1 << 3 != 0 { return "AVX2" }
            if leaf1 & 1 << 60 != 0 { return "AVX" }
            if leaf1 & 1 << 41 != 0 { return "SSSE3" }
            return "scalar"
        #elseif arch(arm64)
            guard let first = words.first else { return "unknown" }
            return first & 1 << 4 != 0 ? "ARMv8 SHA-2" : first & 1 != 0 ? "NEON" : "scalar"
        #else
            return "unknown"
        #endif
    }

    private static func text(_ kind: Int32) -> String {
        unsafe String(cString: OpenSSL_version(kind))
    }

    /// The hexadecimal numbers behind `OPENSSL_ia32cap=0x…:0x…` or `OPENSSL_armcap=0x…`.
    private static func capabilityWords(_ text: String) -> [UInt64] {
        guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return [] }
        let list = text[text.index(after: mark)...].prefix { $0 != " " }
        return list.split(separator: ":").compactMap { word in
            word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : nil
        }
    }
}
