/** Medians, their intervals, the verdict on a ratio, and the rule that ends a measurement. */
package dev.santoku.measure.statistics;
