/**
 * CUDA's driver API by JNA: the second way to NVIDIA's GPUs, for machines without NVIDIA's OpenCL (WSL2, Jetson). It loads the
 * kernels that {@code kernels/ptx/} keeps as compiled ahead, and runs the same {@link
 * dev.santoku.backend.opencl.family.LaunchPlan}s.
 */
package dev.santoku.backend.opencl.cuda;
