/** Layer 9: commands, options and exit codes; the only place that prints errors and ends the program. */
package dev.santoku.cli;
