/**
 * Layer 2: kernels written in Java, which Aparapi translates from byte code to OpenCL C while the program runs.
 *
 * <p>Aparapi has habits that a benchmark must know, and this package is built around them:
 *
 * <ul>
 *   <li>Where a device fails, it runs the kernel on Java threads, with a log line at best. A range that names its device,
 *       and no other device to prefer, leave it no way out but an error; and after every launch it is asked who ran:
 *       {@link dev.santoku.backend.aparapi.KernelHandle}.
 *   <li>A kernel object is a context, a queue, a program and the buffers at once, and buffers are made by launching.
 *       So a product borrows a kernel, an <em>idle launch</em> over an empty shape uploads, and the kernel returns to
 *       its multiplier.
 *   <li>It assumes that a device shares the host's memory and then lets OpenCL use the Java arrays in place, even after
 *       the collector has moved them. That is switched off for every device.
 *   <li>A kernel class may hold nothing but plain old Java: no lambda, no switch, no string concatenation.
 * </ul>
 */
package dev.santoku.backend.aparapi;
