/**
 * Floor 5: from a plan to outcomes. {@link dev.santoku.measure.Comparison} runs the plan's cells in worker processes,
 * checks every product, interleaves the contenders, and ends with one {@link dev.santoku.measure.CellResult} a cell.
 *
 * <p>It knows {@link dev.santoku.backend.Backend}, never a back end.
 */
package dev.santoku.measure;
