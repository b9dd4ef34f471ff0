/**
 * Floor 3: the back end {@code jocl}, OpenCL through JOCL, on every device that the loader knows.
 *
 * <p>{@link dev.santoku.backend.opencl.JoclBackend} asks the drivers once and opens a multiplier on one device. Each
 * OpenCL handle (context, queue, program, kernel, buffer, event) has one thin owner that releases it. The kernels are
 * in {@code kernels/*.cl}. Those of one form are a {@link dev.santoku.backend.opencl.KernelFamily}, which knows what can
 * be varied and plans the launches of a product: pure functions of limits, precision and shape, so that planning is
 * tested without a device.
 *
 * <p>{@link dev.santoku.backend.opencl.OpenClLender} lends context, queue and buffers to somebody else's product. What a device
 * can do at most is measured by kernels of its own, {@code ceilings.cl}.
 */
package dev.santoku.backend.opencl;
