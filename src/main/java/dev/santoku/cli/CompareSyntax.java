package dev.santoku.cli;

import org.apache.commons.cli.Options;

/** What {@code compare} may be given. */
final class CompareSyntax {
    private CompareSyntax() {}

    static Options describe() {
        Options options = new Options();
        options.addOption(Main.option(
                "backends",
                "LIST",
                "contenders, backend[:variant][@device], comma-separated; all back ends without it"));
        options.addOption(Main.option("devices", "LIST", "only these devices: cpu, cl0, cl1 …"));
        options.addOption(
                Main.option("precision", "LIST", "f32, f64 or both; both without it, f32 alone with --quick"));
        options.addOption(
                Main.option("sizes", "LIST", "N for N×N×N or MxNxK; chosen by a first measured rate without it"));
        options.addOption(
                Main.option(
                        "batch",
                        "N",
                        "measure batches of N independent products of each size, computed in one call; sizes 16,32,64,128 without --sizes"));
        options.addOption(Main.option(
                "threads",
                "LIST",
                "threads of the pool; several, 1,2,4, draw how it scales; one on each core without it"));
        options.addOption(Main.option(
                "yardsticks",
                null,
                "add other people's libraries: openblas beside the CPU, clblast and cublas beside OpenCL"));
        options.addOption(
                Main.option(
                        "ladder",
                        null,
                        "all variants of each back end, the factor of each step on the CPU, and what Aparapi loses to OpenCL C"));
        options.addOption(
                Main.option(
                        "launches",
                        "N",
                        "measure each cell in N virtual machines, one after the other, since each compiles anew; 1 without it"));
        options.addOption(Main.option(
                "self-check",
                null,
                "measure each contender against itself, single without --backends: 7 where a difference comes out"));
        SoakOptions.describe(options);
        options.addOption(Main.option("quick", null, "a look within a minute"));
        options.addOption(Main.option(
                "budget", "TIME", "for the whole run: 90s, 5m, 1h; about 5 minutes, for each launch, without it"));
        options.addOption(Main.option(
                "within",
                "PERCENT",
                "end a cell's samples when half the interval of its median is so narrow, 0.1 to 100; 2 without it"));
        options.addOption(
                Main.option("seed", "N", "draws inputs and turns; " + OptionReader.DEFAULT_SEED + " without it"));
        options.addOption(Main.option("label", "TEXT", "names this machine in the result file"));
        options.addOption(Main.option("require", "gpu", "exit with 4 when there is no GPU"));
        options.addOption(Main.option("out", "DIR", "folder of result files; results without it"));
        options.addOption(Main.option("json", "FILE|-", "write the result there, too; - prints nothing else"));
        options.addOption(Main.option("csv", "FILE", "write a row a cell there"));
        options.addOption(Main.option(
                "raw", "FILE|-", "write a line of JSON a sample there (JSON Lines); - prints nothing else"));
        options.addOption(Main.option("html", "FILE", "write the page with charts there, too"));
        options.addOption(Main.option(
                "baseline",
                "FILE",
                "say what became faster or slower since that result, 5 where slower; its sizes without --sizes"));
        options.addOption(Main.option("force", null, "take a baseline of other hardware, too"));
        options.addOption(Main.option("list", null, "list contenders with their descriptions and end"));
        options.addOption(Main.option("dry-run", null, "print what would be measured and end"));
        options.addOption(Main.option("tune", null, "tune the OpenCL devices first, for a minute or the budget"));
        options.addOption(
                Main.option(
                        Resumption.OPTION,
                        null,
                        "go on with the newest run that was interrupted in --out: its plan, its cells, what is left of its budget"));
        options.addOption(Main.option("quiet", null, "no progress"));
        options.addOption(Main.option("no-color", null, "no colour"));
        return options;
    }
}
