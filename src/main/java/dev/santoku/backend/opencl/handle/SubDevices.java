package dev.santoku.backend.opencl.handle;

import dev.santoku.backend.BackendException;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_device_partition_property;

/** Divides devices. */
public final class SubDevices {
    private SubDevices() {}

    /**
     * Some compute units of a device as a device of its own, which is never released.
     *
     * @param units at least 1
     * @param from so many come before them
     * @throws BackendException where the driver does not divide it so
     */
    public static OpenClDevice of(OpenClDevice whole, int units, int from) {
        cl_device_partition_property counts = new cl_device_partition_property();
        int parts = from == 0 ? 1 : 2;
        counts.addProperty(CL.CL_DEVICE_PARTITION_BY_COUNTS, from == 0 ? units : from);
        counts.addProperty(from == 0 ? 0 : units, CL.CL_DEVICE_PARTITION_BY_COUNTS_LIST_END);
        cl_device_id[] made = new cl_device_id[parts];
        try {
            CL.clCreateSubDevices(whole.id(), counts, parts, made, null);
        } catch (CLException e) {
            throw new BackendException(
                    "%s has no piece of %d compute units: %s; take all of it"
                            .formatted(whole.name(), units, OpenClErrors.describe(e)),
                    e);
        }
        if (from > 0) {
            CL.clReleaseDevice(made[0]);
        }
        return new OpenClDevice(whole.platform(), made[parts - 1]);
    }
}
