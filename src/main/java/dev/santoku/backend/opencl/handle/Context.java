package dev.santoku.backend.opencl.handle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/** Owns a context with one device. */
public final class Context implements Handle {
    private final OpenClDevice device;
    private final cl_context handle;

    public Context(OpenClDevice device) {
        this.device = device;
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        this.handle = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, null);
    }

    public OpenClDevice device() {
        return device;
    }

    /** A queue that runs its commands one after the other. */
    public Queue createQueue() {
        return new Queue(queue(0), Optional.empty());
    }

    /**
     * The same, but the driver keeps the times of its commands, which may make them slower.
     *
     * @param timeline receives their events
     */
    public Queue createTimedQueue(Timeline timeline) {
        return new Queue(queue(CL.CL_QUEUE_PROFILING_ENABLE), Optional.of(timeline));
    }

    @SuppressWarnings("deprecation") // its successor is OpenCL 2.0, which many devices are not
    private cl_command_queue queue(long properties) {
        return CL.clCreateCommandQueue(handle, device.id(), properties, null);
    }

    /** A buffer of so many bytes, not initialised. */
    public Buffer createBuffer(long bytes) {
        return createBuffer(CL.CL_MEM_READ_WRITE, bytes);
    }

    /** A buffer of so many bytes in the host's memory, pinned there as far as the driver pins. */
    public Buffer createHostBuffer(long bytes) {
        return createBuffer(CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR, bytes);
    }

    private Buffer createBuffer(long flags, long bytes) {
        cl_mem buffer = CL.clCreateBuffer(handle, flags, bytes, null, null);
        return new Buffer(buffer, bytes);
    }

    /** Memory of the host that stays where it is, so many bytes, not initialised. */
    public PinnedMemory pinMemory(Queue queue, long bytes) {
        try (Handles guard = new Handles()) {
            Buffer buffer = guard.own(createHostBuffer(bytes));
            ByteBuffer mapped = queue.mapToWrite(buffer, 0, bytes, false);
            return new PinnedMemory(queue, guard.handOut(buffer), mapped);
        }
    }

    /**
     * Compiles a program.
     *
     * @param name of its source, for the message
     * @throws dev.santoku.backend.BackendException when the compiler refuses, with the options and its log
     */
    public Program build(String name, String source, String options) {
        try (Handles guard = new Handles()) {
            Program program = guard.own(create(source));
            program.build(name, options);
            return guard.handOut(program);
        }
    }

    /** A program of OpenCL C that is not compiled yet. */
    public Program create(String source) {
        return new Program(CL.clCreateProgramWithSource(handle, 1, new String[] {source}, null, null), device);
    }

    /** A program of a text that the driver takes for compiled, as NVIDIA's takes PTX; it is not built yet. */
    public Program load(String text) {
        byte[] binary = (text + '\0').getBytes(StandardCharsets.US_ASCII);
        cl_program program = CL.clCreateProgramWithBinary(
                handle,
                1,
                new cl_device_id[] {device.id()},
                new long[] {binary.length},
                new byte[][] {binary},
                new int[1],
                null);
        return new Program(program, device);
    }

    @Override
    public void close() {
        CL.clReleaseContext(handle);
    }
}
