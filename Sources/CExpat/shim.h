// The expat XML parser.
#pragma once
#include <expat.h>
