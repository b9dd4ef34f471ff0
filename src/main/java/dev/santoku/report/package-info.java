/** Floor 6: what a reader sees of a run: pure functions from results to files and text. */
package dev.santoku.report;
