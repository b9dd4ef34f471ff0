package dev.santoku.host;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has OpenCL drivers for CPUs start no more threads than there are processors for this process, and keep each of them on one of
 * its own. Left to the system, two threads that are woken for a kernel may share a processor for milliseconds while another
 * idles: on two processors every fourth product of 20 ms took 24.
 */
public final class DriverThreads {
    /** Read by PoCL: 1 binds thread i to processor i. Source: PoCL's documentation, environment variables. */
    private static final String POCL = "POCL_AFFINITY";

    /** How many threads PoCL starts: up to release 3, and since. Without it, one for each that the machine has. */
    private static final List<String> POCL_THREADS = List.of("POCL_MAX_PTHREAD_COUNT", "POCL_CPU_MAX_CU_COUNT");

    private DriverThreads() {}

    /**
     * Changes the environment of a process to be started. Where fewer processors are usable than are online, threads are as many,
     * and stay unbound, since the first processors may be another job's. Where Linux does not tell, nothing is changed; nor where
     * one that is online is closed: newer PoCLs end a process that they cannot bind so. That more are allowed
     * than there are online, as in many containers, is no hindrance. What the user chose stays.
     *
     * @param environment is modified
     * @param topology of this machine
     * @param usable processors for this process, at least 1
     */
    public static void place(Map<String, String> environment, CpuTopology topology, int usable) {
        Optional<BitSet> allowed = topology.allowedProcessors();
        Optional<BitSet> online = topology.onlineProcessors();
        if (online.isPresent() && usable < online.get().cardinality()) {
            POCL_THREADS.forEach(name -> environment.putIfAbsent(name, Integer.toString(usable)));
        } else if (allowed.isPresent() && online.isPresent() && isOpen(online.get(), allowed.get())) {
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
