package dev.santoku.cluster;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** What contenders on Spark have in common: they are measured by name alone, with an executor of one core for each thread. */
public abstract class ClusterBackend implements Backend {
    @Override
    public final boolean measuredUnasked(Availability availability) {
        return false;
    }

    /** {@inheritDoc} It starts nothing: a cluster takes longer to start than a probe may. */
    @Override
    public final Availability probe() {
        if (System.getenv("SPARK_HOME") == null) {
            return new Availability.Unavailable(
                    "SPARK_HOME is not set",
                    "scripts/compare.sh --backends %s fetches Spark and sets it".formatted(id()));
        }
        try {
            ClusterSize.of(System.getenv().getOrDefault(ClusterSize.VARIABLE, ""), 1);
        } catch (IllegalArgumentException e) {
            return new Availability.Unavailable(e.getMessage(), "unset it for a cluster of this machine");
        }
        return new Availability.Available(List.of(Device.cpu()));
    }

    /** {@inheritDoc} To have tasks run takes some tenths of a second, and seconds before executors are warm. */
    @Override
    public final int tellingSide() {
        return 2048;
    }

    /** {@inheritDoc} What processors do at most is not for Spark to tell. */
    @Override
    public final String ceilingsFrom() {
        return "pool";
    }

    /** {@inheritDoc} Those of any driver of Spark. */
    @Override
    public List<String> jvmFlags() {
        return List.of(JavaModuleOptions.defaultModuleOptionArray());
    }
}
