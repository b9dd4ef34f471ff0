/** What {@code doctor} finds, and what to do about it. */
package dev.santoku.report.doctor;
