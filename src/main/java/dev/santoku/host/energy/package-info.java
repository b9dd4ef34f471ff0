/**
 * Layer 4: energy counters of processors and GPUs. Where a counter is missing or may not be read, there is no figure.
 */
package dev.santoku.host.energy;
