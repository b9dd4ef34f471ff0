/**
 * Layer 4: what the vendors' tools say of GPUs: clocks, temperature, power, and what slowed them down. The tools are asked before
 * and after a run, never during it. A failure there costs a run nothing.
 */
package dev.santoku.host.gpu;
