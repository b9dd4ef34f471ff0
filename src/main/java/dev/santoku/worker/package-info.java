/**
 * Layer 5: worker processes: what runs in them ({@link dev.santoku.worker.WorkerMain}), how the parent holds them ({@link
 * dev.santoku.worker.WorkerProcess}), and the lines of JSON between the two.
 */
package dev.santoku.worker;
