/**
 * The search for the fastest parameters of a device. {@link dev.santoku.measure.tuning.Search} decides what to try next
 * and knows nothing of devices; {@link dev.santoku.measure.tuning.Trials} tries it out in worker processes; {@link
 * dev.santoku.measure.tuning.Tournament} leads from one to the other and keeps the champion; {@link
 * dev.santoku.measure.tuning.TuningRun} does it for each device and precision.
 */
package dev.santoku.measure.tuning;
