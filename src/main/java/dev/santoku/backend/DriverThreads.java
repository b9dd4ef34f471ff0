package dev.santoku.backend;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/**
 * Has OpenCL drivers for CPUs keep each of their threads on a processor of its own. Left to the system, two threads that
 * are woken for a kernel may share a processor for milliseconds while another idles: on two processors every fourth product
 * of 20 ms took 24.
 */
public final class DriverThreads {
    /** Read by PoCL: 1 binds thread i to processor i. Source: PoCL's documentation, environment variables. */
    private static final String POCL = "POCL_AFFINITY";

    private DriverThreads() {}

    /**
     * Changes the environment of a process to be started. Where one of the processors that are online is closed to it, and
     * where Linux does not tell, nothing is changed: newer PoCLs end a process that they cannot bind so. That more are allowed
     * than there are online, as in many containers, is no hindrance. What the user chose stays.
     *
     * @param environment is modified
     * @param topology of this machine
     */
    public static void pin(Map<String, String> environment, CpuTopology topology) {
        Optional<BitSet> allowed = topology.allowedProcessors();
        Optional<BitSet> online = topology.onlineProcessors();
        if (allowed.isPresent() && online.isPresent() && isOpen(online.get(), allowed.get())) {
            environment.putIfAbsent(POCL, "1");
        }
    }

    /** Whether threads of drivers are kept so in a process with this environment. */
    public static boolean arePinned(Map<String, String> environment) {
        return "1".equals(environment.get(POCL));
    }

    /** PoCL counts from processor 0 on: none may be missing below the last one. */
    private static boolean isOpen(BitSet online, BitSet allowed) {
        BitSet closed = (BitSet) online.clone();
        closed.andNot(allowed);
        return closed.isEmpty() && online.length() == online.cardinality() && !online.isEmpty();
    }
}
