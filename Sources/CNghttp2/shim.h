// HTTP/2 framing, and the few of its names that Swift cannot spell.
#pragma once
#include <nghttp2/nghttp2.h>
