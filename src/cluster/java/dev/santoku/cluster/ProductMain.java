package dev.santoku.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.santoku.matrix.file.BlockFolder;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.plan.Grid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The driver of {@code multiply}, for spark-submit. Its argument is a file that says what to do, a {@link ProductRequest} as JSON.
 * Standard output tells what happens, a line of JSON for each event. It ends when its standard input does.
 */
public final class ProductMain {
    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\d+,\\d+,(\\d+)]");
    private static final String MEMORY = "1024m";
    private static final int OWN_FAULT = 1;
    private static final int WRONG_USAGE = 2;
    private static final int WRONG_PRODUCT = 3;
    private static final int FAILED = 6;
    private static final long LISTENERS_MILLISECONDS = 10_000;

    /** For the successor of an executor that died. */
    private static final long PATIENCE_SECONDS = 60;

    private static final long STOP_MILLISECONDS = 5000;

    private final ProductTask task;
    private final Optional<BlockFolder> folder;
    private final Events events = new Events(System.out);
    private final Set<String> stayed = new HashSet<>();
    private final Storage storage = new Storage(this::tellThatItStays);
    private final Retries retries =
            new Retries(words -> events.product("retry", 0, words), words -> events.product("progress", 0, words));

    ProductMain(ProductTask task) {
        this.task = task;
        folder = task.blocks(storage);
    }

    /** Exits with 0 where an event tells the end, whatever it is, and 1 where the cluster failed. */
    public static void main(String[] arguments) throws Exception {
        FleetMain.endWithStandardInput();
        ProductRequest request =
                new ObjectMapper().readValue(Path.of(arguments[0]).toFile(), ProductRequest.class);
        System.exit(run(request) ? 0 : 1);
    }

    private static boolean run(ProductRequest request) {
        try {
            return new ProductMain(request.task(new Storage())).run();
        } catch (ProductFailure e) {
            new Events(System.out).product("failed", e.exit(), e.getMessage());
            return true;
        }
    }

    private boolean run() {
        SparkConf conf = new SparkConf()
                .setAppName("santoku multiply")
                // A task that fails is not done again by the same executor.
                .set("spark.excludeOnFailure.enabled", "true");
        Settings.apply(conf, List.of());
        int megabytes = megabytes(conf);
        conf.set("spark.executor.memory", megabytes + "m");
        SparkContext spark = new SparkContext(conf);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leaveNothing(spark), "santoku-interruption"));
        try {
            createFolder();
            Executors executors = new Executors((executor, line) -> {});
            spark.addSparkListener(executors);
            spark.addSparkListener(retries);
            executors.await(Settings.executors(conf), task.executors().patienceSeconds());
            if (executors.cores().isEmpty()) {
                throw new SparkException("no node came within %d s: does the cluster have workers, with %d MB free?"
                        .formatted(task.executors().patienceSeconds(), megabytes));
            }
            Team team = Team.of(executors.cores(), (long) megabytes << 20);
            retries.onHopelessTask(some -> executors.areAllAmong(some, team.executors()), spark::cancelAllJobs);
            events.product("done", 0, multiply(spark, team, executors));
        } catch (ProductFailure e) {
            events.product("failed", e.exit(), e.getMessage());
        } catch (Exception e) { // Scala declares none
            return explained(e);
        } finally {
            leaveNothing(spark);
        }
        return true;
    }

    /** As asked for; else all of a worker, where that is known. */
    private int megabytes(SparkConf conf) {
        Matcher local = LOCAL_CLUSTER.matcher(conf.get("spark.master"));
        return task.executors().megabytes() > 0
                ? task.executors().megabytes()
                : local.matches()
                        ? Integer.parseInt(local.group(1))
                        : (int) conf.getSizeAsMb("spark.santoku.memory", MEMORY);
    }

    /** What was done, in a line. */
    String multiply(SparkContext spark, Team team, Executors executors) throws ProductFailure, InterruptedException {
        DistributedProduct product = new DistributedProduct(new JavaSparkContext(spark), task, team);
        NodeMultiplier.Wish wish = product.wish();
        DistributedProduct.Rates rates = product.rates(wish);
        Grid grid = product.grid(rates);
        long before = shuffled(spark);
        double planned = grid.shuffledElements() * task.precision().bytes();
        events.product(
                "progress",
                0,
                "%s cuboids for %d executors; %s: %.0f GFLOP/s each, %.0f MB/s a slot through the shuffle"
                        .formatted(
                                grid,
                                team.executors(),
                                product.isWorthMeasuring() ? "measured" : "assumed",
                                rates.flopsPerSecond() / 1e9,
                                rates.bytesPerSecond() / 1e6));
        product.better(grid, rates).ifPresent(words -> events.product("hint", 0, words));
        long start = System.nanoTime();
        List<StoredBlock> blocks =
                product.compute(grid, wish, () -> executors.await(team.executors(), PATIENCE_SECONDS));
        double seconds = (System.nanoTime() - start) / 1e9;
        List<CuboidDone> cuboids = product.cuboids();
        String unverified = cuboids.stream()
                .map(CuboidDone::unverified)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
        if (task.verify() && !unverified.isEmpty()) {
            throw new ProductFailure(WRONG_USAGE, unverified);
        }
        String digest = task.kept() ? assembled(grid, blocks) : "";
        double flops = 2.0 * grid.m() * grid.n() * grid.k();
        List<String> failed = retries.failed();
        return "%d×%d×%d %s on %d executors by %s: %s cuboids in %.2f s: %.1f GFLOP/s; shuffled %.0f bytes, planned %.0f; %s%s%s%s"
                .formatted(
                        grid.m(),
                        grid.n(),
                        grid.k(),
                        task.precision().label(),
                        team.executors(),
                        cuboids.stream().map(CuboidDone::by).distinct().collect(Collectors.joining(", ")),
                        grid,
                        seconds,
                        flops / seconds / 1e9,
                        (double) shuffled(spark) - before,
                        planned,
                        failed.isEmpty()
                                ? "no attempt failed"
                                : failed.size() + (failed.size() == 1 ? " attempt failed" : " attempts failed"),
                        unverified.isEmpty() ? "; verified" : "; not verified",
                        digest.isEmpty() ? "" : "; C has SHA-256 " + digest,
                        folder.isPresent() ? "; C is %d blocks".formatted(blocks.size()) : "");
    }

    private long shuffled(SparkContext spark) throws InterruptedException {
        try {
            spark.listenerBus().waitUntilEmpty(LISTENERS_MILLISECONDS);
        } catch (Exception e) { // a timeout, which Scala does not declare: some bytes are not counted then
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
        }
        return retries.shuffledBytes();
    }

    private String assembled(Grid grid, List<StoredBlock> blocks) throws ProductFailure {
        try {
            if (folder.isPresent()) {
                folder.get().commit(grid.m(), grid.n(), task.precision(), blocks);
                return "";
            }
            events.product("progress", 0, "putting %d blocks of C together".formatted(blocks.size()));
            return new Assembly(task, grid).assemble(blocks);
        } catch (IOException e) {
            throw cannotWrite(e);
        } catch (FSError e) { // so Hadoop calls it that a local disk is full
            throw cannotWrite(new IOException(e.getCause().getMessage(), e));
        }
    }

    /** Whether it is the product that failed, and not the cluster. */
    private boolean explained(Exception e) {
        List<String> failed = retries.failed();
        if (!retries.wrong().isEmpty()) {
            events.product("failed", WRONG_PRODUCT, retries.wrong());
        } else if (!failed.isEmpty()) {
            String last = failed.get(failed.size() - 1);
            events.product("failed", last.contains(StoredBlock.DAMAGED) ? WRONG_USAGE : FAILED, last);
        } else {
            System.err.println("santoku: multiply: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
            return false;
        }
        return true;
    }

    /** Executors write into it only while it is there. */
    private void createFolder() throws ProductFailure {
        try {
            if (task.kept()) {
                storage.createFolder(task.folder());
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private ProductFailure cannotWrite(IOException e) {
        return new ProductFailure(
                OWN_FAULT, "%s cannot be written (%s)".formatted(task.c().output(), Storage.inWords(e)));
    }

    /** No executor writes any more, and what they wrote goes. Also where this process is ended from outside. */
    private synchronized void leaveNothing(SparkContext spark) {
        stop(spark);
        if (folder.isPresent()) {
            folder.get().clear();
        } else if (task.kept()) {
            storage.clear(task.folder());
            storage.clear(task.c().unfinished());
        }
    }

    /** Where all executors fail, Spark waits for a timer of its own for half a minute, after it has ended them. */
    private static void stop(SparkContext spark) {
        Thread end = new Thread(spark::stop, "santoku-stop");
        end.setDaemon(true);
        end.start();
        try {
            end.join(STOP_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once, since deleting is tried again at the very end. */
    private void tellThatItStays(String words) {
        if (stayed.add(words)) {
            events.product("hint", 0, words);
        }
    }
}
