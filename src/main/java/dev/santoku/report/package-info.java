/**
 * Layer 8: what a reader sees of a run. All reports are pure functions of the result. This package holds what text and page
 * share: units, colours, and sentences.
 */
package dev.santoku.report;
