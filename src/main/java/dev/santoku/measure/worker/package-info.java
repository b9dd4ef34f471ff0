/**
 * Worker processes: what runs in them ({@link dev.santoku.measure.worker.WorkerMain}), how the parent holds them ({@link
 * dev.santoku.measure.worker.WorkerProcess}), and the lines of JSON between the two.
 */
package dev.santoku.measure.worker;
