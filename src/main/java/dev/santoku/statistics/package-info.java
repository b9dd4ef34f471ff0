/** Layer 0: medians, their confidence intervals, the verdict on a ratio, and the rule that ends a measurement. */
package dev.santoku.statistics;
