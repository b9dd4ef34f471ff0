// A fault for the tests of the self-test, as a wrong compiler might make it: one element of C is not what it should be.
#include "types.h"

__kernel void planted_spoil(__global real *c)
{
    c[get_global_id(0)] += 1;
}
