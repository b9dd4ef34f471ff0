/** The lesson {@code kitchen}, as text and as a page. */
package dev.santoku.report.lesson;
