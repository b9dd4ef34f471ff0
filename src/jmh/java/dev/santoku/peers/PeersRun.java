package dev.santoku.peers;

import dev.santoku.host.Caches;
import dev.santoku.host.CpuModel;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.file.ResultFile;
import dev.santoku.statistics.Bootstrap;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.ParseException;

/** Measures the targets in this JVM and prints them as Markdown; progress goes to standard error. */
final class PeersRun {
    private static final Shape SHAPE_OF_LIBRARIES = Shape.square(1024);
    private static final List<String> BACKENDS = List.of("single", "pool");

    private final PeerOptions options;
    private final Interleaved interleaved;
    private final Eta eta = new Eta();
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final List<Row> rows = new ArrayList<>();
    private final List<ShapeFigures> figures = new ArrayList<>();
    private final List<String> openBlas = new ArrayList<>();

    private PeersRun(PeerOptions options) {
        this.options = options;
        this.interleaved = new Interleaved(options.seconds(), options.leastRounds());
    }

    /** Arguments as {@link PeerOptions} describes them, which were checked before. */
    public static void main(String[] arguments) throws ParseException, IOException, InterruptedException {
        new PeersRun(PeerOptions.from(PeerOptions.parse(arguments))).run();
    }

    private void run() throws IOException, InterruptedException {
        Caches caches = Caches.ofThisMachine();
        out.printf(
                "JDK %s, %s, caches of %d, %d and %d KB (%s), %d processors, %d threads in the pool%n",
                System.getProperty("java.version"),
                CpuModel.ofThisMachine().name(),
                caches.level1() >> 10,
                caches.level2() >> 10,
                caches.level3() >> 10,
                caches.source().label(),
                Runtime.getRuntime().availableProcessors(),
                options.threads());
        expectSteps();
        if (has(PeerOptions.Part.OPENBLAS)) {
            besideOpenBlas();
        }
        if (has(PeerOptions.Part.JAVA)) {
            besideJavaLibraries();
        }
        if (has(PeerOptions.Part.FIRST)) {
            first();
        }
        if (has(PeerOptions.Part.ALLOCATION)) {
            allocation();
        }
        out.println();
        out.println(Row.HEADER);
        rows.forEach(row -> out.println(row.toMarkdown()));
        if (options.json().isPresent()) {
            ResultFile.write(
                    options.json().get(),
                    ResultFile.toText(PeersDocument.of(options.threads(), openBlas, figures, rows)));
        }
    }

    private boolean has(PeerOptions.Part part) {
        return options.parts().contains(part);
    }

    /** In the order in which they are done. */
    private void expectSteps() {
        Costs costs = new Costs(options);
        if (has(PeerOptions.Part.OPENBLAS)) {
            options.precisions().forEach(precision -> options.shapes()
                    .forEach(shape -> eta.expect(costs.besideOpenBlas(precision, shape))));
        }
        if (has(PeerOptions.Part.JAVA)) {
            eta.expect(costs.besideJavaLibraries());
        }
        int cells = BACKENDS.size() * options.precisions().size();
        for (int i = 0; has(PeerOptions.Part.FIRST) && i < cells; i++) {
            eta.expect(costs.first());
        }
        for (int i = 0; has(PeerOptions.Part.ALLOCATION) && i < cells; i++) {
            eta.expect(costs.allocation());
        }
    }

    private void besideOpenBlas() {
        try (OpenBlasPart part = new OpenBlasPart(options.threads())) {
            part.peers().stream()
                    .filter(peer ->
                            peer.name().startsWith("OpenBLAS") || peer.name().startsWith("openblas"))
                    .forEach(peer -> openBlas.add(peer.name() + ": " + peer.device()));
            part.peers().forEach(peer -> out.println("- `" + peer.name() + "`: " + peer.device()));
            out.println();
            out.println(ShapeFigures.HEADER);
            for (Precision precision : options.precisions()) {
                for (Shape shape : options.shapes()) {
                    long start = begin("%s %s beside OpenBLAS".formatted(precision, shape));
                    ShapeFigures found = part.measure(interleaved, precision, shape);
                    figures.add(found);
                    out.println(found.toMarkdown());
                    end(start);
                }
            }
        }
        rows.addAll(Targets.besideOpenBlas(figures, options.threads()));
    }

    /** In {@code float}, which all of them have. */
    private void besideJavaLibraries() {
        long start = begin("%s %s beside Java libraries".formatted(Precision.F32, SHAPE_OF_LIBRARIES));
        try (BackendPeer single = BackendPeer.open("single", options.threads())) {
            List<Peer> libraries = List.of(new VectorBlasPeer(), new EjmlPeer(), new OjAlgoPeer());
            List<Peer> peers = new ArrayList<>(libraries);
            peers.add(single);
            Map<Peer, Times> times =
                    interleaved.measure(peers, Set.of(), Inputs.uniform(SHAPE_OF_LIBRARIES, Precision.F32, 1));
            for (Peer library : libraries) {
                rows.add(Targets.overLibrary(
                        library.name(),
                        Precision.F32,
                        SHAPE_OF_LIBRARIES,
                        Bootstrap.speedup(
                                times.get(single).product(), times.get(library).product())));
            }
        }
        end(start);
    }

    private void first() throws IOException, InterruptedException {
        for (String backend : BACKENDS) {
            for (Precision precision : options.precisions()) {
                long start = begin("first product of %s in %s".formatted(backend, precision));
                rows.add(Targets.first(
                        backend,
                        precision,
                        FirstProduct.measure(backend, precision, options.threads(), options.leastRounds())));
                end(start);
            }
        }
    }

    private void allocation() {
        for (String backend : BACKENDS) {
            for (Precision precision : options.precisions()) {
                long start = begin("allocation of %s in %s".formatted(backend, precision));
                try (BackendPeer peer = BackendPeer.open(backend, options.threads())) {
                    rows.add(Targets.allocation(backend, precision, new Allocation().perProduct(peer, precision)));
                }
                end(start);
            }
        }
    }

    /** Tells the step that begins now and how long the run will still take. */
    private long begin(String step) {
        System.err.println("peers: " + eta + ": " + step);
        return System.nanoTime();
    }

    private void end(long start) {
        eta.took((System.nanoTime() - start) * 1e-9);
    }
}
