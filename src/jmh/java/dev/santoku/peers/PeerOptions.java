package dev.santoku.peers;

import dev.santoku.backend.OpenOptions;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * What a run is to measure.
 *
 * @param seconds for the rounds of one shape in one precision
 * @param leastRounds that many at least
 * @param json where the figures go besides
 */
record PeerOptions(
        Set<Part> parts,
        List<Shape> shapes,
        List<Precision> precisions,
        int threads,
        double seconds,
        int leastRounds,
        Optional<Path> json) {
    private static final String SHAPES =
            "16,32,64,100,128,250,256,500,512,1000,1024,2048,4096," + "4096x64x4096,64x4096x64,2000x3000x17";
    private static final String QUICK_SHAPES = "64,128,256,512,1024";

    /** What can be run alone. */
    enum Part {
        /** {@code single} and {@code pool} beside OpenBLAS and each other. */
        OPENBLAS,
        /** {@code single} beside other Java libraries. */
        JAVA,
        /** The first product of a fresh JVM. */
        FIRST,
        /** Bytes allocated per warm product. */
        ALLOCATION;

        static Part parse(String text) {
            return Arrays.stream(values())
                    .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + text + "' is no part: choose from openblas, java, first, allocation"));
        }
    }

    static Options describe() {
        Options options = new Options();
        options.addOption(option("parts", "LIST", "openblas, java, first, allocation; all without it"));
        options.addOption(option("sizes", "LIST", "N or MxNxK, beside OpenBLAS; those of the targets without it"));
        options.addOption(option("precision", "LIST", "f32, f64; both without it"));
        options.addOption(option("threads", "N", "of the pool; one on each core without it"));
        options.addOption(option("seconds", "N", "for the rounds of a size in a precision; 8 without it, 2 if quick"));
        options.addOption(option("json", "FILE", "also write the figures there, with the processor and its caches"));
        options.addOption(option("quick", null, "few sizes, few rounds: a look"));
        options.addOption(option("help", null, "show this text"));
        return options;
    }

    private static Option option(String name, String value, String description) {
        Option.Builder builder = Option.builder().longOpt(name).desc(description);
        return value == null ? builder.get() : builder.hasArg().argName(value).get();
    }

    static CommandLine parse(String... arguments) throws ParseException {
        CommandLine line =
                DefaultParser.builder().setAllowPartialMatching(false).get().parse(describe(), arguments);
        if (!line.getArgList().isEmpty()) {
            throw new ParseException("'" + line.getArgList().get(0) + "' is no option; --help lists them");
        }
        return line;
    }

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException for a value that is none
     */
    static PeerOptions from(CommandLine line) {
        boolean quick = line.hasOption("quick");
        double seconds = positive(line, "seconds", quick ? 2 : 8);
        int threads = positive(line, "threads", OpenOptions.defaults().threads());
        return new PeerOptions(
                new TreeSet<>(list(line, "parts", "openblas,java,first,allocation", Part::parse)),
                list(line, "sizes", quick ? QUICK_SHAPES : SHAPES, Shape::parse),
                list(line, "precision", "f32,f64", Precision::parse),
                threads,
                seconds,
                quick ? 3 : 6,
                Optional.ofNullable(line.getOptionValue("json")).map(Path::of));
    }

    private static <T> List<T> list(CommandLine line, String option, String byDefault, Function<String, T> parse) {
        return Arrays.stream(line.getOptionValue(option, byDefault).split(",", -1))
                .map(parse)
                .distinct()
                .toList();
    }

    private static int positive(CommandLine line, String option, int byDefault) {
        String text = line.getOptionValue(option, Integer.toString(byDefault));
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "--%s %s: a whole number from 1 to 9999 is wanted".formatted(option, text));
        }
        return Integer.parseInt(text);
    }
}
