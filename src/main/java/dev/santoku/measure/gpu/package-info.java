/**
 * What drivers tell of GPUs: clocks, temperature, power, and what slowed them down. Their own tools are asked, before and
 * after a run, never during it; nothing of this costs a run where it fails.
 */
package dev.santoku.measure.gpu;
