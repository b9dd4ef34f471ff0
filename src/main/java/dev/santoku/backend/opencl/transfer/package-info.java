/** Ways of copying matrices between host and device, and the buffers of a product. */
package dev.santoku.backend.opencl.transfer;
