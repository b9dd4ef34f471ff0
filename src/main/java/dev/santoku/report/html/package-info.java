/** The page of a run: one section a subject, each with its chart and table. */
package dev.santoku.report.html;
