/**
 * Layer 0: facts of the processor and the process that back ends need: processors granted by the operating system or a batch
 * system, threads of drivers, options of the JVM.
 */
package dev.santoku.host;
