/**
 * The kernels of one form are a {@link dev.santoku.backend.opencl.family.KernelFamily}: it knows what can be tuned and plans the
 * launches of a product. Plans are pure functions of limits, precision and shape, so that they are tested without a device.
 */
package dev.santoku.backend.opencl.family;
