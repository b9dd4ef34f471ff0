package dev.santoku.peers;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.Bootstrap;
import dev.santoku.measure.statistics.Samples;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.ParseException;

/** Measures the targets in this virtual machine and prints them as Markdown; progress goes to standard error. */
final class PeersRun {
    private static final Shape SHAPE_OF_LIBRARIES = Shape.square(1024);

    private final PeerOptions options;
    private final Interleaved interleaved;
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final List<Row> rows = new ArrayList<>();

    private PeersRun(PeerOptions options) {
        this.options = options;
        this.interleaved = new Interleaved(options.seconds(), options.leastRounds());
    }

    /** Arguments as {@link PeerOptions} describes them, which were checked before. */
    public static void main(String[] arguments) throws ParseException, IOException, InterruptedException {
        new PeersRun(PeerOptions.from(PeerOptions.parse(arguments))).run();
    }

    private void run() throws IOException, InterruptedException {
        out.printf(
                "JDK %s, %s, %d processors, %d threads in the pool%n",
                System.getProperty("java.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                options.threads());
        if (options.parts().contains(PeerOptions.Part.OPENBLAS)) {
            besideOpenBlas();
        }
        if (options.parts().contains(PeerOptions.Part.JAVA)) {
            besideJavaLibraries();
        }
        if (options.parts().contains(PeerOptions.Part.FIRST)) {
            first();
        }
        if (options.parts().contains(PeerOptions.Part.ALLOCATION)) {
            allocation();
        }
        out.println();
        out.println(Row.HEADER);
        rows.forEach(row -> out.println(row.toMarkdown()));
    }

    private void besideOpenBlas() {
        List<ShapeFigures> figures = new ArrayList<>();
        try (OpenBlasPart part = new OpenBlasPart(options.threads())) {
            part.peers().forEach(peer -> out.println("- `" + peer.name() + "`: " + peer.device()));
            out.println();
            out.println(ShapeFigures.HEADER);
            for (Precision precision : options.precisions()) {
                for (Shape shape : options.shapes()) {
                    progress("%s %s".formatted(precision, shape));
                    ShapeFigures found = part.measure(interleaved, precision, shape);
                    figures.add(found);
                    out.println(found.toMarkdown());
                }
            }
        }
        rows.addAll(Targets.besideOpenBlas(figures, options.threads()));
    }

    /** In {@code float}, which all of them have. */
    private void besideJavaLibraries() {
        progress("Java libraries");
        try (BackendPeer single = BackendPeer.open("single", options.threads())) {
            List<Peer> libraries = List.of(new VectorBlasPeer(), new EjmlPeer(), new OjAlgoPeer());
            List<Peer> peers = new ArrayList<>(libraries);
            peers.add(single);
            Map<Peer, Samples> samples =
                    interleaved.measure(peers, Inputs.uniform(SHAPE_OF_LIBRARIES, Precision.F32, 1));
            for (Peer library : libraries) {
                rows.add(Targets.overLibrary(
                        library.name(),
                        Precision.F32,
                        SHAPE_OF_LIBRARIES,
                        Bootstrap.speedup(samples.get(single), samples.get(library))));
            }
        }
    }

    private void first() throws IOException, InterruptedException {
        for (String backend : List.of("single", "pool")) {
            for (Precision precision : options.precisions()) {
                progress("first product of %s in %s".formatted(backend, precision));
                rows.add(Targets.first(
                        backend,
                        precision,
                        FirstProduct.measure(backend, precision, options.threads(), options.leastRounds())));
            }
        }
    }

    private void allocation() {
        for (String backend : List.of("single", "pool")) {
            for (Precision precision : options.precisions()) {
                progress("allocation of %s in %s".formatted(backend, precision));
                try (BackendPeer peer = BackendPeer.open(backend, options.threads())) {
                    rows.add(Targets.allocation(backend, precision, new Allocation().perProduct(peer, precision)));
                }
            }
        }
    }

    private static void progress(String what) {
        System.err.println("peers: " + what);
    }
}
