/**
 * What a device can do at most, measured by kernels of {@code ceilings.cl}: multiply-adds, memory, link, launches; what its
 * compiler accepts; and whether its clock agrees with ours.
 */
package dev.santoku.backend.opencl.probe;
