package dev.santoku.backend.opencl.handle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_mem;

/**
 * Commands that return before they are finished, without the thread that JOCL keeps waiting for the end of each: it would
 * hold Java's memory until then, which here is held by whoever awaits the event. On a CPU that thread takes a processor from
 * the kernels, and a driver that is not for several threads, as Oclgrind's, fails now and then.
 *
 * <p>What JOCL calls itself is private, and may be called otherwise in another release than the one of the build.
 */
final class JoclNonBlocking {
    private static final MethodHandle UNMAP = find("clEnqueueUnmapMemObject", ByteBuffer.class);
    private static final MethodHandle WRITE =
            find("clEnqueueWriteBuffer", boolean.class, long.class, long.class, Pointer.class);
    private static final MethodHandle READ =
            find("clEnqueueReadBuffer", boolean.class, long.class, long.class, Pointer.class);

    private JoclNonBlocking() {}

    /** @param event set to the command's, if not null */
    static void unmap(cl_command_queue queue, cl_mem buffer, ByteBuffer region, cl_event event) {
        attempt(() -> (int) UNMAP.invokeExact(queue, buffer, region, 0, (cl_event[]) null, event));
    }

    /**
     * Starts to copy all of a direct buffer.
     *
     * @param offset into the buffer on the device, bytes
     * @param event set to the command's; until it has ended, {@code from} must neither change nor go
     */
    static void write(cl_command_queue queue, ByteBuffer from, cl_mem to, long offset, cl_event event) {
        copy(WRITE, queue, to, offset, from, event);
    }

    /**
     * Starts to fill all of a direct buffer.
     *
     * @param offset into the buffer on the device, bytes
     * @param event set to the command's; until it has ended, {@code to} must neither be read nor go
     */
    static void read(cl_command_queue queue, cl_mem from, long offset, ByteBuffer to, cl_event event) {
        copy(READ, queue, from, offset, to, event);
    }

    private static void copy(
            MethodHandle call, cl_command_queue queue, cl_mem device, long offset, ByteBuffer host, cl_event event) {
        attempt(() -> (int) call.invokeExact(
                queue, device, false, offset, (long) host.capacity(), Pointer.to(host), 0, (cl_event[]) null, event));
    }

    private static void attempt(Call call) {
        int status;
        try {
            status = call.status();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("JOCL's natives throw nothing that must be declared", e);
        }
        if (status != CL.CL_SUCCESS) {
            throw new CLException(CL.stringFor_errorCode(status), status);
        }
    }

    /** Of a command's own arguments, between the queue and buffer and the events to wait for. */
    private static MethodHandle find(String name, Class<?>... own) {
        MethodType type = MethodType.methodType(int.class, cl_command_queue.class, cl_mem.class)
                .appendParameterTypes(own)
                .appendParameterTypes(int.class, cl_event[].class, cl_event.class);
        try {
            MethodHandles.Lookup inside = MethodHandles.privateLookupIn(CL.class, MethodHandles.lookup());
            return inside.findStatic(CL.class, name + "Native", type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this is not the release of JOCL that the build asks for: " + e, e);
        }
    }

    /** A command of JOCL. */
    @FunctionalInterface
    private interface Call {
        int status() throws Throwable;
    }
}
