package dev.santoku.peers;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.help.HelpFormatter;

/**
 * Checks the options and starts a JVM with the flags that all who take part need.
 *
 * <pre>scripts/bench.sh peers [--quick]</pre>
 */
public final class Peers {
    private static final int DONE = 0;
    private static final int WRONG_USAGE = 2;

    private Peers() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws IOException, InterruptedException {
        try {
            CommandLine line = PeerOptions.parse(arguments);
            if (line.hasOption("help")) {
                HelpFormatter.builder()
                        .setShowSince(false)
                        .get()
                        .printHelp("bench.sh peers [OPTIONS]", null, PeerOptions.describe(), null, false);
                return DONE;
            }
            PeerOptions.from(line);
        } catch (ParseException | IllegalArgumentException e) {
            System.err.println("peers: " + e.getMessage());
            return WRONG_USAGE;
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream.concat(
                        Stream.of("--add-modules=jdk.incubator.vector"),
                        Stream.of("single", "pool", "openblas")
                                .map(Backends::byId)
                                .map(backend -> backend.orElseThrow())
                                .map(Backend::jvmFlags)
                                .flatMap(List::stream))
                .distinct()
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeersRun.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        // large pages, as workers have
        builder.environment().merge("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1", (present, own) -> present + ":" + own);
        return builder.start().waitFor();
    }
}
