// libyaml's event parser.
#pragma once
#include <yaml.h>
