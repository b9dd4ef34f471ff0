/** Burn-in: every processor multiplies for a given time and each product is checked. */
package dev.santoku.run.soak;
