package dev.santoku.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;

/** A task on an executor that says where it is. */
final class RollCall implements Function<String, Node>, Serializable {
    private static final long serialVersionUID = 1;
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final boolean oneMachine;

    /**
     * Asks executors.
     *
     * @param oneMachine whether executors stand for machines, as those of a local-cluster do, which are all on one
     */
    RollCall(boolean oneMachine) {
        this.oneMachine = oneMachine;
    }

    @Override
    public Node call(String host) throws IOException {
        return node(host, SparkEnv.get().executorId());
    }

    Node node(String host, String executor) throws IOException {
        return new Node(executor, oneMachine ? host + "-" + executor : host, oneMachine ? executor : machine(host));
    }

    /** The same for all addresses of a machine. Workers on loopback addresses stand for machines, each for one. */
    private static String machine(String host) throws IOException {
        boolean loopback = host.startsWith("127.") || host.equals("localhost");
        return loopback || !Files.isReadable(BOOT)
                ? host
                : Files.readString(BOOT).strip();
    }
}
