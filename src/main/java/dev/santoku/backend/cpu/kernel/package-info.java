/** The interface of micro-kernels and packing, with an implementation in plain Java. */
package dev.santoku.backend.cpu.kernel;
