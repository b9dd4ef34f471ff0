/** Layer 3: the records of a run, as the result file holds them. Pure data: nothing here measures or prints. */
package dev.santoku.result;
