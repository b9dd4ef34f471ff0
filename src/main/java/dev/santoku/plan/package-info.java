/** Layer 4: what a run is to measure: contenders, precisions, sizes and threads, with models of time and memory. */
package dev.santoku.plan;
