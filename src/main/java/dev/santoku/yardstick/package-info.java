/**
 * Layer 3: other people's libraries behind the same interface, as yardsticks. They are checked and timed like any
 * contender, and are part of nothing that Santoku computes.
 *
 * <p>{@code openblas} is OpenBLAS through the bindings of the JavaCPP presets. Those take Java arrays, too, but copy them
 * at each call; so A and B are copied to native memory once, at upload, and C back at download. Between the two, {@code
 * compute} is OpenBLAS's call and nothing else: the time to compare kernels by. End to end is what a Java program pays.
 *
 * <p>{@code clblast} is CLBlast through JOCLBlast, on handles that {@code backend.opencl} lends it. {@code cublas} is NVIDIA's
 * library where the machine has it, its functions bound by their names through JNA. {@code cblas} is every library with the CBLAS
 * interface that is here, likewise.
 */
package dev.santoku.yardstick;
