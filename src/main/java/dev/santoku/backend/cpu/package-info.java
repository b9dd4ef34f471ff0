/**
 * Layer 2: products on the CPU, on one thread ({@code single}) and on a pool of platform threads ({@code pool}).
 *
 * <p>Both run the same five loops of K. Goto and BLIS ({@link dev.santoku.backend.cpu.FiveLoops}) on a {@link
 * dev.santoku.backend.cpu.threads.Team}, of one thread or of many. All that depends on the machine is the {@link
 * dev.santoku.backend.cpu.kernel.MicroKernel} and its {@link dev.santoku.backend.cpu.kernel.BlockSizes}; whoever has a better one
 * implements {@link dev.santoku.backend.cpu.kernel.KernelProvider}.
 *
 * <p>Nothing is copied to or from a device: A and B are read where they are, and the result is the array that the
 * product was computed in.
 */
package dev.santoku.backend.cpu;
