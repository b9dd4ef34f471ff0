package dev.santoku.backend.opencl.handle;

import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_device_id;
import org.jocl.cl_event;

/** Owns the event of one command. */
public final class Event implements Handle {
    private final cl_event handle;

    public Event(cl_event handle) {
        this.handle = handle;
    }

    /** Waits until the command is finished. */
    public void await() {
        awaitAll(List.of(this));
    }

    /** Waits until all commands are finished. Unlike clFinish it reports a command that failed. */
    public static void awaitAll(List<Event> events) {
        CL.clWaitForEvents(
                events.size(), events.stream().map(event -> event.handle).toArray(cl_event[]::new));
    }

    /** The device of the queue that the command really ran on, as the driver tells. */
    public String deviceName() {
        cl_command_queue queue = new cl_command_queue();
        CL.clGetEventInfo(handle, CL.CL_EVENT_COMMAND_QUEUE, Sizeof.cl_command_queue, Pointer.to(queue), null);
        cl_device_id device = new cl_device_id();
        CL.clGetCommandQueueInfo(queue, CL.CL_QUEUE_DEVICE, Sizeof.cl_device_id, Pointer.to(device), null);
        return OpenClDevice.nameOf(device);
    }

    @Override
    public void close() {
        CL.clReleaseEvent(handle);
    }
}
