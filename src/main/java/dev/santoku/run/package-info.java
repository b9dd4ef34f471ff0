/**
 * Layer 7: from a plan to outcomes. {@link dev.santoku.run.Comparison} runs the plan's cells in worker processes, checks every
 * product, interleaves the contenders, and ends with one {@link dev.santoku.result.CellResult} a cell.
 *
 * <p>It knows {@link dev.santoku.backend.Backend}, never a back end.
 */
package dev.santoku.run;
