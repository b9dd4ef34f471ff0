/** One contender on one shape: samples, energy, throttling, and the result made of them. */
package dev.santoku.run.cell;
