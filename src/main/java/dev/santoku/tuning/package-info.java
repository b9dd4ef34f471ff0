/**
 * Layer 7: the search for the fastest parameters of a device. {@link dev.santoku.tuning.Search} decides what to try next and knows
 * nothing of devices; {@link dev.santoku.tuning.Trials} tries it out in worker processes; {@link
 * dev.santoku.tuning.Tournament} leads from one to the other and keeps the champion; {@link
 * dev.santoku.tuning.TuningRun} does it for each device and precision.
 */
package dev.santoku.tuning;
