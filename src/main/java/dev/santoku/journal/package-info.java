/**
 * Layer 6: the journal of a run that was interrupted: one line for each group of cells, with a checksum, and its reader.
 */
package dev.santoku.journal;
