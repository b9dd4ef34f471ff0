/** A contender's worker: its process, its rates, what was lost with it. */
package dev.santoku.run.contender;
