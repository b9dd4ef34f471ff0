/** Many result files at once: {@code merge} and {@code diff}. */
package dev.santoku.report.fleet;
