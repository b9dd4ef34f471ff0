/** Measured cells against each other: speedups, ladders, scaling with threads. */
package dev.santoku.run.speedup;
