/**
 * What products take in energy, by the counters of processors and GPUs. Where a counter is not there or may not be read,
 * there is no figure and no trouble.
 */
package dev.santoku.measure.energy;
