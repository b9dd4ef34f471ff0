/**
 * Why something of the system does not work, and what mends it: OpenCL drivers that offer nothing, processes that died, files that
 * cannot be written. Files and logs are read; no driver is loaded.
 */
package dev.santoku.diagnosis;
