package dev.santoku.host.energy;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * Functions of NVIDIA's management library, which comes with the driver, under their own names; JNA binds them. All return a
 * status, 0 for success.
 *
 * <p>Source: NVIDIA, NVML API.
 */
interface Nvml extends Library {
    /** Begins; needs no GPU to be free and wakes none. */
    int nvmlInit_v2();

    /** The GPU at a place, {@code 0000:3b:00.0}. */
    int nvmlDeviceGetHandleByPciBusId_v2(String address, PointerByReference device);

    /** Millijoules that the board took since the driver was loaded; from Volta on. */
    int nvmlDeviceGetTotalEnergyConsumption(Pointer device, LongByReference millijoules);
}
