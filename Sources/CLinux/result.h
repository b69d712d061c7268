// What the calls of this edge answer: not below zero, or the negative number of the error.
#include <errno.h>

#define CLINUX_RESULT(call) ({ long result_ = (long)(call); result_ < 0 ? -(long)errno : result_; })
