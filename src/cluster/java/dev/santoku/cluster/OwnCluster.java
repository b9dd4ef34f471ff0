package dev.santoku.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;

/**
 * A master and workers in this process, on the loopback address, whose executors are processes of their own. It is what Spark calls
 * a local-cluster, with the files of executors in a folder of ours instead of Spark's.
 */
final class OwnCluster implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";
    private static final int ANY_PORT = 0;

    private final List<RpcEnv> parts = new ArrayList<>();
    private final String url;

    /**
     * Starts it.
     *
     * @param workers how many, each for one executor
     * @param cores of each
     * @param megabytes of each
     * @param work of executors
     */
    OwnCluster(SparkConf conf, int workers, int cores, int megabytes, Path work) {
        RpcEnv master =
                Master.startRpcEnvAndEndpoint(ADDRESS, ANY_PORT, ANY_PORT, conf)._1();
        parts.add(master);
        url = "spark://" + ADDRESS + ":" + master.address().port();
        for (int number = 0; number < workers; number++) {
            parts.add(Worker.startRpcEnvAndEndpoint(
                    ADDRESS,
                    ANY_PORT,
                    ANY_PORT,
                    cores,
                    megabytes,
                    new String[] {url},
                    work.toString(),
                    Option.apply(number),
                    conf,
                    Option.empty()));
        }
    }

    /** Of its master. */
    String url() {
        return url;
    }

    /** Ends workers before the master. */
    @Override
    public void close() {
        for (int part = parts.size() - 1; part >= 0; part--) {
            parts.get(part).shutdown();
            parts.get(part).awaitTermination();
        }
    }
}
