// zlib's inflate, and the few of its names that Swift cannot spell.
#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro, for it hands zlib the version and size that its header was compiled with.
///
/// `window` is -15 for raw deflate, 15 for zlib, 31 for gzip.
static inline int CZlib_begin(z_stream *_Nonnull stream, int window) { return inflateInit2(stream, window); }
