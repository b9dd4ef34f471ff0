package dev.santoku.backend.opencl;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import org.jocl.cl_command_queue;
import org.jocl.cl_mem;

/**
 * The handles of one product, lent: whoever computes on them releases none.
 *
 * @param shape of one product, or of a batch whose matrices lie one behind the other
 * @param queue runs its commands in order
 * @param a m×k elements, row-major, without gaps
 * @param b k×n, likewise
 * @param c m×n, likewise; the only one that is to be written
 * @param scratch of the size that was asked for; empty where none was
 */
public record ExternalGemmHandles(
        Shape shape,
        Precision precision,
        cl_command_queue queue,
        cl_mem a,
        cl_mem b,
        cl_mem c,
        Optional<cl_mem> scratch) {

    ExternalGemmHandles withScratch(cl_mem memory) {
        return new ExternalGemmHandles(shape, precision, queue, a, b, c, Optional.of(memory));
    }
}
