/**
 * Layer 2: the back end {@code jocl}, OpenCL through JOCL, on every device that the loader knows.
 *
 * <p>{@link dev.santoku.backend.opencl.JoclBackend} asks the drivers once and opens a multiplier on one device. The kernels are in
 * {@code kernels/*.cl}. {@link dev.santoku.backend.opencl.ExternalGemmDevices} lends a device's context, queue and buffers to a
 * product of another library, such as CLBlast.
 */
package dev.santoku.backend.opencl;
