/**
 * One thin owner for each OpenCL handle (context, queue, program, kernel, buffer, event), which releases it, and what a device's
 * drivers say of it.
 */
package dev.santoku.backend.opencl.handle;
