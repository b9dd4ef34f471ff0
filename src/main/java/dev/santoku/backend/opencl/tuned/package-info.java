/**
 * Which parameters a kernel family uses on a device: those tuned here, those shipped for it, or its defaults; always some that
 * passed a {@link dev.santoku.backend.opencl.tuned.SelfTest}.
 */
package dev.santoku.backend.opencl.tuned;
