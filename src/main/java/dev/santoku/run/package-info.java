/**
 * Layer 7: from a plan to outcomes. {@link dev.santoku.run.Comparison} runs the plan's cells in worker processes, checks every
 * product, interleaves the contenders, and ends with one {@link dev.santoku.result.CellResult} a cell.
 *
 * <p>It knows {@link dev.santoku.backend.Backend}, never a back end. What it knows of each worker is in {@code contender}, one cell's
 * measurement in {@code cell}, comparisons of cells in {@code speedup}, burn-in in {@code soak}.
 */
package dev.santoku.run;
