// What Swift cannot spell of libcrypto's headers: macros and variadic functions.
#pragma once
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

/// EVP_PKEY_Q_keygen is variadic.
static inline EVP_PKEY *_Nullable EVP_PKEY_Q_keygen_ed25519(void) { return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"); }

/// EVP_PKEY_is_a wants a C string that Swift would have to build on each call.
static inline int COpenSSL_is_ed25519(EVP_PKEY *_Nonnull key) { return EVP_PKEY_is_a(key, "ED25519"); }

/// Answers every question for a passphrase with "none": without it libcrypto asks on the terminal.
static inline int COpenSSL_refuse_passphrase(
    char *_Nullable buffer, int size, int forWriting, void *_Nullable context) {
    (void)buffer, (void)size, (void)forWriting, (void)context;
    return -1;
}
static inline pem_password_cb *_Nonnull COpenSSL_no_passphrase(void) { return COpenSSL_refuse_passphrase; }
