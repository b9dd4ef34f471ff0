/** The tables on the terminal, and the CSV and raw files. */
package dev.santoku.report.text;
